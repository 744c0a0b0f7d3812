import { MOST_COLUMNS, MOST_ROWS, tooManyRows, type Cell } from './cell.ts';
import { UnreadableFile } from './fileProblem.ts';

const ROW = /<(?:[\w.-]+:)?row(\s[^>]*?)?(\/)?>/g;
const ROW_END = /<\/(?:[\w.-]+:)?row\s*>/g;
const CELL = /<(?:[\w.-]+:)?c(\s[^>]*?)?(?:\/>|>([^]*?)<\/(?:[\w.-]+:)?c\s*>)/g;

const SHEET_END = /<\/(?:[\w.-]+:)?worksheet\s*>\s*$/;

const cutOff = 'is a workbook that is cut off; open it in Excel and save it anew';

/** A row of a sheet that holds something. */
export interface SheetRow {
  /** from 1 */
  readonly row: number;
  readonly xml: string;
  /** what the library that reads a sheet would leave out: errors, formulas never calculated; and dates in ISO form */
  readonly cells: readonly { readonly column: number; readonly cell: Cell }[];
}

/**
 * Looks through a sheet before it is read: the library takes an error of Excel for an empty cell, which in a correction
 * would be a value left as it is, and it does not tell which rows are hidden.
 * @throws UnreadableFile for values in hidden rows, and for values too far down or to the right to be read
 */
export function sheetRows(xml: string): SheetRow[] {
  // An archive that is cut off unpacks without a fault, and would be a shorter sheet.
  if (!SHEET_END.test(xml)) throw new UnreadableFile(cutOff);
  const rows: SheetRow[] = [];
  const hidden: number[] = [];
  ROW.lastIndex = 0;
  for (let match = ROW.exec(xml); match !== null; match = ROW.exec(xml)) {
    const [, attributes = '', empty] = match;
    if (empty !== undefined) continue;
    const start = match.index;
    ROW_END.lastIndex = ROW.lastIndex;
    if (ROW_END.exec(xml) === null) throw new UnreadableFile(cutOff);
    const end = ROW_END.lastIndex;
    ROW.lastIndex = end;
    const row = scanRow(xml.slice(start, end));
    if (row === undefined) continue;
    if (/\shidden\s*=\s*["'](?:1|true)["']/.test(attributes)) hidden.push(row.row);
    rows.push(row);
  }
  if (hidden.length > 0) {
    throw new UnreadableFile(
      `has values in hidden rows (${ranges(hidden)}); clear the filter or show them, or copy the visible rows into a new workbook`,
    );
  }
  return rows;
}

/** @returns undefined for a row without a value */
function scanRow(xml: string): SheetRow | undefined {
  const cells: { column: number; cell: Cell }[] = [];
  let row: number | undefined;
  for (const [, attributes = '', content = ''] of xml.matchAll(CELL)) {
    if (!/<(?:[\w.-]+:)?(?:v|is|f)[\s>/]/.test(content)) continue;
    const place = placeOf(attributes);
    row ??= place.row;
    if (place.row !== row) throw new UnreadableFile('has misplaced cells; open it in Excel and save it anew');
    const cell = leftOut(attributes, content);
    if (cell !== undefined) cells.push({ column: place.column, cell });
  }
  return row === undefined ? undefined : { row, xml, cells };
}

function placeOf(attributes: string): { readonly row: number; readonly column: number } {
  const [, letters = '', digits = ''] = /\sr\s*=\s*["']([A-Z]+)(\d+)["']/.exec(attributes) ?? [];
  if (letters === '') {
    throw new UnreadableFile('has cells without an address; open it in Excel and save it anew');
  }
  const row = Number(digits);
  const column = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  if (row > MOST_ROWS + 1) throw new UnreadableFile(tooManyRows);
  if (column > MOST_COLUMNS) {
    throw new UnreadableFile(`has a value in ${letters}${digits}, far right of any column; take it out`);
  }
  return { row, column };
}

function leftOut(attributes: string, content: string): Cell | undefined {
  const [, type] = /\st\s*=\s*["'](\w+)["']/.exec(attributes) ?? [];
  const [, value] = /<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)</.exec(content) ?? [];
  if (type === 'e') return { kind: 'fault', text: value ?? '' };
  if (type === 'd' && value !== undefined) return { kind: 'date', text: isoDate(value) };
  const isFormula = /<(?:[\w.-]+:)?f[\s>/]/.test(content);
  // Some programs write a formula with an empty value; only of text can an empty one be what it came to.
  const isCalculated = value !== undefined && (value !== '' || type === 'str');
  return isFormula && !isCalculated ? { kind: 'fault', text: '' } : undefined;
}

/** As strict workbooks have dates: in ISO form, of no time zone. */
function isoDate(text: string): string {
  const [, day = text, time = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})/.exec(text) ?? [];
  return time === '' || time === '00:00:00' ? day : `${day} ${time}`;
}

/** `5-9, 14`, at most ten of them. */
function ranges(rows: readonly number[]): string {
  const spans: { from: number; to: number }[] = [];
  for (const row of rows) {
    const last = spans.at(-1);
    if (last?.to === row - 1) last.to = row;
    else spans.push({ from: row, to: row });
  }
  const shown = spans.slice(0, 10).map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return `${shown.join(', ')}${spans.length > 10 ? ', ...' : ''}`;
}
