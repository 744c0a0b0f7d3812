import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { endProcess, runningProcess } from './runningProcess.ts';

const ServerRecord = z.object({
  pid: z.number().int().positive(),
  ownerPid: z.number().int().positive(),
  address: z.string(),
  commandLine: z.string(),
  dbFile: z.string().optional(),
  /** A log nobody asked for, which goes when the server goes. */
  ownLog: z.string().optional(),
});

/** A server that was started and, as far as the file system knows, not yet stopped. */
export type ServerRecord = z.infer<typeof ServerRecord>;

const fileNameOf = (pid: number): string => `temporal-server-${pid}.json`;

export async function writeServerRecord(runDir: string, record: ServerRecord): Promise<void> {
  await mkdir(runDir, { recursive: true });
  await writeFile(join(runDir, fileNameOf(record.pid)), JSON.stringify(record));
}

export async function removeServerRecord(runDir: string, record: ServerRecord): Promise<void> {
  await rm(join(runDir, fileNameOf(record.pid)), { force: true });
  if (record.ownLog !== undefined) await rm(record.ownLog, { force: true });
}

/**
 * Ends the servers whose owner is gone and forgets those that are gone themselves.
 * A process is taken for such a server only if it still runs the very command line of the record, since process ids are
 * used again; and for an orphan only if its parent is no longer the process that started it.
 * @returns the records of servers that run and have their owner.
 */
export async function endOrphans(runDir: string): Promise<ServerRecord[]> {
  const owned: ServerRecord[] = [];
  for (const record of await readRecords(runDir)) {
    const running = await runningProcess(record.pid);
    // At the end, not from the start: a script shows its interpreter first.
    const isThatServer = running?.commandLine.endsWith(record.commandLine) === true;
    if (isThatServer && running.parentPid === record.ownerPid) {
      owned.push(record);
      continue;
    }
    if (isThatServer) await endProcess(record.pid);
    await removeServerRecord(runDir, record);
  }
  return owned;
}

async function readRecords(runDir: string): Promise<ServerRecord[]> {
  const names = await readdir(runDir).catch(() => []);
  const records: ServerRecord[] = [];
  for (const name of names.filter((entry) => /^temporal-server-\d+\.json$/.test(entry))) {
    const text = await readFile(join(runDir, name), 'utf8').catch(() => '');
    const record = ServerRecord.safeParse(parseJson(text));
    if (record.success) records.push(record.data);
  }
  return records;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
