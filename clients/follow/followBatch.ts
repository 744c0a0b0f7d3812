import { concurrently } from '../concurrently.ts';
import type { PayoutSummary } from '../description.ts';
import type { PayoutResult } from '../errors.ts';
import type { PayoutHandle } from '../handle.ts';
import type { KeepsDeadlines, Lists } from '../parts.ts';
import type { Outcome, Standing } from '../results/outcome.ts';
import { readOutcome, snapshots, type ReadablePayout, type SnapshotOf } from '../results/readOutcome.ts';
import { rest } from './watch.ts';

/** One payout of a batch: the newest run of its id. */
export interface BatchRun {
  readonly summary: PayoutSummary;
  readonly standing: Standing;
  /** known once the run is closed, and at the end for those that need a person */
  readonly outcome: Outcome | undefined;
}

export interface BatchView {
  /** by workflow id */
  readonly runs: readonly BatchRun[];
  /** runs that the list gave, and that the server counts: different while its index is catching up */
  readonly listed: number;
  readonly counted: number;
}

/** The part of a PayoutsClient that following a batch needs. */
export interface BatchClient extends Lists, KeepsDeadlines {
  payout(workflowId: string, runId?: string): ReadablePayout & Pick<PayoutHandle<PayoutResult>, 'describe'>;
}

export interface FollowOptions {
  /** true: look once and come back */
  readonly once?: boolean;
  readonly onRound?: (view: BatchView) => void;
  /** run ids by workflow id: those are asked after by themselves while the server's index does not show them */
  readonly expect?: ReadonlyMap<string, string>;
  /** stops looking, never a payout */
  readonly signal?: AbortSignal;
  /** between two rounds, in milliseconds: the first, and the most it grows to while nothing changes */
  readonly interval?: { readonly first: number; readonly most: number };
}

const INTERVAL = { first: 500, most: 20_000 };
/** Results read at once: each may hold 500 records. */
const READS_AT_ONCE = 8;
/** Rounds in which nothing, or not all, is found before that is believed: the server's index lags. */
const PATIENT_ROUNDS = 4;
/** Tries to read the result of a closed run. */
const READS_MAX = 3;

/**
 * Follows all payouts of a batch, of any flow, by the server's index: whoever started them may be gone. Each closed run
 * is asked for its result once. Ends when two rounds find the same payouts, each closed or waiting for a person.
 * @returns how they stand; no runs at all when the server knows none
 */
export async function followBatch(
  client: BatchClient,
  filter: { readonly batchId: string; readonly profile?: string | undefined },
  options: FollowOptions = {},
): Promise<BatchView> {
  const { once = false, onRound, expect = new Map(), signal = new AbortController().signal } = options;
  const { first, most } = options.interval ?? INTERVAL;
  const read = new ResultsRead(client);
  let interval = first;
  let quiet = 0;
  let before: string | undefined;
  let view: BatchView | undefined;
  for (;;) {
    view = await lookAgain(() => look(client, filter, expect, read), view);
    onRound?.(view);
    const now = stateOf(view);
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    if (once || signal.aborted || isAtRest(view, quiet)) return withPeople(client, view);
    const resting = quiet > 0 && view.runs.length > 0;
    interval = resting ? Math.min(interval * 2, most) : first;
    await rest(interval, signal);
  }
}

/** A look that fails is repeated in the next round, since the payouts go on; only the first must succeed. */
async function lookAgain(
  lookOnce: () => Promise<BatchView>,
  before: BatchView | undefined,
): Promise<BatchView> {
  try {
    return await lookOnce();
  } catch (error) {
    if (before === undefined) throw error;
    return before;
  }
}

/** @returns what would have to change for a round to have seen something new. */
function stateOf({ runs, listed, counted }: BatchView): string {
  return JSON.stringify([
    listed,
    counted,
    runs.map(({ summary, standing, outcome }) => [summary.runId, standing, summary.status, outcome?.kind]),
  ]);
}

function isAtRest({ runs, listed, counted }: BatchView, quietRounds: number): boolean {
  if (runs.length === 0 || listed !== counted) return quietRounds >= PATIENT_ROUNDS;
  return quietRounds >= 1 && runs.every(({ standing }) => standing !== 'goesOn');
}

async function look(
  client: BatchClient,
  filter: { readonly batchId: string; readonly profile?: string | undefined },
  expect: ReadonlyMap<string, string>,
  read: ResultsRead,
): Promise<BatchView> {
  const [counted, summaries] = await Promise.all([
    client.count(filter),
    client.list(filter, Number.POSITIVE_INFINITY),
  ]);
  const newest = newestOfEach([...summaries, ...(await unlisted(client, expect, summaries))]);
  const runs = await concurrently(newest, READS_AT_ONCE, async (summary): Promise<BatchRun> => {
    if (summary.execution === 'open')
      return { summary, standing: await standing(client, summary), outcome: undefined };
    const { outcome, again } = await read.of(summary);
    return { summary, standing: again ? 'goesOn' : 'closed', outcome };
  });
  return { runs, listed: summaries.length, counted };
}

/** The index lags, and a payout that an earlier batch started is listed there. */
async function unlisted(
  client: BatchClient,
  expect: ReadonlyMap<string, string>,
  listed: readonly PayoutSummary[],
): Promise<PayoutSummary[]> {
  const seen = new Set(listed.map(({ runId }) => runId));
  const missing = [...expect].filter(([, runId]) => !seen.has(runId));
  return concurrently(missing, READS_AT_ONCE, ([workflowId, runId]) =>
    client.payout(workflowId, runId).describe(),
  );
}

/** A payout that Failed and was started again has two runs, and the later one speaks for it. */
function newestOfEach(summaries: readonly PayoutSummary[]): PayoutSummary[] {
  const newest = new Map<string, PayoutSummary>();
  for (const summary of summaries) {
    const known = newest.get(summary.workflowId);
    if (known === undefined || known.startedAt < summary.startedAt) newest.set(summary.workflowId, summary);
  }
  return [...newest.values()].sort((a, b) => (a.workflowId < b.workflowId ? -1 : 1));
}

/**
 * A credit that nobody's call is making waits for `confirmCredit`. The index does not tell that; the run's pending calls
 * do, and a pause between two calls is over by the next round.
 */
async function standing(
  client: BatchClient,
  { workflowId, runId, status, needsAttention }: PayoutSummary,
): Promise<Standing> {
  if (needsAttention || status === 'awaitingApproval') return 'needsPerson';
  if (status !== 'crediting') return 'goesOn';
  const { execution, pending } = await client.payout(workflowId, runId).describe();
  return execution === 'open' && pending.length === 0 ? 'needsPerson' : 'goesOn';
}

/** Results of closed runs, each read once; one that cannot be read is tried again in the next rounds. */
class ResultsRead {
  readonly #client: BatchClient;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #tries = new Map<string, number>();

  constructor(client: BatchClient) {
    this.#client = client;
  }

  /** `again`: it could not be read this time, and is worth another round. */
  async of({ workflowId, runId, status = '' }: PayoutSummary): Promise<{ outcome: Outcome; again: boolean }> {
    const known = this.#outcomes.get(runId);
    if (known !== undefined) return { outcome: known, again: false };
    const payout = this.#client.payout(workflowId, runId);
    const outcome = await readOutcome(payout, 'closed', status, noSnapshot);
    const tries = (this.#tries.get(runId) ?? 0) + 1;
    this.#tries.set(runId, tries);
    const again = outcome.kind === 'unseen' && tries < READS_MAX;
    if (!again) this.#outcomes.set(runId, outcome);
    return { outcome, again };
  }
}

const noSnapshot: SnapshotOf = () => Promise.resolve(undefined);

/** Asks those that wait for a person what for, and names the others as they stand. */
async function withPeople(client: BatchClient, view: BatchView): Promise<BatchView> {
  const snapshotOf = snapshots(client);
  const runs = await concurrently(view.runs, READS_AT_ONCE, async (run): Promise<BatchRun> => {
    if (run.outcome !== undefined) return run;
    const { workflowId, runId, status = 'started' } = run.summary;
    const payout = client.payout(workflowId, runId);
    return { ...run, outcome: await readOutcome(payout, run.standing, status, snapshotOf) };
  });
  return { ...view, runs };
}
