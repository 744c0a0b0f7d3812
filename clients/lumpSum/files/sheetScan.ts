import { MOST_ROWS, tooManyRows, type Cell } from './cell.ts';
import { UnreadableFile } from './fileProblem.ts';

/** Far above the columns there are. One value at the end of a row would make every row that long. */
const MOST_COLUMNS = 200;

const CELL_OR_ROW = /<(?:[\w.-]+:)?(row|c)(\s[^>]*?)?(\/)?>/g;
const CELL_END = /<\/(?:[\w.-]+:)?c\s*>/g;

/** What the library that reads a sheet leaves out without a word. */
export interface SheetScan {
  /** errors, formulas never calculated, and dates in ISO form; rows and columns from 1 */
  readonly cells: readonly { readonly row: number; readonly column: number; readonly cell: Cell }[];
}

/**
 * Looks through a sheet before it is read: the library takes an error of Excel for an empty cell, which in a correction
 * would be a value left as it is, and it does not tell which rows are hidden.
 * @throws UnreadableFile for values in hidden rows, and for values too far down or to the right to be read
 */
export function scanSheet(xml: string): SheetScan {
  const cells: { row: number; column: number; cell: Cell }[] = [];
  const hidden = new Set<number>();
  let inHiddenRow = false;
  CELL_OR_ROW.lastIndex = 0;
  for (let match = CELL_OR_ROW.exec(xml); match !== null; match = CELL_OR_ROW.exec(xml)) {
    const [, element, attributes = '', empty] = match;
    if (element === 'row') inHiddenRow = /\shidden\s*=\s*["'](?:1|true)["']/.test(attributes);
    if (element === 'row' || empty !== undefined) continue;
    const content = contentFrom(xml, CELL_OR_ROW.lastIndex);
    CELL_OR_ROW.lastIndex += content.length;
    if (!holdsSomething(content)) continue;
    const { row, column } = placeOf(attributes);
    if (inHiddenRow) hidden.add(row);
    const cell = leftOut(attributes, content);
    if (cell !== undefined) cells.push({ row, column, cell });
  }
  if (hidden.size > 0) {
    throw new UnreadableFile(
      `has values in hidden rows (${ranges([...hidden])}); clear the filter or show them, or copy the visible rows into a new workbook`,
    );
  }
  return { cells };
}

function contentFrom(xml: string, start: number): string {
  CELL_END.lastIndex = start;
  return xml.slice(start, CELL_END.exec(xml)?.index ?? xml.length);
}

function holdsSomething(content: string): boolean {
  return /<(?:[\w.-]+:)?(?:v|is|f)[\s>/]/.test(content);
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
  const formula = /<(?:[\w.-]+:)?f[\s>/]/.test(content);
  const calculated = /<(?:[\w.-]+:)?v[\s>/]/.test(content);
  return formula && !calculated ? { kind: 'fault', text: '' } : undefined;
}

/** As strict workbooks have dates: in ISO form, of no time zone. */
function isoDate(text: string): string {
  const [, day = text, time = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})/.exec(text) ?? [];
  return time === '' || time === '00:00:00' ? day : `${day} ${time}`;
}

/** `5-9, 14`, at most ten of them. */
function ranges(rows: readonly number[]): string {
  const spans: { from: number; to: number }[] = [];
  for (const row of rows.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last?.to === row - 1) last.to = row;
    else spans.push({ from: row, to: row });
  }
  const shown = spans.slice(0, 10).map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return `${shown.join(', ')}${spans.length > 10 ? ', ...' : ''}`;
}
