import { workflowInfo } from '@temporalio/workflow';

const MB = 1024 * 1024;
const ONE_DAY = 24 * 3600_000;

/**
 * How long what can wait is kept back in a history that has grown so far. The server warns at 10,240 events and 10 MB, and
 * ends a run at 51,200 events or 50 MB with its payout open.
 */
const WAITS = [
  { events: 8500, bytes: 14 * MB, waitMs: 7 * ONE_DAY },
  { events: 6500, bytes: 10 * MB, waitMs: ONE_DAY },
] as const;

/**
 * From when on a poll tells what can wait: at once, but in a run whose history has grown long once a day, and in the end once
 * a week, however often a provider comes and goes or changes its mind.
 *
 * @param toldAt ISO 8601: when the last poll told anything
 * @returns ISO 8601; undefined where nothing has to wait
 */
export function tellFromOf(toldAt: string | undefined): string | undefined {
  const { historyLength, historySize } = workflowInfo();
  const long = WAITS.find(({ events, bytes }) => historyLength >= events || historySize >= bytes);
  if (toldAt === undefined || long === undefined) return undefined;
  return new Date(Date.parse(toldAt) + long.waitMs).toISOString();
}
