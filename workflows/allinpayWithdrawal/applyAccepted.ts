import type { SubmitAnswer } from '../../activities/allinpay/index.ts';
import { decideConflict } from './conflict.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

/** The provider has the order: it took it now, had it before, or has one that a person then decides on. */
export async function applyAccepted(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  answer: Exclude<SubmitAnswer, { outcome: 'refused' }>,
): Promise<void> {
  if (answer.outcome === 'conflict') {
    await decideConflict(payout, order, order.conflictOf(answer));
    return;
  }
  if (answer.outcome === 'sent') order.submittedAt = answer.at;
  order.accept(answer, answer.at, answer.nextPollAt);
}
