import { concurrently } from '../concurrently.ts';
import { PayoutsError, type PayoutResult } from '../errors.ts';
import type { PayoutRequest } from '../flows.ts';
import type { PayoutHandle } from '../handle.ts';
import type { KeepsDeadlines } from '../parts.ts';
import { workflowIdOfRequest, type Outcome, type ReportedPayout } from '../results/outcome.ts';
import { readOutcome, snapshots } from '../results/readOutcome.ts';
import { lookAtAll, watch, type Watched, type WatchOptions } from './watch.ts';

/**
 * How far a run of many payouts is; counts of payouts, or of what `weight` makes of them. total = notStarted + started
 * once all are started.
 */
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
  /** what a payout counts for in the progress, such as the records of a correction; 1 by default */
  readonly weight?: (request: PayoutRequest) => number;
  /** stops waiting, never a payout: those not started yet are left unstarted, the others reported as they stand */
  readonly signal?: AbortSignal;
  /** false: start all and come back at once; true by default */
  readonly wait?: boolean;
  readonly interval?: WatchOptions['interval'];
}

type AnyPayout = Pick<
  PayoutHandle<PayoutResult>,
  'workflowId' | 'runId' | 'attached' | 'result' | 'snapshot' | 'describe'
>;
/** The part of a PayoutsClient that running many needs. */
export interface PayoutStarter extends KeepsDeadlines {
  start(request: PayoutRequest): Promise<AnyPayout>;
}

type Started = Watched & { readonly payout: AnyPayout };
type Line = { readonly request: PayoutRequest } & (
  { readonly refused: Outcome } | { readonly started: Started }
);

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
  const { concurrency = 16, signal = new AbortController().signal, wait = true, weight = () => 1 } = options;
  const lines: Line[] = [];
  const tell = (): void => options.onProgress?.(progressOf(lines, requests, weight));

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
  const outcomeOf = ({ payout, standing, description }: Started): Promise<Outcome> =>
    readOutcome(payout, standing, description?.status ?? 'started', snapshotOf);
  return concurrently(all, concurrency, async (line) => ({
    request: line.request,
    outcome: 'refused' in line ? line.refused : await outcomeOf(line.started),
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

function progressOf(
  lines: readonly Line[],
  requests: readonly PayoutRequest[],
  weight: (request: PayoutRequest) => number,
): Progress {
  const weigh = (list: readonly { readonly request: PayoutRequest }[]): number =>
    list.reduce((total, { request }) => total + weight(request), 0);
  const started = lines.flatMap((line) => ('started' in line ? [line.started] : []));
  const refused = lines.filter((line) => 'refused' in line);
  const closed = started.filter(({ standing }) => standing === 'closed');
  const completed = closed.filter(({ description }) => description?.execution === 'completed');
  return {
    total: weigh(requests.map((request) => ({ request }))),
    started: weigh(started),
    completed: weigh(completed),
    failed: weigh(closed) - weigh(completed) + weigh(refused),
    needPerson: weigh(started.filter(({ standing }) => standing === 'needsPerson')),
  };
}
