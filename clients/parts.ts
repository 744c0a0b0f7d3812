import type { PayoutSummary } from './description.ts';
import type { PayoutFilter } from './payoutFilter.ts';

// What the steps of a PayoutsClient ask of it: it has them all, and a test makes what its step needs.

/** Finds payouts by the server's index. */
export interface Lists {
  /** The newest that match, at most `limit`. */
  list(filter?: PayoutFilter, limit?: number): Promise<PayoutSummary[]>;
  /** How many runs match; several runs of one id count each. */
  count(filter?: PayoutFilter): Promise<number>;
}

/** Gives up on the server after a time. */
export interface KeepsDeadlines {
  /** Makes the server calls of `call` fail when `milliseconds` have passed. */
  within<T>(milliseconds: number, call: () => Promise<T>): Promise<T>;
}
