import type { SubmitAnswer } from '../../activities/allinpay/index.ts';
import type { Refusal } from '../../activities/refusal.ts';
import { UNSERVED_AFTER } from '../calls.ts';
import { NotSent } from '../notSent.ts';
import { queueAgain, troubles } from '../patience.ts';
import { confirmRefusal, findOut } from './findOut.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';
import { take, trySubmit } from './trySubmit.ts';

/** 3 is "failed, see the message": a catch-all that may hide an order that exists. */
const CATCH_ALL = '3';

/** Brings the order to the provider, once; returns when it is known that the provider has it. */
export async function submit(payout: AllinpayPayout, order: AllinpayOrder): Promise<void> {
  const notSent = new NotSent();
  let patience = UNSERVED_AFTER;
  for (;;) {
    payout.endIfStopped();
    payout.cancellable = false;
    payout.become('submitting');
    const begunAt = new Date().toISOString();
    const ended = await trySubmit(payout, order, { patience });
    switch (ended.kind) {
      case 'answered':
        payout.clear(...troubles);
        return ended.answer.outcome === 'refused'
          ? refused(payout, order, ended.answer)
          : take(payout, order, ended.answer);
      case 'unstarted':
        payout.cancellable = true;
        payout.clear('settings');
        patience = await queueAgain(payout, 'allinpay', patience);
        break;
      case 'notSent':
        payout.cancellable = true;
        payout.clear('settings');
        await notSent.wait(payout, ended);
        break;
      case 'settings':
        payout.cancellable = true;
        await notSent.waitForSettings(payout, ended.message);
        break;
      case 'unknown':
        order.planFrom = ended.details.sentAt ?? begunAt;
        if (ended.details.because === undefined) order.submittedAt = order.planFrom;
        return findOut(payout, order, ended.message);
      case 'providerDown':
      case 'interrupted':
        order.planFrom = begunAt;
        return findOut(payout, order, 'the call that sends the order ended without word');
    }
  }
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
