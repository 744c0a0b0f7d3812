import { workflowInfo } from '@temporalio/workflow';
import type { SubmitAnswer, SubmitRequest } from '../../activities/allinpay/index.ts';
import type { Notice } from '../../activities/notice.ts';
import { callProvider, type CallResult, type ProviderCall } from '../callProvider.ts';
import { decideConflict } from './conflict.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

type Submission = Pick<SubmitRequest, 'send' | 'resubmit'>;
type Call = ProviderCall<SubmitAnswer & Notice>;

/** Looks the order up and, where the provider does not know it, sends it. One try, whatever happens. */
export function trySubmit(payout: AllinpayPayout, order: AllinpayOrder): Promise<CallResult<SubmitAnswer>> {
  return callProvider(payout, {
    ...submission(order, { send: order.input.send, resubmit: false }),
    sending: {
      begins: () => {
        payout.cancellable = false;
        payout.become('submitting');
      },
      sentNothing: () => {
        payout.cancellable = true;
      },
    },
  });
}

/** The same for a decision: it is carried out now or not at all, and nothing is taken back meanwhile. */
export function submitAsDecided(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  decided: Submission,
): Promise<CallResult<SubmitAnswer>> {
  const nothing = (): void => undefined;
  return callProvider(payout, {
    ...submission(order, decided),
    onNeverStarted: 'return',
    sending: { begins: nothing, sentNothing: nothing },
  });
}

function submission(
  { input, details }: AllinpayOrder,
  { send, resubmit }: Submission,
): Omit<Call, 'sending'> {
  const { orderId, summary } = input;
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  return {
    queue: 'allinpay',
    summary: send === 'never' ? `look order ${orderId} up` : `look order ${orderId} up, send it if unknown`,
    retries: 'one',
    onTrouble: 'return',
    run: (activities) =>
      activities.submitAllinpayWithdrawal({
        orderId,
        details,
        send,
        resubmit,
        originalRunId,
        ...(summary === undefined ? {} : { summary }),
      }),
  };
}

/** The provider has the order: it took it now, had it before, or has one that a person then decides on. */
export async function applyAccepted(
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
