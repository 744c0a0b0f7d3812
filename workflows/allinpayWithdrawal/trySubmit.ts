import { workflowInfo } from '@temporalio/workflow';
import type { SubmitAnswer, SubmitRequest } from '../../activities/allinpay/index.ts';
import type { Signed } from '../../activities/sentBy.ts';
import type { Notice } from '../../activities/webhook/notice.ts';
import { callProvider, type CallResult, type ProviderCall } from '../calls/callProvider.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

type Submission = Pick<SubmitRequest, 'send' | 'resubmit'>;
type Call = ProviderCall<SubmitAnswer & Notice & Signed>;
type Result = CallResult<SubmitAnswer & Signed>;

/** Looks the order up and, where the provider does not know it, sends it. One try, whatever happens. */
export async function trySubmit(payout: AllinpayPayout, order: AllinpayOrder): Promise<Result> {
  const result = await callProvider(payout, {
    ...submission(order, { send: order.input.send, resubmit: false }),
    sending: {
      isMarked: true,
      begins: () => {
        payout.cancellable = false;
        payout.become('submitting');
      },
      sentNothing: () => {
        payout.cancellable = true;
      },
    },
  });
  return learnt(order, result);
}

/** The same for a decision: it is carried out now or not at all, and nothing is taken back meanwhile. */
export async function submitAsDecided(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  decided: Submission,
): Promise<Result> {
  const nothing = (): void => undefined;
  const result = await callProvider(payout, {
    ...submission(order, decided),
    onNeverStarted: 'return',
    sending: { isMarked: true, begins: nothing, sentNothing: nothing },
  });
  return learnt(order, result);
}

/** Keeps what a call tells beside its answer: who sent, and the names of our accounts. */
function learnt(order: AllinpayOrder, result: Result): Result {
  if (result.kind === 'answered') {
    const { answer } = result;
    order.sentBy = answer.sentBy ?? order.sentBy;
    if (answer.outcome === 'found' || answer.outcome === 'conflict')
      order.names = answer.names ?? order.names;
  }
  // An answer that was lost is known to have been sent, and by what.
  if (result.kind === 'maybeSent') order.sentBy = result.details.sentBy ?? order.sentBy;
  return result;
}

function submission(
  { input, handedOver }: AllinpayOrder,
  { send, resubmit }: Submission,
): Omit<Call, 'sending'> {
  const { orderId, summary } = input;
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  return {
    queue: 'allinpay-send',
    summary: send === 'never' ? `look order ${orderId} up` : `look order ${orderId} up, send it if unknown`,
    retries: 'one',
    onOutage: 'return',
    run: (activities) =>
      activities.submitAllinpayWithdrawal({
        orderId,
        ...handedOver,
        send,
        resubmit,
        originalRunId,
        ...(summary === undefined ? {} : { summary }),
      }),
  };
}
