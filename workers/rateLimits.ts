import type { ProviderQueue } from '../contract/names.ts';
import type { CallLimit } from '../providers/feishu/callGate.ts';
import { FEISHU_LIMITS, type LimitedApi } from '../providers/feishu/limits.ts';

/** How fast a task queue hands out work. */
export interface RateLimit {
  /** calls a second, all workers of the fleet together; kept by the server */
  readonly fleetPerSecond: number;
  /** calls a second of one worker, evenly spaced */
  readonly workerPerSecond: number;
}

export type LimitedQueue = Extract<ProviderQueue, `feishu-${string}`>;

/**
 * How much of a limit is used. Of a long window the rest is for the burst of one second's calls that the server lets
 * through after a pause: 100 a minute are 98.6 in the worst minute. Of a second nearly all is: there the gate of the
 * client tells what fits, call by call.
 */
function usedShare(windowMs: number): number {
  return windowMs > 1000 ? 0.97 : 0.99;
}

/** The rate that keeps to a share of a limit. */
function rateWithin({ calls, windowMs }: CallLimit, share = 1): RateLimit {
  const perSecond = (usedShare(windowMs) * share * calls * 1000) / windowMs;
  return { fleetPerSecond: perSecond, workerPerSecond: perSecond };
}

/**
 * The rate limits of Feishu's queues under given limits.
 * A correction reads before it sends, and is read back on the other queue: two queries for one update. So the limit of
 * the query is the one that binds, and corrections have half of it. Reading back has a little more than the other half,
 * or what once waits there would wait until the end; together the gates keep both within the limit.
 */
export function feishuRateLimits(
  limits: Readonly<Record<LimitedApi, CallLimit>>,
): Readonly<Record<LimitedQueue, RateLimit>> {
  return {
    'feishu-withdraw': rateWithin(limits.withdraw),
    'feishu-reconciliation': rateWithin(limits.reconciliation),
    'feishu-lump-sum-update': rateWithin(limits.lumpSumQuery, 1 / 2),
    'feishu-lump-sum-query': rateWithin(limits.lumpSumQuery, 3 / 5),
  };
}

export const FEISHU_RATE_LIMITS = feishuRateLimits(FEISHU_LIMITS);
