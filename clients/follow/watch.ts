import { setTimeout as delay } from 'node:timers/promises';
import { concurrently } from '../concurrently.ts';
import type { PayoutDescription } from '../description.ts';
import type { PayoutRequest } from '../flows.ts';
import { standingOf, type Standing } from '../results/outcome.ts';

/** A started payout as the watch sees it. */
export interface Watched {
  readonly request: PayoutRequest;
  readonly payout: { describe(): Promise<PayoutDescription> };
  description?: PayoutDescription;
  standing: Standing;
}

export interface WatchOptions {
  /** how many are asked after at once */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** called after each round */
  readonly onRound: () => void;
  /** between two rounds, in milliseconds: the first, and the most it grows to while nothing changes */
  readonly interval?: { readonly first: number; readonly most: number };
}

/** Settling takes hours at the real provider and seconds in a sandbox: quick while things move, slow when they rest. */
const INTERVAL = { first: 500, most: 20_000 };

/**
 * Asks the server after every open payout, round by round, until each is closed or waits for a person, or the signal
 * says to stop. Those that wait for a person are asked after as long as others are open: some go on by themselves.
 *
 * Search attributes by `describe`, not long polls for results: a file of thousands would hold as many streams open.
 */
export async function watch(watched: readonly Watched[], options: WatchOptions): Promise<void> {
  const { first, most } = options.interval ?? INTERVAL;
  let interval = first;
  for (;;) {
    const changed = await lookAtAll(watched, options.concurrency, options.signal);
    options.onRound();
    if (options.signal.aborted || watched.every(({ standing }) => standing !== 'goesOn')) return;
    interval = changed ? first : Math.min(interval * 2, most);
    await rest(interval, options.signal);
  }
}

/** Asks the server after every open payout once. @returns whether anything changed */
export async function lookAtAll(
  watched: readonly Watched[],
  concurrency: number,
  signal: AbortSignal,
): Promise<boolean> {
  const open = watched.filter(({ standing }) => standing !== 'closed');
  const changed = await concurrently(open, concurrency, (one) => lookAt(one, signal));
  return changed.includes(true);
}

/** @returns whether anything changed. A look that fails is repeated in the next round: the payout goes on anyway. */
async function lookAt(one: Watched, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  try {
    const before = one.description?.status;
    one.description = await one.payout.describe();
    const standing = standingOf(one.description, one.request);
    const changed = standing !== one.standing || before !== one.description.status;
    one.standing = standing;
    return changed;
  } catch {
    return false;
  }
}

/** Waits, at most until the signal says to stop. Never throws. */
export async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch {
    // Woken by the signal, which the caller looks at.
  }
}
