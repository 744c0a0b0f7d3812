import { isStruck } from './richText.ts';
import type { Part } from './workbookParts.ts';
import { readXml } from './xml.ts';

/** How cells of one style are shown. */
export interface CellStyle {
  /** Excel's code of the number format */
  readonly format: string;
  readonly isStruckOut: boolean;
}

const TREE = {
  '': ['styleSheet'],
  styleSheet: ['numFmts', 'fonts', 'cellXfs'],
  numFmts: ['numFmt'],
  fonts: ['font'],
  font: ['strike'],
  cellXfs: ['xf'],
};

/** Formats that workbooks name by number alone (ECMA-376 part 1, 18.8.30); how a date is written is up to the country. */
const builtIn: ReadonlyMap<number, string> = new Map([
  [0, 'General'],
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  ...[5, 6, 37, 38, 41, 42].map((id): [number, string] => [id, '#,##0_);(#,##0)']),
  ...[7, 8, 39, 40, 43, 44].map((id): [number, string] => [id, '#,##0.00_);(#,##0.00)']),
  [9, '0%'],
  [10, '0.00%'],
  [11, '0.00E+00'],
  [12, '# ?/?'],
  [13, '# ??/??'],
  ...[14, 15, 30, 31].map((id): [number, string] => [id, 'yyyy-mm-dd']),
  [22, 'yyyy-mm-dd hh:mm'],
  ...[16, 28, 29, 51, 53, 54, 58].map((id): [number, string] => [id, 'mm-dd']),
  ...[17, 27, 36, 50, 52, 55, 56, 57].map((id): [number, string] => [id, 'yyyy-mm']),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47].map((id): [number, string] => [id, 'hh:mm']),
  [48, '##0.0E+0'],
  [49, '@'],
]);

/** @returns the styles of cells by their number */
export function readStyles({ path, bytes }: Part): CellStyle[] {
  const formats = new Map(builtIn);
  const struckOut: boolean[] = [];
  const styles: (() => CellStyle)[] = [];
  readXml(bytes, path, TREE, {
    open(name, attributes) {
      if (name === 'font') struckOut.push(false);
      if (name === 'strike') struckOut[struckOut.length - 1] = isStruck(attributes);
      if (name === 'numFmt') {
        formats.set(Number(attributes['numFmtId']?.value), attributes['formatCode']?.value ?? '');
      }
      if (name === 'xf') {
        const format = Number(attributes['numFmtId']?.value ?? 0);
        const font = Number(attributes['fontId']?.value ?? 0);
        styles.push(() => ({
          format: formats.get(format) ?? `format ${format}`,
          isStruckOut: struckOut[font] ?? false,
        }));
      }
    },
  });
  // Formats and fonts may stand below what names them.
  return styles.map((style) => style());
}
