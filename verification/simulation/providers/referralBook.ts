import type { World } from '../engine/world.ts';
import type { Asked } from './allinpayBook.ts';

export interface Cash {
  readonly currency: string;
  readonly fen: number;
}

/** What one order took out of an account, in the provider's own books. */
export interface Taken {
  readonly orderId: string;
  readonly accountId: string;
  readonly points: number;
  readonly cash: readonly Cash[];
  /** ms */
  readonly transTime: number;
  /** ms: reconciliation does not count it before */
  readonly countedFrom: number;
  /** the call that asked for it; undefined for what others took */
  readonly asked: Asked | undefined;
}

interface Account {
  points: number;
  cash: readonly Cash[];
  closed: boolean;
}

/** ms: what others took, they took well before the payout that is simulated. */
const LONG_AGO = 3600_000;

/** Feishu's referral accounts. An order id is taken once: repeated, it gives what it gave the first time. */
export class ReferralBook {
  readonly taken: Taken[] = [];
  readonly #world: World;
  readonly #accounts = new Map<string, Account>();
  #lastTime = 0;

  constructor(world: World) {
    this.#world = world;
  }

  open(accountId: string, points: number, cash: readonly Cash[]): void {
    this.#accounts.set(accountId, { points, cash, closed: false });
  }

  /** A reward that comes in later. */
  reward(accountId: string, points: number): void {
    const account = this.#accounts.get(accountId);
    if (account !== undefined) account.points += points;
  }

  close(accountId: string): void {
    const account = this.#accounts.get(accountId);
    if (account === undefined) return;
    account.closed = true;
    this.#world.trace.say(`account ${accountId} is closed`);
  }

  of(orderId: string): Taken | undefined {
    return this.taken.find((taken) => taken.orderId === orderId);
  }

  isClosed(accountId: string): boolean {
    return this.#accounts.get(accountId)?.closed === true;
  }

  /** @returns what was taken, or the code it is refused by */
  withdraw(
    accountId: string,
    orderId: string,
    kinds: { readonly points: boolean; readonly cash: boolean },
    asked?: Asked,
  ): Taken | number {
    const account = this.#accounts.get(accountId);
    if (account === undefined) return 1002553;
    if (account.closed) return 1002555;
    const before = this.of(orderId);
    if (before !== undefined) return before;
    const { timeline, random, trace } = this.#world;
    const transTime =
      asked === undefined ? timeline.now - LONG_AGO : Math.max(timeline.now, this.#lastTime + 2);
    this.#lastTime = Math.max(this.#lastTime, transTime);
    const lag = random.chance(850) ? 0 : random.span(1000, 20 * 60_000);
    const taken: Taken = {
      orderId,
      accountId,
      points: kinds.points ? account.points : 0,
      cash: kinds.cash ? account.cash : [],
      transTime,
      countedFrom: transTime + lag,
      asked,
    };
    if (kinds.points) account.points = 0;
    if (kinds.cash) account.cash = [];
    this.taken.push(taken);
    trace.say(`taken ${orderId} ${taken.points} points out of ${accountId}`);
    return taken;
  }

  /** Points that left accounts in a window, both ends included, by account. */
  pointsBetween(from: number, to: number): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const { accountId, points, transTime, countedFrom } of this.taken) {
      if (
        transTime < from ||
        transTime > to ||
        (this.#world.stormy && countedFrom > this.#world.timeline.now)
      )
        continue;
      sums.set(accountId, (sums.get(accountId) ?? 0) + points);
    }
    return sums;
  }
}
