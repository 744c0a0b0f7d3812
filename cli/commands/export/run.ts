import type { Command } from 'commander';
import { z } from 'zod';
import { ForeignFileError } from '../../../clients/records/exportFile.ts';
import { exportRecords, type ExportReport } from '../../../clients/records/exportRecords.ts';
import { INDEX_LAG_MS, windowProblems } from '../../../clients/records/window.ts';
import { parse, type Problem } from '../../../contract/index.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { liveBar } from '../../liveBar.ts';
import { exportText } from '../../render/exportText.ts';
import { instantOf } from '../../times.ts';
import { must } from '../../typed.ts';

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
  const window = { closedFrom: instantOf(options.from, 'begin'), closedTo: instantOf(options.to, 'end') };
  const problems = windowProblems(window, Date.now(), options.lag).map(byOption);
  if (problems.length > 0) throw new UsageError('The options are wrong:', problems);
  return { ...options, from: window.closedFrom, to: window.closedTo };
}

export async function exportPeriod(context: CommandContext, command: Command): Promise<ExitCode> {
  const options = optionsOf(command);
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
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'EACCES')
      throw new UsageError(`${path} cannot be written: ${code}`);
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS' || code === 'EIO')
      throw new Error(
        `${path} could not be written to its end: ${code}. Make room and type it again: it goes on.`,
      );
    throw error;
  }
}
