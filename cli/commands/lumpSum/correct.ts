import type { Command } from 'commander';
import { concurrently } from '../../../clients/concurrently.ts';
import { InputMismatchError } from '../../../clients/errors.ts';
import type { PayoutRequest } from '../../../clients/flows.ts';
import { runPayouts } from '../../../clients/follow/runPayouts.ts';
import { linesOf, type RecordLine } from '../../../clients/lumpSum/recordLine.ts';
import { isWell, type ReportedPayout } from '../../../clients/results/outcome.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import { FileRefusedError, type CorrectionFile } from '../../files/lumpSum/correctionFile.ts';
import type { CliClient, ExitCode } from '../../io.ts';
import { liveBar } from '../../liveBar.ts';
import { refuseUnwritable, unwritten } from '../../outFile.ts';
import { needsPersonText, runDocument } from '../../render/outcomes.ts';
import { counted } from '../../render/text.ts';
import { progressFigures } from '../shared/progress.ts';
import { correctOptionsOf, type CorrectOptions } from './correctOptions.ts';
import { correctionsOf, type FiledCorrections } from './correctionsOf.ts';
import { dryRun } from './dryRun.ts';
import { problemTable, writeProblems, wrongLines } from './fileProblems.ts';
import { linesDocument, linesText, writeLines } from './recordReport.ts';

export async function correctRecords(
  context: CommandContext,
  command: Command,
  file: string,
): Promise<ExitCode> {
  const options = correctOptionsOf(command);
  await refuseUnwritable(options);
  const filed = await read(file, options, context.global.profile);
  if (filed.file.encoding === 'gb18030') context.io.stderr.write(`${readAsGb18030(file)}\n`);
  const { problems, records } = filed.file;
  if (!options.dryRun && problems.length > 0 && !options.skipInvalid) {
    return refuse(context, file, filed.file, options.out);
  }
  if (options.dryRun) return dryRun(context, filed, options);
  if (records.length === 0) throw new UsageError(`Nothing was started: ${file} holds no record to correct.`);
  return correct(context, filed, options);
}

async function read(
  path: string,
  options: CorrectOptions,
  profile: string | undefined,
): Promise<FiledCorrections> {
  try {
    return await correctionsOf(path, options, profile);
  } catch (error) {
    if (error instanceof FileRefusedError) throw new UsageError(`Nothing was started: ${error.message}`);
    throw error;
  }
}

/** Nothing in such a file says for certain how it is meant. */
function readAsGb18030(path: string): string {
  return `${path} is no UTF-8 and was read as GB18030 (GBK): look at its remarks in a --dry-run first.`;
}

async function refuse(
  context: CommandContext,
  path: string,
  { problems, records, wrong }: CorrectionFile,
  out: string | undefined,
): Promise<ExitCode> {
  const lost = out === undefined ? undefined : await unwritten(out, () => writeProblems(out, problems));
  const message =
    `${path} is wrong, nothing was started. Mend it, or add --skip-invalid to leave out ` +
    `${counted(wrong.length, 'record')} and correct ${counted(records.length, 'other')}.`;
  const { io, global } = context;
  if (global.json) context.print({ error: { name: 'UsageError', message, problems } }, () => '');
  else io.stderr.write(`${problemTable(problems)}\n`);
  io.stderr.write(`${[...(lost === undefined ? [] : [lost]), message].join('\n')}\n`);
  return 2;
}

async function correct(
  context: CommandContext,
  filed: FiledCorrections,
  options: CorrectOptions,
): Promise<ExitCode> {
  const { io } = context;
  const { batchId, corrections, file } = filed;
  const requests = corrections.map((input) => ({ flow: 'lumpSumCorrection', input }) as const);
  const interrupt = new AbortController();
  const listenNoMore = io.onInterrupt(() => {
    interrupt.abort();
  });
  const bar = liveBar(io, 'records');
  try {
    const payouts = await context.withClient(async (client) => {
      await refuseOtherFile(client, requests, batchId);
      return runPayouts(client, requests, {
        wait: options.wait,
        signal: interrupt.signal,
        weight: recordsOf,
        onProgress: (progress) => {
          bar.show(progressFigures(progress));
        },
      });
    });
    bar.stop();
    const lines = [...wrongLines(file.problems), ...linesOfAll(payouts, filed)];
    const lost = await writeLines(options.out, lines);
    const document = {
      batchId,
      ...linesDocument(lines),
      corrections: payouts.map(({ outcome }) => runDocument(outcome)),
    };
    context.print(document, () => textOf(lines, payouts, lost === undefined ? options.out : undefined));
    if (lost !== undefined) io.stderr.write(`${lost}\n`);
    if (interrupt.signal.aborted || !options.wait) io.stderr.write(`${comeBack(batchId, options)}\n`);
    if (interrupt.signal.aborted) return 130;
    if (lost !== undefined) return 1;
    return file.problems.length === 0 && payouts.every(({ outcome }) => isWell(outcome)) ? 0 : 1;
  } finally {
    bar.stop();
    listenNoMore();
  }
}

const LOOKS_AT_ONCE = 16;

/** Before anything is started, so that no half of another file gets into a batch. */
async function refuseOtherFile(
  client: CliClient,
  requests: readonly PayoutRequest[],
  batchId: string,
): Promise<void> {
  const mismatches = await concurrently(requests, LOOKS_AT_ONCE, async (request) => {
    try {
      await client.check(request);
      return [];
    } catch (error) {
      if (error instanceof InputMismatchError) return [error];
      throw error;
    }
  });
  const problems = mismatches.flat().map((error) => ({
    field: error.workflowId,
    message: error.differences.join('; '),
  }));
  if (problems.length === 0) return;
  throw new UsageError(
    `Nothing was started: the batch ${batchId} was started before with another file. Give this one a name of its own ` +
      'by --batch (records that are as wanted already are left alone), or type the first file again to go on with it.',
    problems.slice(0, 5),
  );
}

function recordsOf({ flow, input }: PayoutRequest): number {
  return flow === 'lumpSumCorrection' ? input.records.length : 1;
}

function linesOfAll(payouts: readonly ReportedPayout[], { rowsOf }: FiledCorrections): RecordLine[] {
  return payouts.flatMap(({ request, outcome }) => {
    if (request.flow !== 'lumpSumCorrection') return [];
    const { correctionId, records } = request.input;
    const ids = records.map(({ id }) => id);
    return linesOf(correctionId, ids, outcome).map((line) => ({
      ...line,
      rows: rowsOf.get(line.recordId ?? ''),
    }));
  });
}

function textOf(
  lines: readonly RecordLine[],
  payouts: readonly ReportedPayout[],
  out: string | undefined,
): string {
  return [linesText(lines, out), needsPersonText(payouts)].filter((part) => part !== '').join('\n');
}

function comeBack(batchId: string, { wait, out, overwrite }: CorrectOptions): string {
  const first = wait
    ? 'Stopped waiting; every correction that was started goes on.'
    : 'Started; it goes on by itself.';
  const again = out === undefined || overwrite ? 'again' : 'again with --overwrite';
  return `${first} Watch it by \`payouts watch ${batchId}\`, or type the same command ${again}: nothing is corrected twice.`;
}
