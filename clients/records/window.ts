import type { Problem } from '../../contract/index.ts';
import { INSTANT_RANGE, isInstant } from '../../contract/instants.ts';

/** Runs that closed in [closedFrom, closedTo), both ISO 8601 with an offset. */
export interface RecordWindow {
  readonly closedFrom: string;
  readonly closedTo: string;
  /** of one profile only; all by default, those started without search attributes too */
  readonly profile?: string | undefined;
}

/**
 * How long the server's index may be behind, in milliseconds. Its list and its count read the same index, so that they
 * agree says nothing of what it has not seen yet: a window must have been over for so long.
 */
export const INDEX_LAG_MS = 60_000;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** @returns what is wrong with a window, by the names of the members; nothing when it can be read to its end. */
export function windowProblems(
  { closedFrom, closedTo }: RecordWindow,
  now: number,
  lagMs: number = INDEX_LAG_MS,
): Problem[] {
  const problems = [...instantProblems('closedFrom', closedFrom), ...instantProblems('closedTo', closedTo)];
  if (problems.length > 0) return problems;
  const [from, to] = [Date.parse(closedFrom), Date.parse(closedTo)];
  if (from >= to) problems.push({ field: 'closedTo', message: 'must be after the begin of the window' });
  if (to + lagMs > now) {
    const ready = new Date(to + lagMs).toISOString();
    const message = `must be ${lagMs / 1000} s ago or more: payouts may still close in the window, or have closed and not be listed yet; ask again from ${ready}`;
    problems.push({ field: 'closedTo', message });
  }
  return problems;
}

function instantProblems(field: string, text: string): Problem[] {
  const ms = INSTANT.test(text) ? Date.parse(text) : NaN;
  if (isInstant(ms)) return [];
  if (!Number.isNaN(ms)) return [{ field, message: `${INSTANT_RANGE}, got ${JSON.stringify(text)}` }];
  return [
    {
      field,
      message: `must be an ISO 8601 instant with an offset such as "2026-01-31T00:00:00+08:00", got ${JSON.stringify(text)}`,
    },
  ];
}

/** @returns the window with its instants in UTC, to the millisecond: what the server's filter and a record's time have in common. */
export function inUtc(window: RecordWindow): RecordWindow {
  return {
    ...window,
    closedFrom: new Date(window.closedFrom).toISOString(),
    closedTo: new Date(window.closedTo).toISOString(),
  };
}
