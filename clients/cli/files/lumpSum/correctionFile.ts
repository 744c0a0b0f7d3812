import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { MOST_FILE_BYTES, readBytes } from '../fileText.ts';
import { csvTable } from '../table/csvTable.ts';
import { FileRefusedError, UnreadableFile } from '../table/fileProblem.ts';
import { recordsOfJson } from './jsonRecords.ts';
import type { CorrectionFile } from './reading.ts';
import { recordsOfTable } from './tableRecords.ts';
import { decoded, encodingOf } from '../table/textEncoding.ts';
import { xlsxTable } from '../table/xlsxTable.ts';

export { FileRefusedError, type FileProblem, type FileRule } from '../table/fileProblem.ts';
export type { CorrectionFile, FileRecord } from './reading.ts';

/**
 * Reads a file of lump-sum corrections: CSV, XLSX or JSON, told by what it begins with and by its ending. What each
 * form looks like: docs/lump-sum-files.md.
 * @throws FileRefusedError for a file that cannot be read as a whole, naming what to do
 */
export async function readCorrectionFile(path: string): Promise<CorrectionFile> {
  try {
    return await readForm(extname(path).toLowerCase(), await bytesOf(path));
  } catch (error) {
    if (error instanceof UnreadableFile) throw new FileRefusedError(path, error.message);
    throw error;
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const tooLarge = `is larger than ${MOST_FILE_BYTES / 1024 / 1024} MB; split it into several files`;
  try {
    if ((await stat(path)).size > MOST_FILE_BYTES) throw new UnreadableFile(tooLarge);
    const bytes = await readBytes(path);
    // What is no plain file, a pipe, has no size until it is read.
    if (bytes.byteLength > MOST_FILE_BYTES) throw new UnreadableFile(tooLarge);
    return bytes;
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The sheet that is read; where no sheet has its name, the first. */
const SHEET = 'corrections';

type Form = 'xlsx' | 'csv' | 'json';

async function readForm(ending: string, bytes: Uint8Array): Promise<CorrectionFile> {
  switch (formOf(ending, bytes)) {
    case 'xlsx':
      return recordsOfTable(xlsxTable(bytes, SHEET));
    case 'csv': {
      const encoding = encodingOf(bytes);
      return { ...(await recordsOfTable(csvTable(bytes, encoding))), encoding };
    }
    case 'json': {
      const encoding = encodingOf(bytes);
      return { ...recordsOfJson([...decoded(bytes, encoding)].join('')), encoding };
    }
  }
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** What an old .xls begins with, and an .xlsx that is encrypted */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];

function formOf(ending: string, bytes: Uint8Array): Form {
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
