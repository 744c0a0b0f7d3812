import { concurrently } from './concurrently.ts';
import { PayoutFailedError, PayoutInterruptedError, PayoutsError, type PayoutResult } from './errors.ts';
import type { PayoutRequest } from './flows.ts';
import { workflowIdOfRequest, type Outcome, type ReportedPayout } from './outcome.ts';
import type { Payout } from './payout.ts';
import type { PayoutsClient } from './payoutsClient.ts';
import { lookAtAll, watch, type Watched, type WatchOptions } from './watch.ts';

/** How far a run of many payouts is; counts of payouts. total = notStarted + started once all are started. */
export interface Progress {
  readonly total: number;
  readonly started: number;
  readonly completed: number;
  /** failed, ended from outside, or not started for a reason */
  readonly failed: number;
  readonly needPerson: number;
}

export interface RunPayoutsOptions {
  /** starts, and later looks, at the same time; 16 by default */
  readonly concurrency?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** stops waiting, never a payout: those not started yet are left unstarted, the others reported as they stand */
  readonly signal?: AbortSignal;
  /** false: start all and come back at once; true by default */
  readonly wait?: boolean;
  readonly interval?: WatchOptions['interval'];
}

type AnyPayout = Pick<
  Payout<PayoutResult>,
  'workflowId' | 'runId' | 'attached' | 'result' | 'snapshot' | 'describe'
>;
/** The part of a PayoutsClient that running many needs. */
export interface PayoutStarter {
  start(request: PayoutRequest): Promise<AnyPayout>;
  within: PayoutsClient['within'];
}

type Started = Watched & { readonly payout: AnyPayout };
type Line = { readonly request: PayoutRequest } & (
  { readonly refused: Outcome } | { readonly started: Started }
);

/** A worker that does not answer a query in this time is reported by what the server knows. */
const SNAPSHOT_DEADLINE_MS = 12_000;

/**
 * Starts payouts a few at a time and waits until each is closed or needs a person. One that cannot be started does not
 * keep the others from it. Run again with the same inputs it attaches, and pays nothing twice.
 * @returns what became of each, in the order of the requests
 */
export async function runPayouts(
  client: PayoutStarter,
  requests: readonly PayoutRequest[],
  options: RunPayoutsOptions = {},
): Promise<ReportedPayout[]> {
  const { concurrency = 16, signal = new AbortController().signal, wait = true } = options;
  const lines: Line[] = [];
  const tell = (): void => options.onProgress?.(progressOf(lines, requests.length));

  const all = await concurrently(requests, concurrency, async (request) => {
    const line = await startOne(client, request, signal);
    lines.push(line);
    tell();
    return line;
  });

  const started = all.flatMap((line) => ('started' in line ? [line.started] : []));
  const interval = options.interval === undefined ? {} : { interval: options.interval };
  if (wait) await watch(started, { concurrency, signal, onRound: tell, ...interval });
  else await lookAtAll(started, concurrency, signal);

  const snapshotOf = snapshots(client);
  return concurrently(all, concurrency, async (line) => ({
    request: line.request,
    outcome: 'refused' in line ? line.refused : await outcomeOf(line.started, snapshotOf),
  }));
}

async function startOne(client: PayoutStarter, request: PayoutRequest, signal: AbortSignal): Promise<Line> {
  const workflowId = workflowIdOfRequest(request);
  const notStarted = (reason: string, message: string): Line => ({
    request,
    refused: { kind: 'notStarted', workflowId, reason, message },
  });
  if (signal.aborted)
    return notStarted('Interrupted', 'stopped before it was its turn; the same command starts it');
  try {
    const payout = await client.start(request);
    return { request, started: { request, payout, standing: 'goesOn' } };
  } catch (error) {
    if (error instanceof PayoutsError) return notStarted(error.name, error.message);
    const message = error instanceof Error ? error.message : String(error);
    return notStarted(
      'NotKnown',
      `${message}; whether it was started is not known, the same command finds out`,
    );
  }
}

async function outcomeOf(started: Started, snapshotOf: SnapshotOf): Promise<Outcome> {
  const { payout, standing, description } = started;
  const { workflowId, runId, attached } = payout;
  const known = { workflowId, runId, attached };
  const status = description?.status ?? 'started';
  if (standing === 'goesOn') return { kind: 'open', status, ...known };
  if (standing === 'needsPerson') {
    const result = await snapshotOf(payout);
    return { kind: 'needsPerson', status: result?.status ?? status, result, ...known };
  }
  try {
    return { kind: 'completed', result: await payout.result(), ...known };
  } catch (error) {
    if (error instanceof PayoutFailedError) {
      const message = error.cause instanceof Error ? causeMessage(error.cause) : error.message;
      return { kind: 'failed', type: error.type, message, result: error.result, ...known };
    }
    if (error instanceof PayoutInterruptedError)
      return { kind: 'interrupted', lostAs: error.lostAs, ...known };
    return { kind: 'unseen', message: error instanceof Error ? error.message : String(error), ...known };
  }
}

/** The SDK's own message says only that the workflow failed; the worker's words are one deeper. */
function causeMessage(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

type SnapshotOf = (payout: AnyPayout) => Promise<PayoutResult | undefined>;

/** What workers know; once one did not answer, the rest is reported by what the server knows, without waiting again. */
function snapshots(client: PayoutStarter): SnapshotOf {
  let answering = true;
  return async (payout) => {
    if (!answering) return undefined;
    try {
      return await client.within(SNAPSHOT_DEADLINE_MS, () => payout.snapshot());
    } catch {
      answering = false;
      return undefined;
    }
  };
}

function progressOf(lines: readonly Line[], total: number): Progress {
  const started = lines.flatMap((line) => ('started' in line ? [line.started] : []));
  const completed = started.filter(({ description }) => description?.execution === 'completed');
  const closed = started.filter(({ standing }) => standing === 'closed');
  return {
    total,
    started: started.length,
    completed: completed.length,
    failed: closed.length - completed.length + (lines.length - started.length),
    needPerson: started.filter(({ standing }) => standing === 'needsPerson').length,
  };
}
