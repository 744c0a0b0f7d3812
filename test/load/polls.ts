import type { Ledger } from '../../sandbox/index.ts';

/** How the look-ups of many orders were spread. */
export interface PollTimes {
  /** orders that were looked up at least once after they were sent */
  readonly polled: number;
  /** ms, of any order: between two look-ups, and from the send to the first one */
  readonly longest: number;
  readonly shortest: number;
  readonly calls: number;
}

/**
 * Reads the times of planned polls from the provider's calls. The look-up before the send is none.
 * @param until ms since 1970: what came later, when orders were settled, is left out
 */
export function pollTimes({ calls }: Pick<Ledger, 'calls'>, until: number): PollTimes {
  const last = new Map<string, number>();
  const polled = new Set<string>();
  let [longest, shortest, count] = [0, Infinity, 0];
  for (const { api, orderId = '', at } of calls) {
    const time = Date.parse(at);
    if (time > until) continue;
    if (api === 'allinpay.withdraw') last.set(orderId, time);
    const before = last.get(orderId);
    if (api !== 'allinpay.withdrawResultQuery' || before === undefined) continue;
    const gap = time - before;
    longest = Math.max(longest, gap);
    if (polled.has(orderId)) shortest = Math.min(shortest, gap);
    polled.add(orderId);
    last.set(orderId, time);
    count += 1;
  }
  // An order that is waited for since long, and was not asked for again, starves as well.
  for (const time of last.values()) longest = Math.max(longest, until - time);
  return { polled: polled.size, longest, shortest, calls: count };
}

/** How many orders were looked up so often at least, the look-up before the send not counted. */
export function polledTimes({ calls }: Pick<Ledger, 'calls'>, times: number): number {
  const polls = new Map<string, number>();
  for (const { api, orderId = '' } of calls) {
    if (api === 'allinpay.withdraw') polls.set(orderId, polls.get(orderId) ?? 0);
    const before = polls.get(orderId);
    if (api === 'allinpay.withdrawResultQuery' && before !== undefined) polls.set(orderId, before + 1);
  }
  return [...polls.values()].filter((count) => count >= times).length;
}
