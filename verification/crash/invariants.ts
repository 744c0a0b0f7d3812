import type { MatrixFlow } from './calls.ts';
import type { Money } from './subject.ts';

/** One run of a payout, by its history. */
export interface RunFacts {
  readonly events: number;
  /** workflow tasks that failed: a fault in the workflow's code, or a replay that went another way */
  readonly failedTasks: readonly string[];
}

/** Where a payout stands. */
export interface Standing {
  readonly runId: string;
  /** of the run: COMPLETED, FAILED … */
  readonly execution: string;
  /** what the payout says of itself */
  readonly shown: unknown;
  readonly status: string;
  readonly money: Money;
}

/** Everything that is known of a cell when it is over. */
export interface Observation {
  readonly flow: MatrixFlow;
  readonly expected: readonly string[];
  readonly story: readonly string[];
  /** whether what was arranged happened at all */
  readonly happened: boolean;
  readonly runs: readonly RunFacts[];
  readonly end: Standing;
  /** the same, after other cells have run */
  readonly later: Standing;
  /** what a second start of the order did */
  readonly secondStart: { readonly raw: 'refused' | 'started'; readonly runId: string | undefined };
}

/** What a terminal status says of the money: 1 paid, 0 not. Some say neither: a person accepted what is. */
const paidBy: Readonly<Record<string, readonly number[]>> = {
  settled: [1],
  reconciled: [1],
  corrected: [1],
  unchanged: [0, 1],
  partiallyCorrected: [0, 1],
  rejected: [0],
  cancelled: [0],
};

/** How a run may be closed that ends in this status. A cancel request that is heeded closes it as Canceled. */
const endsOf = (status: string): readonly string[] =>
  status === 'cancelled' ? ['FAILED', 'CANCELLED'] : ['COMPLETED', 'FAILED'];

export function outcomeOf({ story, end }: Pick<Observation, 'story' | 'end'>): string {
  return `${[...story, end.status].join(' → ')} (${end.money.paid})`;
}

/** @returns what must never be, in words; empty when all is well */
export function violationsOf(seen: Observation): readonly string[] {
  const { end, later, runs, secondStart, story, flow } = seen;
  const { paid, sent, disagreements } = end.money;
  const says = (is: boolean, words: string): string[] => (is ? [words] : []);
  const outcome = outcomeOf(seen);
  const resubmitted = story.filter((chapter) => chapter.endsWith(': resubmit')).length;
  return [
    ...says(!seen.happened, 'what was arranged never happened'),
    ...says(!seen.expected.includes(outcome), `expected: ${seen.expected.join(' or ')}`),
    ...says(paid > 1, `paid ${paid} times`),
    ...says(paidBy[end.status]?.includes(paid) !== true, `${end.status}, and paid ${paid} times`),
    ...disagreements,
    ...says(
      flow === 'allinpayWithdrawal' && sent > 1 + resubmitted,
      `sent ${sent} times, and a person had it sent again ${resubmitted} times`,
    ),
    ...runs.flatMap(({ failedTasks }) => failedTasks.map((why) => `a workflow task failed: ${why}`)),
    ...says(!endsOf(end.status).includes(end.execution), `the run is ${end.execution}`),
    ...says(JSON.stringify(end) !== JSON.stringify(later), `changed after its end: ${JSON.stringify(later)}`),
    ...says(secondStart.raw !== 'refused', 'a second start made a second run'),
    ...says(
      end.execution === 'COMPLETED' && secondStart.runId !== end.runId,
      'a second start does not find the completed run',
    ),
  ];
}
