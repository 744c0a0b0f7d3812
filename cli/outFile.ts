import { access, constants, stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { z } from 'zod';
import { UsageError } from './command.ts';

const endings = ['.xlsx', '.csv', '.json'];

const outFile = z
  .string()
  .refine((path) => endings.includes(extname(path).toLowerCase()), `must end in ${endings.join(', ')}`);

/** Where a report is written, and whether over what is there. */
export const outOptions = { out: outFile.optional(), overwrite: z.boolean().default(false) };

interface Out {
  readonly out?: string | undefined;
  readonly overwrite: boolean;
}

/**
 * Judged before any work is done, since the report comes last. A file that is there is left alone unless the person
 * says otherwise: an hour of corrections may be in it.
 * @throws UsageError
 */
export async function refuseUnwritable({ out, overwrite }: Out): Promise<void> {
  if (out === undefined) {
    if (overwrite)
      throw new UsageError('The options are wrong:', [{ field: '--overwrite', message: 'goes with --out' }]);
    return;
  }
  const there = await stat(out).catch(() => undefined);
  if (there?.isDirectory() === true) throw new UsageError(`${out} is a folder: name a file`);
  if (there !== undefined && !overwrite) {
    throw new UsageError(
      `${out} exists and may hold somebody's edits: add --overwrite to write over it, or name another file`,
    );
  }
  const why = await access(dirname(out), constants.W_OK).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (why !== undefined) throw new UsageError(`${out} cannot be written: ${why}`);
}

/** What a disk refuses, by the call that it refused. */
const WRITING: readonly unknown[] = ['open', 'write', 'close', 'fsync', 'ftruncate', 'rename'];

/**
 * Writes a file at the end of some work.
 * @returns why it could not be written, in words: what it would have said must be told all the same
 */
export async function unwritten(path: string, write: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    return `${path} could not be written: ${error.message}`;
  }
}

function isOfDisk(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error && WRITING.includes(error.syscall);
}
