import { guarded } from './formulaGuard.ts';
import type { TableColumn, TableRows } from './tableRows.ts';

/** Tells Excel that the text is UTF-8; without it Chinese is shown in the machine's own encoding. */
const BYTE_ORDER_MARK = '\ufeff';

/** The lines of a CSV (RFC 4180), the header first. */
export async function* csvLines(
  columns: readonly TableColumn[],
  rows: TableRows,
): AsyncGenerator<string, void> {
  yield BYTE_ORDER_MARK + csvLine(columns.map(({ name }) => name));
  for await (const cells of rows) yield csvLine(cells);
}

function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => quoted(guarded(cell ?? ''))).join(',')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
