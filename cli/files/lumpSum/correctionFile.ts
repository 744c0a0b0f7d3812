import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { FILE_BYTES_MAX, readBytes } from '../fileText.ts';
import { openFile } from '../openFile.ts';
import { FileRefusedError, UnreadableFile } from '../table/fileProblem.ts';
import { recordsOfJson } from './jsonRecords.ts';
import type { CorrectionFile } from './reading.ts';
import { recordsOfTable } from './tableRecords.ts';

export { FileRefusedError, type FileProblem, type FileRule } from '../table/fileProblem.ts';
export type { CorrectionFile, FileRecord } from './reading.ts';

/**
 * Reads a file of lump-sum corrections: CSV, XLSX or JSON, told by what it begins with and by its ending. What each
 * form looks like: docs/files.md.
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
  const tooLarge = `is larger than ${FILE_BYTES_MAX / 1024 / 1024} MB; split it into several files`;
  try {
    if ((await stat(path)).size > FILE_BYTES_MAX) throw new UnreadableFile(tooLarge);
    const bytes = await readBytes(path);
    // What is no plain file, a pipe, has no size until it is read.
    if (bytes.byteLength > FILE_BYTES_MAX) throw new UnreadableFile(tooLarge);
    return bytes;
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The sheet that is read; where no sheet has its name, the first. */
const SHEET = 'corrections';

async function readForm(ending: string, bytes: Uint8Array): Promise<CorrectionFile> {
  const { encoding, ...opened } = openFile(ending, bytes, SHEET);
  const file = opened.form === 'json' ? recordsOfJson(opened.text) : await recordsOfTable(opened.table);
  return { ...file, ...(encoding === undefined ? {} : { encoding }) };
}
