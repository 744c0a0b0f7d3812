import writeXlsxFile, { type CellObject, type SheetData } from 'write-excel-file/node';
import { cutText } from '../../../contract/text.ts';
import type { TableColumn, TableRows } from './tableRows.ts';

/** What is said of a workbook alone. */
export interface SheetOptions {
  /** rows below the last that are text already, to be filled in */
  readonly emptyRows?: number;
  readonly sheet?: string;
}

const WIDTH = 20;
/** Excel's own format for text: what is typed into such a cell stays as it is typed. */
const TEXT_FORMAT = '@';

/** A workbook of one sheet: the header stays in sight, every cell is text, the empty ones too. */
export async function workbookOf(
  columns: readonly TableColumn[],
  rows: TableRows,
  { emptyRows = 0, sheet = 'corrections' }: SheetOptions = {},
): Promise<Uint8Array> {
  const data: SheetData = [columns.map(({ name }) => ({ ...textCell(name), fontWeight: 'bold' as const }))];
  for await (const cells of rows) data.push(columns.map((_, at) => textCell(cells[at] ?? '')));
  for (let row = 0; row < emptyRows; row += 1) data.push(columns.map(() => textCell('')));
  return writeXlsxFile(data, {
    sheet,
    stickyRowsCount: 1,
    columns: columns.map(({ width = WIDTH }) => ({ width })),
  }).toBuffer();
}

function textCell(text: string): CellObject {
  return { value: escaped(fitting(text)), type: String, format: TEXT_FORMAT };
}

/** Characters that Excel takes in a cell; it calls a file with a longer one broken. Ten times what a remark may hold. */
const CELL_CHARACTERS_MAX = 32_767;

function fitting(text: string): string {
  return cutText(text, CELL_CHARACTERS_MAX, '...');
}

/**
 * Characters that XML or a spreadsheet would drop or change, as `_x000D_` (ECMA-376 part 1, 22.9.2.19); and what reads
 * like such an escape and is none.
 */
const LOST = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufffd]/gu;
const LIKE_ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g;
const KEPT = ['\n', '\t'];

function escaped(text: string): string {
  const whole = text
    .replace(LIKE_ESCAPE, codeOf('_'))
    .replace(LOST, (character) => (KEPT.includes(character) ? character : codesOf(character)));
  // The library finds a text it has written before by a plain object, which has members of its own.
  return whole in Object.prototype ? codeOf(whole.charAt(0)) + whole.slice(1) : whole;
}

function codesOf(character: string): string {
  return Array.from({ length: character.length }, (_, at) => codeOf(character.charAt(at))).join('');
}

function codeOf(unit: string): string {
  return `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
