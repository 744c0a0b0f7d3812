import { access } from 'node:fs/promises';
import { extname } from 'node:path';
import { z } from 'zod';
import { UsageError } from './command.ts';

const endings = ['.xlsx', '.csv', '.json'];

/** Where a report is written; judged before any work is done, since the report comes last. */
export const outFile = z
  .string()
  .refine((path) => endings.includes(extname(path).toLowerCase()), `must end in ${endings.join(', ')}`);

/**
 * A file that somebody goes on to edit is never written over: an hour of corrections may be in it.
 * @throws UsageError when there is one
 */
export async function refuseToReplace(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists)
    throw new UsageError(`${path} exists and may hold somebody's edits: move it away, or name another file`);
}
