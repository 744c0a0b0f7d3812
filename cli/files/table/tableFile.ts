import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvLines } from './csvText.ts';
import type { TableColumn, TableRows } from './tableRows.ts';
import { workbookOf, type SheetOptions } from './workbook.ts';

/** The forms that a table can be written in. */
export type TableForm = 'csv' | 'xlsx' | 'json';

/** @returns the form that a path's ending names. @throws RangeError for any other ending */
export function tableFormOf(path: string): TableForm {
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return 'csv';
    case '.xlsx':
      return 'xlsx';
    case '.json':
      return 'json';
    default:
      throw new RangeError(`${path} must end in .xlsx, .csv or .json`);
  }
}

/**
 * Writes a table as its path's ending says: a workbook whose cells are all text, a CSV that Excel shows rightly and runs
 * no formula of, or a JSON list of objects. A file stands under its name only when it is whole. A
 * text longer than Excel takes (32,767 characters) is cut in a workbook.
 * @throws RangeError for an ending that is none of the three
 */
export async function writeTableFile(
  path: string,
  columns: readonly TableColumn[],
  rows: TableRows,
  options: SheetOptions = {},
): Promise<void> {
  const form = tableFormOf(path);
  switch (form) {
    case 'csv':
      return writeWhole(path, csvLines(columns, rows));
    case 'json':
      return writeWhole(path, jsonList(objectsOf(columns, rows)));
    case 'xlsx':
      return writeWhole(path, [await workbookOf(columns, rows, options)]);
  }
}

async function* objectsOf(
  columns: readonly TableColumn[],
  rows: TableRows,
): AsyncGenerator<Record<string, string | null>> {
  for await (const cells of rows) {
    yield Object.fromEntries(columns.map(({ name }, at) => [name, cells[at] ?? null]));
  }
}

/** A JSON list, one entry a line. */
export async function* jsonList(
  entries: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<string, void> {
  let before = '[\n';
  for await (const entry of entries) {
    yield `${before}${JSON.stringify(entry)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** Half of a table must never be taken for the whole, so it gets its name at the end. */
export async function writeWhole(
  path: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished, { flags: 'wx' }));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
