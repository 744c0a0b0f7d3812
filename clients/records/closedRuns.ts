import { setTimeout as pause } from 'node:timers/promises';
import type { PayoutSummary } from '../description.ts';
import type { Lists } from '../parts.ts';
import type { RecordWindow } from './window.ts';

/** The closed runs that the server lists, and how many it counts. */
export interface ClosedRuns {
  /** each once, by the time at which they closed and, of one time, by run id */
  readonly runs: readonly PayoutSummary[];
  readonly counted: number;
}

/** Milliseconds between two looks while the two figures differ: the list is a page at a time, and the index moves on. */
const PAUSES = [250, 500, 1000, 2000, 4000, 8000];

/**
 * Lists a window until the list holds as many runs as the server counts. Where they stay different, both figures are
 * given as they are: that is for the caller to say.
 */
export async function closedRuns(
  client: Lists,
  window: RecordWindow,
  pauses: readonly number[] = PAUSES,
): Promise<ClosedRuns> {
  const left = [...pauses];
  for (;;) {
    const listed = await client.list(window, Number.POSITIVE_INFINITY);
    const counted = await client.count(window);
    const runs = [...new Map(listed.map((run) => [run.runId, run])).values()].sort(inOrder);
    const wait = left.shift();
    if (runs.length === counted || wait === undefined) return { runs, counted };
    await pause(wait);
  }
}

function inOrder(a: PayoutSummary, b: PayoutSummary): number {
  const [left, right] = [`${a.closedAt ?? ''} ${a.runId}`, `${b.closedAt ?? ''} ${b.runId}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
