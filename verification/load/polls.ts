import type { Ledger } from '../../sandbox/index.ts';

/** How the look-ups of many orders were spread over a time. */
export interface PollTimes {
  /** orders that were looked up in it */
  readonly polled: number;
  /** ms, of any order: without a look-up */
  readonly longest: number;
  /** ms, of any order: between two look-ups */
  readonly shortest: number;
  readonly calls: number;
}

/** ms since 1970 */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/**
 * Reads the times of planned polls from the provider's calls. The look-up before the send is none. What happened before
 * the time began does not count: an order that was waiting by then is waited for since.
 */
export function pollTimes({ calls }: Pick<Ledger, 'calls'>, { from, until }: Window): PollTimes {
  const last = new Map<string, number>();
  const polled = new Set<string>();
  let [longest, shortest, count] = [0, Infinity, 0];
  for (const { api, orderId = '', at } of calls) {
    const time = Date.parse(at);
    if (time > until) continue;
    const before = last.get(orderId);
    const isPoll = api === 'allinpay.withdrawResultQuery' && before !== undefined;
    if (!isPoll && api !== 'allinpay.withdraw') continue;
    last.set(orderId, Math.max(time, from));
    if (!isPoll || time < from) continue;
    longest = Math.max(longest, time - before);
    if (polled.has(orderId)) shortest = Math.min(shortest, time - before);
    polled.add(orderId);
    count += 1;
  }
  // An order that is waited for since long, and was not asked for again, starves as well.
  for (const time of last.values()) longest = Math.max(longest, until - time);
  return { polled: polled.size, longest, shortest, calls: count };
}

/** How many orders were looked up so often at least since then, the look-up before the send not counted. */
export function polledTimes({ calls }: Pick<Ledger, 'calls'>, times: number, since: number): number {
  const polls = new Map<string, number>();
  for (const { api, orderId = '', at } of calls) {
    if (api === 'allinpay.withdraw') polls.set(orderId, polls.get(orderId) ?? 0);
    const before = polls.get(orderId);
    if (api !== 'allinpay.withdrawResultQuery' || before === undefined || Date.parse(at) < since) continue;
    polls.set(orderId, before + 1);
  }
  return [...polls.values()].filter((count) => count >= times).length;
}
