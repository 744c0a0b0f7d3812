import type { Withdrawn } from '../../contract/flows/referralWithdrawal.ts';

/** ms that the clocks of Feishu and of the server may lie apart */
const CLOCKS_APART = 5 * 60_000;

/** What must show that a withdrawal was made for this order and account before it is credited. */
export type Proof = 'none' | 'comparison' | 'person';

export interface Answered {
  /** the run is no reset one, and the server knows no other of its id */
  readonly firstRun: boolean;
  /** ms */
  readonly withdrawnAt: number;
  /** ms */
  readonly startedAt: number;
}

/**
 * Whether what Feishu answered may have been withdrawn before this run, for whatever account. Only in the first run of
 * an id does a fresh time say no: an earlier run may have ended a moment ago, and have been of another account.
 */
export function mayBeReplay({ firstRun, withdrawnAt, startedAt }: Answered): boolean {
  return !firstRun || withdrawnAt < startedAt - CLOCKS_APART;
}

/**
 * Reconciliation knows points alone. A comparison of zero points agrees with every account that withdrew nothing then,
 * so it shows nothing of cash.
 */
export function proofNeeded(answered: Answered & { readonly withdrawn: Withdrawn }): Proof {
  const { points, cash } = answered.withdrawn;
  if (!mayBeReplay(answered) || (points === 0 && cash.length === 0)) return 'none';
  return points > 0 ? 'comparison' : 'person';
}
