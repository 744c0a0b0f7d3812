import type { Table } from './table/cell.ts';
import { csvTable } from './table/csvTable.ts';
import { UnreadableFile } from './table/fileProblem.ts';
import { decoded, encodingOf, type TextEncoding } from './table/textEncoding.ts';
import { xlsxTable } from './table/xlsxTable.ts';

/** A file's content by its form; `encoding` is what a file of text was read as. */
export type OpenedFile =
  | { readonly form: 'table'; readonly table: Table; readonly encoding?: TextEncoding }
  | { readonly form: 'json'; readonly text: string; readonly encoding: TextEncoding };

/**
 * Opens a CSV, an XLSX or a JSON file, told by what it begins with and by its ending.
 * @param ending of its name, in small letters: `.csv`
 * @param sheetName of the sheet that is read; where there is none of the name, the first is
 * @throws UnreadableFile for a file that is none of the three
 */
export function openFile(ending: string, bytes: Uint8Array, sheetName: string): OpenedFile {
  const form = formOf(ending, bytes);
  if (form === 'xlsx') return { form: 'table', table: xlsxTable(bytes, sheetName) };
  const encoding = encodingOf(bytes);
  return form === 'csv'
    ? { form: 'table', table: csvTable(bytes, encoding), encoding }
    : { form: 'json', text: [...decoded(bytes, encoding)].join(''), encoding };
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** What an old .xls begins with, and an .xlsx that is encrypted */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];

function formOf(ending: string, bytes: Uint8Array): 'xlsx' | 'csv' | 'json' {
  const beginsWith = (mark: readonly number[]): boolean => mark.every((byte, at) => bytes[at] === byte);
  if (bytes.length === 0) throw new UnreadableFile('is empty');
  if (beginsWith(ZIP)) return 'xlsx';
  if (beginsWith(COMPOUND)) {
    throw new UnreadableFile(
      'is an old .xls or protected by a password; save it as .xlsx without a password',
    );
  }
  switch (ending) {
    case '.json':
      return 'json';
    case '.csv':
    case '.tsv':
    case '.txt':
      return 'csv';
    case '.xlsx':
    case '.xls':
      throw new UnreadableFile(
        'is no Excel workbook, whatever its name says; open it in Excel and save it as .xlsx',
      );
    default:
      throw new UnreadableFile('is of no known form; it must be .xlsx, .csv or .json');
  }
}
