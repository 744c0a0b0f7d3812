import { access, constants } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { PREBUILT_BUNDLE } from '../../../workers/startWorkers.ts';
import { noWorkerLogs } from '../../../workers/telemetry/logs.ts';
import { connectWorker } from '../../../workers/temporalConnection.ts';
import { historiesOfFiles } from '../../../workers/versioning/replay/historyFiles.ts';
import {
  replayHistories,
  type Found,
  type Replayed,
} from '../../../workers/versioning/replay/replayHistories.ts';
import { counted, isSound, lineOf, noCounts, summaryOf } from '../../../workers/versioning/replay/report.ts';
import { historiesOfIds, listedHistories } from '../../../workers/versioning/replay/serverHistories.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { optionsBy } from '../../typed.ts';
import type { WorkerIo } from '../../workerIo.ts';

const LIMIT = 100;

const options = z.object({
  id: z.array(z.string().min(1)).optional(),
  query: z.string().min(1).optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 to 999999')
    .transform(Number)
    .optional(),
  bundle: z.string().optional(),
});
type Options = z.output<typeof options>;

/** `payouts replay` */
export async function runReplay(
  io: WorkerIo,
  context: CommandContext,
  command: Command,
  files: readonly string[],
): Promise<ExitCode> {
  const chosen = optionsBy(options, command);
  refuseTwoSources(files, chosen);
  const bundlePath = await readableBundle(chosen.bundle ?? io.workers.workflowBundlePath);
  return replay(context, bundlePath, (work) => withHistories(context, files, chosen, work));
}

/** @throws UsageError: what would be left out in silence is not asked for in earnest */
function refuseTwoSources(files: readonly string[], { id, query, limit }: Options): void {
  const listed = query !== undefined || limit !== undefined;
  const sources = [files.length > 0, id !== undefined, listed].filter(Boolean);
  if (sources.length > 1) throw new UsageError('Name files, or --id, or --query and --limit: one of them.');
}

async function readableBundle(path = PREBUILT_BUNDLE): Promise<string> {
  try {
    await access(path, constants.R_OK);
    return path;
  } catch {
    throw new UsageError(`There is no workflow bundle at ${path}.`);
  }
}

type Work<T> = (found: AsyncIterable<Found>) => Promise<T>;

async function withHistories<T>(
  { io, global }: CommandContext,
  files: readonly string[],
  { id, query, limit = LIMIT }: Options,
  work: Work<T>,
): Promise<T> {
  if (files.length > 0) return work(historiesOfFiles(files));
  const { client, connection } = await connectWorker(io.env, global.address);
  try {
    const { profile } = global;
    return await work(
      id === undefined
        ? listedHistories(client, { query, newest: limit, profile })
        : historiesOfIds(client, id, profile ?? 'default'),
    );
  } finally {
    await connection.close();
  }
}

/** Says each as soon as it is known: of many histories, or large ones, the last comes late. */
async function replay(
  context: CommandContext,
  bundlePath: string,
  withFound: (work: Work<void>) => Promise<void>,
): Promise<ExitCode> {
  const { io, global } = context;
  noWorkerLogs();
  let counts = noCounts;
  const histories: Replayed[] = [];
  await withFound(async (found) => {
    for await (const replayed of replayHistories(found, { bundlePath })) {
      counts = counted(counts, replayed);
      if (global.json) histories.push(replayed);
      else io.stdout.write(`${lineOf(replayed)}\n`);
    }
  });
  context.print({ counts, histories }, () => summaryOf(counts));
  return isSound(counts) ? 0 : 1;
}
