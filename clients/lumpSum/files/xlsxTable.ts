import { InvalidInputError, InvalidSpreadsheetError, readSheet } from 'read-excel-file/universal';
import { textCell, type Cell, type TableRow } from './cell.ts';
import { UnreadableFile } from './fileProblem.ts';
import { scanSheet } from './sheetScan.ts';
import { sheetParts } from './xlsxParts.ts';

/** The digits of a number as they stand in the file, told apart from text. */
class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The rows of a workbook's sheet "corrections", or of its first.
 * @throws UnreadableFile for what is no workbook, is too large, hides rows or the sheet
 */
export async function xlsxTable(bytes: Uint8Array): Promise<TableRow[]> {
  const { number, sheetXml, archive } = sheetParts(bytes);
  const scan = scanSheet(sheetXml);
  const values = await sheetRows(archive.buffer, number);
  const rows = values.map((row) => row.map(cellOf));
  scan.cells.forEach(({ row, column, cell }) => {
    while (rows.length < row) rows.push([]);
    const cells = rows[row - 1] ?? [];
    while (cells.length < column) cells.push(null);
    cells[column - 1] = cell;
  });
  return rows.map((cells, at) => ({ row: at + 1, cells }));
}

async function sheetRows(archive: ArrayBuffer, number: number): Promise<readonly (readonly unknown[])[]> {
  try {
    return await readSheet<Digits>(archive, number, {
      trim: false,
      parseNumber: (text) => new Digits(text),
    });
  } catch (error) {
    if (error instanceof InvalidSpreadsheetError || error instanceof InvalidInputError) {
      throw new UnreadableFile(
        `cannot be read as a workbook (${error.message}); open it in Excel and save it anew`,
      );
    }
    throw error;
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
