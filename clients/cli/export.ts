import type { Command } from 'commander';
import { z } from 'zod';
import { parse, type Problem } from '../../contract/index.ts';
import { ForeignFileError } from '../records/exportFile.ts';
import { exportRecords, type ExportReport } from '../records/exportRecords.ts';
import { INDEX_LAG_MS, windowProblems } from '../records/window.ts';
import { must, runCommand, UsageError, type CommandContext } from './command.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { liveBar } from './liveBar.ts';
import { exportText } from './render/exportText.ts';

const exportOptions = z.object({
  from: z.string(),
  to: z.string(),
  out: z.string().min(1),
  lag: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number of seconds, at most 9999')
    .transform((text) => Number(text) * 1000)
    .default(INDEX_LAG_MS),
});

type ExportOptions = z.output<typeof exportOptions>;

/** `payouts export` */
export function registerExport(program: Command, io: CommandIo): void {
  program
    .command('export')
    .description(
      'add a record of every payout that closed in a period to a file, to outlive what the server keeps',
    )
    .option('--from <instant>', 'closed at that time or later: ISO 8601 with an offset')
    .option('--to <instant>', 'closed before that time')
    .option('--out <file>', 'one JSON line a run (NDJSON); lines are added, none is changed or written twice')
    .option('--lag <seconds>', `how long the server's index may be behind (default: ${INDEX_LAG_MS / 1000})`)
    .addHelpText(
      'after',
      '\nIt can be stopped at any moment and typed again. --to must be older than the lag.' +
        '\nExits 0 when the file holds every run that the server counts and the sums of each agree, else 1.',
    )
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, (context) => exportPeriod(context, optionsOf(command))),
    );
}

const named: Readonly<Record<string, string>> = { closedFrom: '--from', closedTo: '--to' };

function optionsOf(command: Command): ExportOptions {
  const read = parse(exportOptions, command.opts());
  const byOption = ({ field, message }: Problem): Problem => ({
    ...(field === undefined ? {} : { field: named[field] ?? `--${field}` }),
    message,
  });
  const options = must(
    'The options are wrong',
    read.ok ? read : { ...read, problems: read.problems.map(byOption) },
  );
  const window = { closedFrom: options.from, closedTo: options.to };
  const problems = windowProblems(window, Date.now(), options.lag).map(byOption);
  if (problems.length > 0) throw new UsageError('The options are wrong:', problems);
  return options;
}

async function exportPeriod(context: CommandContext, options: ExportOptions): Promise<ExitCode> {
  const bar = liveBar(context.io, 'runs');
  try {
    const { window, report } = await context.withClient(async (client) => {
      const records = await client.records(
        { closedFrom: options.from, closedTo: options.to, profile: context.global.profile },
        { lagMs: options.lag },
      );
      const onProgress = (done: number, total: number): void => {
        bar.show({ done, total, words: 'in the file' });
      };
      return {
        window: records.window,
        report: await writing(options.out, () => exportRecords(options.out, records, { onProgress })),
      };
    });
    bar.stop();
    const { out } = options;
    context.print({ file: out, ...window, ...report }, () => exportText(out, window, report));
    return report.isComplete && report.allinpay.agrees ? 0 : 1;
  } finally {
    bar.stop();
  }
}

async function writing(path: string, work: () => Promise<ExportReport>): Promise<ExportReport> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ForeignFileError) throw new UsageError(`${error.message}. Nothing was written.`);
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
      throw new UsageError(`${path} cannot be written: ${code}`);
    throw error;
  }
}
