import readXlsxFile from 'read-excel-file/universal';
import { textCell, type Cell, type TableRow } from './cell.ts';
import { UnreadableFile } from './fileProblem.ts';
import { piecesOf, workbookOfPieces, type Piece } from './sheetPieces.ts';
import { sheetRows } from './sheetScan.ts';
import { sheetParts, type SheetParts } from './xlsxParts.ts';

/** The digits of a number as they stand in the file, told apart from text. */
class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The rows of a workbook's sheet "corrections", or of its first, all as long as the longest.
 * @throws UnreadableFile for what is no workbook, is too large, hides rows or the sheet
 */
export async function xlsxTable(bytes: Uint8Array): Promise<TableRow[]> {
  const parts = sheetParts(bytes);
  const scanned = sheetRows(parts.sheetXml);
  const values = await valuesOf(piecesOf(scanned), parts);
  const rows = scanned.map(({ row, cells: leftOut }) => {
    const cells = (values.get(row) ?? []).map(cellOf);
    for (const { column, cell } of leftOut) {
      while (cells.length < column) cells.push(null);
      cells[column - 1] = cell;
    }
    return { row, cells };
  });
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  for (const { cells } of rows) while (cells.length < width) cells.push(null);
  return rows;
}

/** @returns the values of each row by its number */
async function valuesOf(
  pieces: readonly Piece[],
  parts: SheetParts,
): Promise<ReadonlyMap<number, readonly unknown[]>> {
  const rows = new Map<number, readonly unknown[]>();
  if (pieces.length === 0) return rows;
  const sheets = await readSheets(workbookOfPieces(pieces, parts));
  pieces.forEach(({ offset }, piece) => {
    sheets[piece]?.forEach((values, at) => rows.set(offset + at + 1, values));
  });
  return rows;
}

async function readSheets(workbook: ArrayBuffer): Promise<(readonly (readonly unknown[])[])[]> {
  try {
    const sheets = await readXlsxFile<Digits>(workbook, {
      trim: false,
      parseNumber: (text) => new Digits(text),
    });
    return sheets.map(({ data }) => data);
  } catch (error) {
    // The library throws errors of many kinds, and each means that it cannot read the file.
    const message = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile(`cannot be read as a workbook (${message}); open it in Excel and save it anew`);
  }
}

function cellOf(value: unknown): Cell | null {
  if (typeof value === 'string') return textCell(value);
  if (typeof value === 'boolean') return { kind: 'boolean', text: value ? 'TRUE' : 'FALSE' };
  if (value instanceof Digits) return { kind: 'number', text: value.text };
  if (value instanceof Date) return { kind: 'date', text: dateText(value) };
  return null;
}

/** Dates of Excel are of no time zone; the library gives them as if they were of UTC. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'no date';
  // A fraction of a day is no whole number of milliseconds, and has been cut.
  const seconds = new Date(Math.round(date.getTime() / 1000) * 1000);
  const [day = '', time = ''] = seconds.toISOString().slice(0, 19).split('T');
  return time === '00:00:00' ? day : `${day} ${time}`;
}
