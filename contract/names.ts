import { wellFormed } from './text.ts';

/** The task queue every workflow of ours runs on. */
export const PAYOUTS_TASK_QUEUE = 'payouts';

/** The query every workflow of ours answers with the head and what is known of its result, open or closed. */
export const PAYOUT_QUERY = 'payout';

/**
 * The workflow that tells the owner of one event of a payout. Not for others to start; it is listed by this type, and the
 * failed ones are the events that were never delivered.
 */
export const OUTCOME_WEBHOOK = 'outcomeWebhook';

/** Memo members of a delivery: the type of its event, and the event's number within the run. */
export const OUTCOME_EVENT_MEMO = 'outcomeEvent';
export const OUTCOME_SEQUENCE_MEMO = 'outcomeSequence';

/** Memo member that holds the digest of what a run was asked to pay (see `identity.ts`). */
export const INPUT_DIGEST_MEMO = 'payoutInputDigest';

/**
 * Activity task queues: one for each provider limit and profile, so that a limit is kept for the whole fleet and
 * one tenant's backlog never delays another's.
 */
export type ProviderQueue =
  | 'feishu-withdraw'
  | 'feishu-reconciliation'
  | 'feishu-lump-sum-update'
  | 'feishu-lump-sum-query'
  | 'wallet'
  | 'allinpay'
  | 'allinpay-send'
  | 'outcome-webhook';

/** @returns e.g. `payouts/default/feishu-withdraw`; well-formed, or no server could be asked for it */
export function providerTaskQueue(profile: string, queue: ProviderQueue): string {
  return `${PAYOUTS_TASK_QUEUE}/${wellFormed(profile)}/${queue}`;
}
