import type { SubmitAnswer } from '../../activities/allinpay/index.ts';
import type { Refusal } from '../../activities/refusal.ts';
import type { Decision } from '../../contract/attention.ts';
import { UNSERVED_AFTER, type Ended } from '../calls.ts';
import { backOff, queueAgain, troubles } from '../patience.ts';
import { confirmRefusal, findOut } from './findOut.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';
import { take, trySubmit } from './trySubmit.ts';

const SIX_HOURS = 6 * 3600_000;
/** 3 is "failed, see the message": a catch-all that may hide an order that exists. */
const CATCH_ALL = '3';
/** What `cancel` and `retry` can do while nothing was sent. */
const BEFORE_SENDING: readonly Decision[] = ['retry', 'cancel'];

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
        notSent.answered(payout);
        payout.raise('settings', BEFORE_SENDING, ended.message);
        await payout.wait(() => payout.inbox.hasResolution);
        payout.inbox.takeResolution();
        payout.raise('settings', [], ended.message);
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

/** Waits between tries that sent nothing; calls for a person after six hours without an answer of use. */
class NotSent {
  #times = 0;
  #silentSince: number | undefined;

  async wait(
    payout: AllinpayPayout,
    { message, silent, waitMs = 0 }: Extract<Ended<never>, { kind: 'notSent' }>,
  ): Promise<void> {
    this.#times += 1;
    if (silent) this.#silentSince ??= Date.now();
    else this.answered(payout);
    const silentFor = Date.now() - (this.#silentSince ?? Date.now());
    if (silentFor >= SIX_HOURS) payout.raise('providerDown', BEFORE_SENDING, message);
    await payout.wait(() => payout.inbox.hasResolution, Math.max(backOff(this.#times), waitMs));
    payout.inbox.takeResolution();
    if (payout.isRaised('providerDown')) payout.raise('providerDown', [], message);
  }

  /** The provider says something again, if only that it will not have the call. */
  answered(payout: AllinpayPayout): void {
    this.#silentSince = undefined;
    payout.clear('providerDown');
  }
}
