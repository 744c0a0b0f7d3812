import {
  columnLetters,
  isEmptyCell,
  placeOfRow,
  type Cell,
  type Merge,
  type Table,
  type TableRow,
} from './cell.ts';
import { shownValue, UnreadableFile, type TableProblem } from './fileProblem.ts';
import { readHeader, type Header, type NamedColumn } from './header.ts';

/** A cell below a column that says something. */
export interface HeadedCell<C> {
  /** what the column is called in the file */
  readonly written: string;
  /** of the sheet, from 1 */
  readonly at: number;
  readonly column: C;
  readonly cell: Cell;
}

/** One row below the header. */
export interface HeadedRow<C> extends Pick<TableRow, 'row' | 'line'> {
  readonly header: Header<C>;
  /** without the empty ones */
  readonly cells: readonly HeadedCell<C>[];
  /** the row as a whole cannot be read */
  readonly refused?: TableProblem;
  /** values that stand under no name */
  readonly problems: readonly TableProblem[];
  /** merged cells that it is a part of, and the first column of theirs that says something */
  readonly merges: readonly { readonly merge: Merge; readonly written: string; readonly column: C }[];
}

/**
 * The rows of a table below its header; empty rows are skipped.
 * @param alsoWrong what else is wrong with the header, by the columns that say something
 * @throws UnreadableFile for an empty table, a header that cannot be read, and values in hidden columns
 */
export async function* headedRows<C extends NamedColumn>(
  table: Table,
  columns: readonly C[],
  alsoWrong?: (said: readonly C[]) => readonly string[],
): AsyncGenerator<HeadedRow<C>, void> {
  let header: Header<C> | undefined;
  let hidden: ReadonlySet<number> = new Set();
  for await (const row of table.rows) {
    if (row.cells.every(isEmptyCell)) continue;
    if (header === undefined) {
      const names = row.cells.map((cell) => cell?.text ?? '');
      header = readHeader(names, columns, alsoWrong);
      hidden = hiddenColumns(header, table);
    } else {
      const headed = headedRow(row, header, table);
      if (hidden.size > 0) refuseHidden(headed.cells, hidden);
      yield headed;
    }
  }
  if (header === undefined) throw new UnreadableFile('is empty');
}

function headedRow<C extends NamedColumn>(
  { row, line, cells }: TableRow,
  header: Header<C>,
  table: Table,
): HeadedRow<C> {
  const place = line === undefined ? { row, header } : { row, header, line };
  if (cells.length !== header.length) {
    const message = `has ${cells.length} cells, the header has ${header.length}; quote a cell that holds a comma`;
    return { ...place, cells: [], problems: [], merges: [], refused: { row, rule: 'cells', message } };
  }
  const said: HeadedCell<C>[] = [];
  const problems: TableProblem[] = [];
  cells.forEach((cell, at) => {
    if (cell === null) return;
    const entry = header[at];
    if (entry === undefined) problems.push(underNoName(row, at + 1, cell));
    else if (entry.column.says !== undefined) {
      said.push({ written: entry.written, at: at + 1, column: entry.column, cell });
    }
  });
  return { ...place, cells: said, problems, merges: mergesOf(row, header, table) };
}

function underNoName(row: number, column: number, cell: Cell): TableProblem {
  const message = `stands in column ${columnLetters(column)}, which has no name: name it, or take the value out`;
  return { row, value: shownValue(cell.text), rule: 'cells', message };
}

/** The columns that say something and are hidden. */
function hiddenColumns<C extends NamedColumn>(header: Header<C>, table: Table): ReadonlySet<number> {
  const said = header.flatMap((entry, at) => (entry?.column.says === undefined ? [] : [at + 1]));
  return new Set(said.filter((column) => table.isHiddenColumn?.(column) === true));
}

function refuseHidden<C>(cells: readonly HeadedCell<C>[], hidden: ReadonlySet<number>): void {
  const found = cells.find(({ at, cell }) => hidden.has(at) && !isEmptyCell(cell));
  if (found === undefined) return;
  const { at, written } = found;
  throw new UnreadableFile(
    `has values in the hidden column ${columnLetters(at)} (${written}); show it, or take it out`,
  );
}

function mergesOf<C extends NamedColumn>(
  row: number,
  header: Header<C>,
  { merges }: Table,
): HeadedRow<C>['merges'] {
  const touching = merges?.get(row);
  if (touching === undefined) return [];
  return touching.flatMap((merge) => {
    const entry = header
      .slice(merge.firstColumn - 1, merge.lastColumn)
      .find((each) => each?.column.says !== undefined);
    return entry === undefined ? [] : [{ merge, ...entry }];
  });
}

/**
 * Who looks at merged cells sees one value for all of them, and the file has it in the first only. They are right where
 * the value belongs to all rows of one group.
 * @param rows of one group
 * @param ofGroup whether a column says something of the group and not of each row
 */
export function mergeProblems<C>(
  rows: readonly HeadedRow<C>[],
  ofGroup: (column: C) => boolean,
): TableProblem[] {
  const numbers = new Set(rows.map(({ row }) => row));
  return rows.flatMap(({ row, merges }) =>
    merges
      .filter(({ merge, column }) => !isOneValue(merge, numbers, ofGroup(column)))
      .map(({ merge: { range }, written }): TableProblem => {
        const message = `is a part of the merged cells ${range}: unmerge them, and write in each row what is meant`;
        return { row, column: written, rule: 'merged', message };
      }),
  );
}

function isOneValue(
  { rows, firstColumn, lastColumn, hidesValues }: Merge,
  group: ReadonlySet<number>,
  isOfGroup: boolean,
): boolean {
  if (firstColumn !== lastColumn || hidesValues) return false;
  return rows.length <= 1 || (isOfGroup && rows.every((row) => group.has(row)));
}

/** `row 3, column B (amount)`; in a CSV, which shows no letters, `line 3, amount`. */
export function placeOfCell(
  row: Pick<TableRow, 'row' | 'line'>,
  written: string,
  at: number | undefined,
): string {
  const place = placeOfRow(row);
  if (row.line !== undefined || at === undefined) return `${place}, ${written}`;
  return `${place}, column ${columnLetters(at)} (${written})`;
}
