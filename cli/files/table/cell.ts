import type { FileRule } from './fileProblem.ts';

/** One cell of a table as the file has it; an empty one is null. */
export interface Cell {
  /**
   * - `number`: the digits as Excel keeps them, never read as a JS number
   * - `date`: a real date of Excel, as `2024-08-01` or `2024-08-01 12:34:56`
   * - `fault`: what cannot be read: an error of Excel such as `#REF!`, a formula that was never calculated (empty text),
   *   a value that the sheet shows as something else
   */
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'fault';
  readonly text: string;
  /** of a fault that is no error of Excel */
  readonly why?: { readonly rule: FileRule; readonly message: string };
  /** the currency that a number is shown with, such as `$` */
  readonly currency?: string;
}

/** A row of a table; `row` counts from 1 as Excel shows it, empty rows included. */
export interface TableRow {
  readonly row: number;
  /** of a CSV: the line on which it begins, as an editor shows it */
  readonly line?: number;
  readonly cells: readonly (Cell | null)[];
}

/** Cells that are shown as one. */
export interface Merge {
  /** `B2:B4` */
  readonly range: string;
  /** the rows of it that hold anything */
  readonly rows: readonly number[];
  /** from 1 */
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** more than the one value that is shown */
  readonly hidesValues: boolean;
}

export interface Table {
  readonly rows: AsyncIterable<TableRow> | Iterable<TableRow>;
  /** by each row that they touch; those without a value are left out */
  readonly merges?: ReadonlyMap<number, readonly Merge[]>;
  /** from 1 */
  isHiddenColumn?(column: number): boolean;
  /** names of further sheets that are shown and hold values, where no sheet has the name that is looked for */
  otherSheets?(): readonly string[];
}

/** Most rows of a file, the header not counted. */
export const ROWS_MAX = 100_000;
/** Far above the columns there are. In a sheet one value at the end of a row would make every row that long. */
export const COLUMNS_MAX = 200;

export const tooManyRows = `has more than ${ROWS_MAX} rows; split it into several files`;

/** A cell of text; what Excel writes in place of a value that it could not calculate is none. */
export function textCell(text: string): Cell | null {
  if (text === '') return null;
  return { kind: EXCEL_ERROR.test(text.trim()) ? 'fault' : 'text', text };
}

export function isEmptyCell(cell: Cell | null): boolean {
  return cell === null || (cell.kind === 'text' && cell.text.trim() === '');
}

/** `AB` of 28 */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + ((column - 1) % 26));
  return column > 26 ? columnLetters(Math.floor((column - 1) / 26)) + last : last;
}

/** Where a row stands, in the words of the program that shows it: an editor counts lines, a spreadsheet rows. */
export function placeOfRow({ row, line }: Pick<TableRow, 'row' | 'line'>): string {
  return line === undefined ? `row ${row}` : `line ${line}`;
}

/** All of Excel's errors, also as they stand in a CSV that it wrote. */
const EXCEL_ERROR =
  /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|GETTING_DATA)$/;
