/** One cell of a table as the file has it; an empty one is null. */
export interface Cell {
  /**
   * - `number`: the digits as Excel keeps them, never read as a JS number
   * - `date`: a real date of Excel, as `2024-08-01` or `2024-08-01 12:34:56`
   * - `fault`: an error of Excel such as `#REF!`, or a formula that was never calculated (empty text)
   */
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'fault';
  readonly text: string;
}

/** A row of a table; `row` counts from 1 as Excel shows it, empty rows included. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly (Cell | null)[];
}

/** Most rows of a file, the header not counted. */
export const MOST_ROWS = 100_000;

/** Far above the columns there are. In a sheet one value at the end of a row would make every row that long. */
export const MOST_COLUMNS = 200;

export const tooManyRows = `has more than ${MOST_ROWS} rows; split it into several files`;

/** A cell of text; what Excel writes in place of a value that it could not calculate is none. */
export function textCell(text: string): Cell | null {
  if (text === '') return null;
  return { kind: EXCEL_ERROR.test(text.trim()) ? 'fault' : 'text', text };
}

/** All of Excel's errors, also as they stand in a CSV that it wrote. */
const EXCEL_ERROR =
  /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|GETTING_DATA)$/;
