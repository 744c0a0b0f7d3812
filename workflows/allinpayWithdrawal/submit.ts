import { workflowInfo } from '@temporalio/workflow';
import type { SubmitAnswer } from '../../activities/allinpay/index.ts';
import type { Refusal } from '../../rules/refusal.ts';
import { UnsentAttempts } from '../calls/unsent.ts';
import { applyAccepted } from './applyAccepted.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';
import { confirmRefusal, resolveUnknown } from './resolveUnknown.ts';
import { trySubmit } from './trySubmit.ts';

/** 3 is "failed, see the message": a catch-all that may hide an order that exists. */
const CATCH_ALL = '3';

/** Brings the order to the provider, once; returns when it is known that the provider has it. */
export async function submit(payout: AllinpayPayout, order: AllinpayOrder): Promise<void> {
  const unsent = new UnsentAttempts(payout, readiness(order));
  for (;;) {
    const begunAt = new Date().toISOString();
    const result = await trySubmit(payout, order);
    switch (result.kind) {
      case 'answered':
        return result.answer.outcome === 'refused'
          ? refused(payout, order, result.answer)
          : applyAccepted(payout, order, result.answer);
      case 'notSent':
        await unsent.wait(result);
        break;
      case 'blocked':
        if (!result.nothingSent) {
          order.planFrom = begunAt;
          return resolveUnknown(payout, order, result.message);
        }
        await unsent.wait(result);
        break;
      case 'maybeSent':
        order.planFrom = result.details.sentAt ?? begunAt;
        if (result.details.because === undefined) order.submittedAt = order.planFrom;
        return resolveUnknown(payout, order, result.message);
      case 'interrupted':
        // Where nobody serves the queue and the payout is not stopped, the call is made anew.
        break;
    }
  }
}

function readiness({ input }: AllinpayOrder): ConstructorParameters<typeof UnsentAttempts>[1] {
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  const { orderId, send } = input;
  return {
    queue: 'allinpay',
    source: 'allinpay-send',
    run: (activities, request) => activities.untilAllinpayReady({ ...request, orderId, send, originalRunId }),
  };
}

/** @throws `PayoutRejected`, at once or when a catch-all refusal has been confirmed */
async function refused(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  { refusal, at }: Extract<SubmitAnswer, { outcome: 'refused' }>,
): Promise<void> {
  order.problems = [refusal];
  if (refusal.code !== CATCH_ALL) throw rejected(payout, refusal);
  order.planFrom = at;
  order.submittedAt = at;
  await confirmRefusal(payout, order, () => rejected(payout, refusal));
}

function rejected(payout: AllinpayPayout, { code, message }: Refusal): Error {
  return payout.ended('PayoutRejected', 'rejected', `Allinpay refused: ${code} ${message}`);
}
