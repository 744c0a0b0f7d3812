/** The workflow types other services start, by string. */
export const workflowTypes = {
  referralWithdrawal: 'referralWithdrawal',
  allinpayWithdrawal: 'allinpayWithdrawal',
  allinpayBalance: 'allinpayBalance',
} as const;

export type Flow = keyof typeof workflowTypes;

/** Flows that move money: their workflow id is their lock. */
export type MoneyFlow = Exclude<Flow, 'allinpayBalance'>;

/** The task queue every workflow of ours runs on. */
export const PAYOUTS_TASK_QUEUE = 'payouts';

/** The query every workflow of ours answers with the head and what is known of its result, open or closed. */
export const PAYOUT_QUERY = 'payout';

/** Memo member that holds the digest of what a run was asked to pay (see `identity.ts`). */
export const INPUT_DIGEST_MEMO = 'payoutInputDigest';

/**
 * Activity task queues: one for each provider limit and profile, so that a limit is kept for the whole fleet and
 * one tenant's backlog never delays another's.
 */
export type ProviderQueue = 'feishu-withdraw' | 'feishu-reconciliation' | 'wallet' | 'allinpay';

/** @returns e.g. `payouts/default/feishu-withdraw` */
export function providerTaskQueue(profile: string, queue: ProviderQueue): string {
  return `${PAYOUTS_TASK_QUEUE}/${profile}/${queue}`;
}
