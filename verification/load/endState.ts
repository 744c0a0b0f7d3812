import { concurrently } from '../../clients/concurrently.ts';
import {
  orderIdOf,
  PayoutFailedError,
  workflowIdOfRequest,
  type PayoutRequest,
  type PayoutResult,
} from '../../clients/index.ts';
import type { Effect, Ledger } from '../../sandbox/index.ts';
import type { RealWorld } from '../../test/harness/realWorld.ts';

/** How one payout ended, in texts that two runs of the same input can be compared by: no ids and times of a provider. */
export interface End {
  readonly status: string;
  /** what the payout says of its money */
  readonly told: string;
  /** what the providers' and the wallet's books say of it */
  readonly booked: string;
  /** how often money was paid out, or credited, for it */
  readonly paid: readonly number[];
  /** whose word it ended by */
  readonly statedBy?: string | undefined;
}

export type Ends = ReadonlyMap<string, End>;

const READ_AT_ONCE = 16;

/** Reads how payouts ended that are all closed. @throws where one was ended from outside, or cannot be read */
export async function readEnds(world: RealWorld, requests: readonly PayoutRequest[]): Promise<Ends> {
  const books = booksOf(world.sandbox.ledger());
  const ends = await concurrently(requests, READ_AT_ONCE, async (request) => {
    const { type, result } = await closed(world, workflowIdOfRequest(request));
    const effects = bookedFor(books, request);
    const end: End = {
      status: `${result.status}${type === '' ? '' : ` (${type})`}`,
      told: JSON.stringify(toldBy(result)),
      booked: JSON.stringify(effects.map(plain).sort()),
      paid: paidTimes(effects),
      statedBy: result.statedBy,
    };
    return [orderIdOf(request), end] as const;
  });
  return new Map(ends);
}

async function closed(world: RealWorld, workflowId: string): Promise<{ type: string; result: PayoutResult }> {
  try {
    return { type: '', result: await world.payouts.payout(workflowId).result() };
  } catch (error) {
    if (!(error instanceof PayoutFailedError) || error.result === undefined) throw error;
    return { type: error.type, result: error.result };
  }
}

function toldBy(result: PayoutResult): unknown {
  if ('orderId' in result) {
    const { asked, settled, failed, pending, fee, details } = result;
    const lines = details.map(({ amount, status, arrived }) => [amount, status, arrived]);
    return { asked, settled, failed, pending, fee, lines };
  }
  if ('externalOrderId' in result) {
    const { withdrawn, credited, reconciliation } = result;
    return {
      withdrawn,
      credited: credited === null ? null : [credited.points, credited.cash],
      reconciliation: [reconciliation?.status, reconciliation?.ours, reconciliation?.provider],
    };
  }
  const records = result.records.map(({ outcome, changes, problems }) => [
    outcome,
    changes.map(({ before, after }) => [before, after]),
    problems.map(({ code }) => code),
  ]);
  return { counts: result.counts, records };
}

type Books = ReadonlyMap<string, readonly Effect[]>;

function booksOf({ effects }: Ledger): Books {
  const books = new Map<string, Effect[]>();
  for (const effect of effects) {
    const entry = books.get(effect.orderId);
    if (entry === undefined) books.set(effect.orderId, [effect]);
    else entry.push(effect);
  }
  return books;
}

/** Effects on bonuses are booked under the record, all others under the order. */
function bookedFor(books: Books, request: PayoutRequest): Effect[] {
  if (request.flow !== 'lumpSumCorrection') return [...(books.get(orderIdOf(request)) ?? [])];
  const effects = request.input.records.flatMap(({ id }) => books.get(id) ?? []);
  return effects.filter(({ kind }) => kind !== 'feishu.lumpSumCreated');
}

function plain(effect: Effect): string {
  switch (effect.kind) {
    case 'allinpay.withdrawal':
      return `${effect.kind} ${effect.account} ${effect.amount}`;
    case 'allinpay.settlement':
      return `${effect.kind} ${effect.account} ${effect.status} ${effect.amount} ${effect.fee} ${effect.arrived}`;
    case 'feishu.reward':
    case 'feishu.withdrawal':
    case 'wallet.credit':
      return `${effect.kind} ${effect.points} ${JSON.stringify(effect.cash)}`;
    case 'feishu.lumpSumCreated':
    case 'feishu.lumpSumRemoved':
      return effect.kind;
    case 'feishu.lumpSumCorrected': {
      const changes = effect.changes.map(({ field, before, after }) => [field, before, after]);
      return `${effect.kind} ${JSON.stringify(changes)} +${effect.added.length} -${effect.dropped.length}`;
    }
  }
}

/** Of each thing that must happen once at most, how often it did. */
function paidTimes(effects: readonly Effect[]): number[] {
  const times = new Map<string, number>();
  for (const effect of effects) {
    const once = `${effect.kind} ${effect.orderId} ${effect.account}`;
    times.set(once, (times.get(once) ?? 0) + 1);
  }
  return [...times.values()];
}

/** The orders whose ends differ in what `of` takes of them, each with both. */
export function differences(calm: Ends, rough: Ends, of: (end: End) => string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [order, end] of calm) {
    const other = rough.get(order);
    const [before, after] = [of(end), other === undefined ? 'nothing' : of(other)];
    if (before !== after) found.set(order, `${order} ${before} → ${after}`);
  }
  return found;
}

/** How many ended with each status. */
export function statusCounts(ends: Ends): string {
  const counts = new Map<string, number>();
  for (const { status } of ends.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .sort()
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}
