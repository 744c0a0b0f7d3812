import { access, constants } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { optionsBy, runCommand, UsageError, type CommandContext } from '../../clients/cli/command.ts';
import { historiesOfFiles } from '../replay/historyFiles.ts';
import { replayHistories, type Found, type Replayed } from '../replay/replayHistories.ts';
import { counted, isSound, lineOf, noCounts, summaryOf } from '../replay/report.ts';
import { historiesOfIds, listedHistories } from '../replay/serverHistories.ts';
import { noWorkerLogs } from '../logs.ts';
import { PREBUILT_BUNDLE } from '../runWorkers.ts';
import type { WorkerIo } from './commandIo.ts';
import { connectWorker } from './temporalConnection.ts';

const NEWEST = 100;

const options = z.object({
  id: z.array(z.string().min(1)).optional(),
  query: z.string().min(1).optional(),
  newest: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 to 999999')
    .transform(Number)
    .optional(),
  bundle: z.string().optional(),
});
type Options = z.output<typeof options>;

export function registerReplay(program: Command, io: WorkerIo): void {
  program
    .command('replay')
    .description('hold histories against the workflow code of this package: would it go on with these runs?')
    .argument('[files...]', 'histories as `temporal workflow show --output json` and the UI write them')
    .option('--id <id...>', 'the newest run of these: workflow ids, or order ids of the profile')
    .option('--query <filter>', "of the server's runs only these, in Temporal's list filter language")
    .option('--newest <n>', `at most so many of the server's runs (default: ${NEWEST})`)
    .option('--bundle <file>', 'the code to hold them against (default: what this package runs)')
    .addHelpText(
      'after',
      '\nWithout files and ids it takes the newest runs of the server, open and closed.' +
        '\nExits 1 when a history does not replay, cannot be read, or none was found.',
    )
    .action((files: string[], _options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const chosen = optionsBy(options, command);
        refuseTwoSources(files, chosen);
        const bundlePath = await readableBundle(chosen.bundle ?? io.workers.workflowBundlePath);
        return replay(context, bundlePath, (work) => withHistories(context, files, chosen, work));
      }),
    );
}

/** @throws UsageError: what would be left out in silence is not asked for in earnest */
function refuseTwoSources(files: readonly string[], { id, query, newest }: Options): void {
  const listed = query !== undefined || newest !== undefined;
  const sources = [files.length > 0, id !== undefined, listed].filter(Boolean);
  if (sources.length > 1) throw new UsageError('Name files, or --id, or --query and --newest: one of them.');
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
  { id, query, newest = NEWEST }: Options,
  work: Work<T>,
): Promise<T> {
  if (files.length > 0) return work(historiesOfFiles(files));
  const { client, connection } = await connectWorker(io.env, global.address);
  try {
    const { profile } = global;
    return await work(
      id === undefined
        ? listedHistories(client, { query, newest, profile })
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
): Promise<0 | 1> {
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
