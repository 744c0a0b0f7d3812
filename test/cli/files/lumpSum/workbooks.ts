import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';

type Edit = (xml: string) => string;

/** A workbook as Excel writes it: numbers, dates and booleans in cells of their own. */
export function workbook(rows: SheetData): Promise<Uint8Array> {
  return writeXlsxFile(rows, { dateFormat: 'yyyy/m/d' }).toBuffer();
}

/** The same workbook with one of its parts changed by hand, for what the writing library cannot say. */
export function withPart(bytes: Uint8Array, path: string, edit: Edit): Uint8Array {
  const parts = unzipSync(bytes);
  return zipSync({ ...parts, [path]: strToU8(edit(strFromU8(parts[path]!))) });
}

export function withSheet(bytes: Uint8Array, edit: Edit): Uint8Array {
  return withPart(bytes, 'xl/worksheets/sheet1.xml', edit);
}

/** A one-sheet workbook of raw rows (`<row>...</row>`) below the header `id`, `totalAmount`. */
export async function rawWorkbook(rowsXml: string): Promise<Uint8Array> {
  const bytes = await workbook([['id', 'totalAmount']]);
  return withSheet(bytes, (xml) => xml.replace('</sheetData>', `${rowsXml}</sheetData>`));
}

export function row(number: number, amountCell: string, attributes = ''): string {
  return `<row r="${number}"${attributes}><c r="A${number}" t="inlineStr"><is><t>r-${number}</t></is></c>${amountCell}</row>`;
}
