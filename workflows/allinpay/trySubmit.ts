import { workflowInfo } from '@temporalio/workflow';
import type { SubmitAnswer, SubmitRequest } from '../../activities/allinpay/index.ts';
import type { Notice } from '../../activities/notice.ts';
import { activitiesFor, endOf, UNSERVED_AFTER, type Ended } from '../calls.ts';
import { decideConflict } from './conflict.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

interface Submission {
  readonly patience?: number;
  readonly send?: SubmitRequest['send'];
  readonly resubmit?: boolean;
}

/** One call that looks the order up and, where it may, sends it. One try, whatever happens. */
export async function trySubmit(
  payout: AllinpayPayout,
  { input, details }: AllinpayOrder,
  { patience = UNSERVED_AFTER, send = input.send, resubmit = false }: Submission,
): Promise<Ended<SubmitAnswer & Notice>> {
  const { orderId, summary: text } = input;
  const summary =
    send === 'never' ? `look order ${orderId} up` : `look order ${orderId} up, send it if unknown`;
  const options = { profile: payout.profile, queue: 'allinpay', summary, tries: 'one', patience } as const;
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  const request = {
    orderId,
    details,
    send,
    resubmit,
    originalRunId,
    ...(text === undefined ? {} : { summary: text }),
  };
  const ended = await endOf(() => activitiesFor(options).submitAllinpayWithdrawal(request), patience);
  if (ended.kind === 'answered') payout.outcomes.hear(ended.answer);
  return ended;
}

/** The provider has the order: it took it now, had it before, or has one that a person then decides on. */
export async function take(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  answer: Exclude<SubmitAnswer, { outcome: 'refused' }>,
): Promise<void> {
  if (answer.outcome === 'conflict') {
    await decideConflict(payout, order, answer);
    return;
  }
  if (answer.outcome === 'sent') order.submittedAt = answer.at;
  order.accept(answer.details, answer.at, answer.nextPollAt);
}
