import { isEmptyCell, COLUMNS_MAX, ROWS_MAX, type Merge, type Table, type TableRow } from './cell.ts';
import { UnreadableFile } from './fileProblem.ts';
import { readSharedStrings } from './richText.ts';
import { addressOf, readSheet, type SheetContents, type SheetRow } from './sheet.ts';
import type { CellContext } from './sheetCell.ts';
import { readStyles } from './styles.ts';
import { notAWorkbook, openWorkbook, type Sheet } from './workbookParts.ts';
import { damaged } from './xml.ts';

/**
 * The table of a workbook's sheet of that name, or of its first; its rows are all as long as the longest.
 * @throws UnreadableFile for what is no workbook, is too large, hides rows or the sheet
 */
export function xlsxTable(bytes: Uint8Array, sheetName: string): Table {
  const { sheets, since1904, sharedStrings, styles, partAt } = openWorkbook(bytes);
  const named = sheets.find(({ name }) => name.trim().toLowerCase() === sheetName);
  const sheet = named ?? sheets[0];
  if (sheet === undefined) throw notAWorkbook();
  if (!sheet.isShown) {
    throw new UnreadableFile(
      `would be read from a hidden sheet; show it, or name another one "${sheetName}"`,
    );
  }
  const context: CellContext = {
    texts: sharedStrings === undefined ? [] : readSharedStrings(sharedStrings),
    styles: styles === undefined ? undefined : readStyles(styles),
    since1904,
  };
  const contents = readSheet(partAt(sheet.path), context);
  refuseHidden(contents.rows);
  const holdsValues = ({ path }: Sheet): boolean => readSheet(partAt(path), context).rows.length > 0;
  return {
    rows: rowsOf(contents.rows),
    merges: mergesOf(contents),
    isHiddenColumn: (column) =>
      contents.hiddenColumns.some(([first, last]) => first <= column && column <= last),
    otherSheets: () =>
      named === undefined
        ? sheets.filter((each) => each !== sheet && each.isShown && holdsValues(each)).map(({ name }) => name)
        : [],
  };
}

function refuseHidden(rows: readonly SheetRow[]): void {
  const hidden = rows.filter(({ isHidden }) => isHidden).map(({ row }) => row);
  if (hidden.length === 0) return;
  throw new UnreadableFile(
    `has values in hidden rows (${ranges(hidden)}); clear the filter or show them, or copy the visible rows into a new workbook`,
  );
}

function rowsOf(rows: readonly SheetRow[]): readonly TableRow[] {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  for (const { cells } of rows) while (cells.length < width) cells.push(null);
  return rows;
}

/** Cells of merged areas, all taken together; only areas that lie over each other have more. */
const MERGED_ROWS_MAX = 1_000_000;

function mergesOf({ rows, merges }: SheetContents): ReadonlyMap<number, readonly Merge[]> {
  const byRow = new Map<number, Merge[]>();
  const byNumber = new Map(rows.map((row) => [row.row, row]));
  let looked = 0;
  for (const range of merges) {
    const [from = '', to = from] = range.split(':');
    const first = addressOf(from);
    const last = addressOf(to);
    const lastColumn = Math.min(last.column, COLUMNS_MAX);
    const touched: SheetRow[] = [];
    for (let at = first.row; at <= Math.min(last.row, ROWS_MAX + 1); at += 1) {
      const row = byNumber.get(at);
      if (row !== undefined) touched.push(row);
      looked += 1;
      if (looked > MERGED_ROWS_MAX) throw damaged('its merged cells lie over each other');
    }
    const held = touched.flatMap(({ row, cells }) =>
      cells
        .slice(first.column - 1, lastColumn)
        .flatMap((cell, at) => (isEmptyCell(cell) ? [] : [row === first.row && at === 0])),
    );
    if (held.length === 0) continue;
    const merge: Merge = {
      range,
      rows: touched.map(({ row }) => row),
      firstColumn: first.column,
      lastColumn,
      hidesValues: held.includes(false),
    };
    for (const { row } of touched) byRow.set(row, [...(byRow.get(row) ?? []), merge]);
  }
  return byRow;
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
