import { isCorrection, orderIdOfRun } from '../../clients/follow/batchLines.ts';
import type { BatchRun, BatchView } from '../../clients/follow/followBatch.ts';
import { countLines, type RecordLine } from '../../clients/lumpSum/recordLine.ts';
import type { Outcome } from '../../clients/results/outcome.ts';
import { allinpayResultOf, isWell } from '../../clients/results/outcome.ts';
import { writeTable } from '../files/lumpSum/recordFile.ts';
import { needsPersonText, noteOf, runDocument, statusOf, sumsLine, sumsOf } from './outcomes.ts';
import { countsText, ROWS_SHOWN_MAX, recordColumns, recordRows, recordTable } from './recordLines.ts';
import { counted, table } from './text.ts';

/** What a watch ends with. */
export interface BatchReport {
  readonly batchId: string;
  readonly view: BatchView;
  /** of the batch's corrections, one a record */
  readonly lines: readonly RecordLine[];
}

interface NamedOutcome {
  readonly orderId: string;
  readonly flow: string;
  readonly outcome: Outcome;
}

function named(runs: readonly BatchRun[]): NamedOutcome[] {
  return runs.flatMap((run) =>
    run.outcome === undefined
      ? []
      : [{ orderId: orderIdOfRun(run), flow: run.summary.workflowType, outcome: run.outcome }],
  );
}

/** Counts first, then what went wrong, then who is needed for what. */
export function batchText({ batchId, view, lines }: BatchReport, out: string | undefined): string {
  const payouts = named(view.runs);
  const others = named(view.runs.filter((run) => !isCorrection(run)));
  const where = out ?? '--out FILE';
  const parts = [
    `batch ${batchId} · ${countOfRuns(payouts)}`,
    ...(lines.length > 0 ? [countsText(lines), recordTable(lines, where)] : []),
    ...(others.length > 0 ? [payoutTable(others, where)] : []),
    needsPersonText(payouts),
    ...(others.some(({ outcome }) => allinpayResultOf(outcome)) ? [sumsLine(sumsOf(others))] : []),
    lagText(view),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function countOfRuns(payouts: readonly NamedOutcome[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of payouts) {
    const status = statusOf(outcome);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [
    counted(payouts.length, 'payout'),
    ...[...counts].map(([status, count]) => `${status} ${count}`),
  ].join(' · ');
}

/** Those that did not end well stand first. */
function payoutTable(payouts: readonly NamedOutcome[], where: string): string {
  const sorted = payouts.toSorted((a, b) => Number(isWell(a.outcome)) - Number(isWell(b.outcome)));
  const shown = sorted.slice(0, ROWS_SHOWN_MAX);
  const rows = shown.map(({ orderId, flow, outcome }) => [orderId, flow, statusOf(outcome), noteOf(outcome)]);
  const more = payouts.length - shown.length;
  return [
    table(['order', 'flow', 'status', 'note'], rows),
    ...(more > 0 ? [`${counted(more, 'more payout')} not shown: ${where} has them all`] : []),
  ].join('\n');
}

function lagText({ listed, counted: known }: BatchView): string {
  if (listed === known) return '';
  return `THE LIST IS NOT COMPLETE: the server counts ${known} runs and lists ${listed}. Watch again in a moment.`;
}

/** What `--json` prints. */
export function batchDocument({ batchId, view, lines }: BatchReport): unknown {
  const { runs, listed, counted: known } = view;
  return {
    batchId,
    runs: { listed, counted: known },
    payouts: named(runs).map(({ orderId, flow, outcome }) => ({ orderId, flow, ...runDocument(outcome) })),
    ...(lines.length > 0 ? { counts: countLines(lines), records: lines } : {}),
  };
}

/** Writes a line for each record of the corrections, and one for each payout of another flow. */
export function writeBatch(path: string, { view, lines }: BatchReport): Promise<void> {
  const others = named(view.runs.filter((run) => !isCorrection(run)));
  return writeTable(path, columnsOf(lines), rowsOf(lines, others));
}

const payoutColumns = [
  { name: 'orderId', width: 30 },
  { name: 'outcome', width: 18 },
  { name: 'note', width: 60 },
] as const;

function columnsOf(lines: readonly RecordLine[]): readonly { name: string; width: number }[] {
  return lines.length > 0 ? recordColumns : payoutColumns;
}

function* rowsOf(
  lines: readonly RecordLine[],
  others: readonly NamedOutcome[],
): Generator<(string | null)[]> {
  yield* recordRows(lines);
  for (const { orderId, outcome } of others) {
    const cells = new Map<string, string>([
      [lines.length > 0 ? 'correctionId' : 'orderId', orderId],
      ['outcome', statusOf(outcome)],
      ['note', noteOf(outcome)],
    ]);
    yield columnsOf(lines).map(({ name }) => cells.get(name) ?? null);
  }
}
