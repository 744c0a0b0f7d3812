import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runningProcess } from '../temporal/runningProcess.ts';

const addresses = z.object({ temporal: z.string(), ui: z.string().optional(), sandbox: z.string() });
/** Where a stack that is up is to be found. */
export type Addresses = z.output<typeof addresses>;

const holderSchema = z.object({
  pid: z.int().positive(),
  startedAt: z.string(),
  /** absent while the stack starts */
  addresses: addresses.optional(),
});
type Holder = z.output<typeof holderSchema>;

/** The right to use a folder of state, which one process has at a time. */
export interface Claim {
  /** Tells who comes next where the stack is. */
  tell(addresses: Addresses): Promise<void>;
  release(): Promise<void>;
}

/** Another process uses the folder. */
export class AlreadyUpError extends Error {
  constructor({ pid, addresses }: Holder) {
    super(
      addresses === undefined
        ? `Process ${pid} is starting this stack already.`
        : [
            `Already up, by process ${pid}:`,
            `  Temporal  ${addresses.temporal}`,
            ...(addresses.ui === undefined ? [] : [`  UI        ${addresses.ui}`]),
            `  Sandbox   ${addresses.sandbox}`,
            `Use it, or end it: kill ${pid}`,
          ].join('\n'),
    );
    this.name = 'AlreadyUp';
  }
}

/**
 * Claims a folder. The claim of a process that is gone counts for nothing, however it went.
 *
 * Claims are numbered files, and only the highest counts. To take over is to make the next number, which the file system
 * grants to one process alone; whoever was slow and made a number that had gone before sees a higher one and starts again.
 * The highest is never taken away, or two could count from the beginning. A lock that is kept fresh by the clock
 * (proper-lockfile) would keep a killed stack from starting again for its ten seconds, and lose to a machine that slept.
 * @throws AlreadyUpError naming the process that has it
 */
export async function claimFolder(folder: string): Promise<Claim> {
  await mkdir(folder, { recursive: true });
  const own: Holder = { pid: process.pid, startedAt: await startOf(process.pid) };
  for (;;) {
    const latest = Math.max(0, ...(await numbersIn(folder)));
    const holder = await holderOf(fileOf(folder, latest));
    if (holder !== undefined && (await startOf(holder.pid)) === holder.startedAt) {
      throw new AlreadyUpError(holder);
    }
    const number = latest + 1;
    if (!(await writeNew(fileOf(folder, number), own))) continue;
    const numbers = await numbersIn(folder);
    const isHighest = Math.max(...numbers) === number;
    const passed = isHighest ? numbers.filter((other) => other < number) : [number];
    for (const other of passed) await rm(fileOf(folder, other), { force: true });
    if (isHighest) return claimOf(fileOf(folder, number), own);
  }
}

function claimOf(file: string, own: Holder): Claim {
  return {
    tell: (addresses) => replace(file, { ...own, addresses }),
    release: () => replace(file, {}),
  };
}

const fileOf = (folder: string, number: number): string => join(folder, `claim-${number}.json`);

async function numbersIn(folder: string): Promise<number[]> {
  return (await readdir(folder)).flatMap((name) => {
    const number = /^claim-(\d+)\.json$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

/** Empty for a process that is not there. */
async function startOf(pid: number): Promise<string> {
  return (await runningProcess(pid))?.startedAt ?? '';
}

/** Undefined where the claim was released. */
async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes a file whole, or not at all where it is there. */
async function writeNew(file: string, content: object): Promise<boolean> {
  const draft = await draftOf(file, content);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function replace(file: string, content: object): Promise<void> {
  await rename(await draftOf(file, content), file);
}

async function draftOf(file: string, content: object): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(content));
  return draft;
}
