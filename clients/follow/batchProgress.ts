import { correctionResultOf, type Outcome } from '../results/outcome.ts';
import type { BatchRun, BatchView } from './followBatch.ts';

/** How far a batch is: records of corrections, and the other payouts themselves. */
export interface BatchProgress {
  /** closed, or waiting for a person */
  readonly done: number;
  readonly total: number;
  /** by what became of them: outcomes of records, statuses of payouts */
  readonly counts: Readonly<Record<string, number>>;
  readonly needPerson: number;
}

export function batchProgress({ runs }: BatchView, statusOf: (outcome: Outcome) => string): BatchProgress {
  const counts: Record<string, number> = {};
  const count = (name: string, more: number): void => {
    counts[name] = (counts[name] ?? 0) + more;
  };
  for (const run of runs) {
    if (run.standing === 'goesOn' || run.outcome === undefined) continue;
    const records = correctionResultOf(run.outcome)?.records ?? [];
    for (const { outcome } of records) count(outcome, 1);
    // A payout of another flow, or what a correction says nothing of.
    if (records.length < sizeOf(run)) count(statusOf(run.outcome), sizeOf(run) - records.length);
  }
  const weigh = (some: readonly BatchRun[]): number => some.reduce((total, run) => total + sizeOf(run), 0);
  return {
    done: weigh(runs.filter(({ standing }) => standing !== 'goesOn')),
    total: weigh(runs),
    counts,
    needPerson: weigh(runs.filter(({ standing }) => standing === 'needsPerson')),
  };
}

/** A correction that another client started tells its size only by its result. */
function sizeOf({ summary, outcome }: BatchRun): number {
  const told = outcome === undefined ? undefined : correctionResultOf(outcome)?.records.length;
  return summary.size ?? told ?? 1;
}
