import type { PollAnswer } from '../../activities/allinpay/index.ts';
import type { Resolution } from '../../contract/updates.ts';
import { decideConflict } from './conflict.ts';
import { nextNews } from './news.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';
import { trySubmit } from './submit.ts';

/**
 * The order may be at the provider and nobody knows. It is looked up by the plan and never sent again by itself; a
 * person is called when the first planned poll does not know it. Returns when it turns up.
 *
 * @throws `Cancelled` when a person states that it was not submitted
 */
export async function findOut(payout: AllinpayPayout, order: AllinpayOrder, why: string): Promise<void> {
  payout.become('outcomeUnknown');
  for (;;) {
    const asked = payout.isRaised('outcomeUnknown');
    const news = await nextNews(payout, order, asked ? 'find' : 'confirm');
    switch (news.outcome) {
      case 'answered':
        found(order, news);
        return;
      case 'conflict':
        await decideConflict(payout, order, news);
        return;
      case 'notKnown':
        if (news.planned && !asked)
          callForPerson(payout, `${why}. The provider does not know the order: ${news.message}`);
        break;
      case 'decided':
        if (await carryOut(payout, order, news.resolution)) return;
        break;
      case 'timeIsUp':
        break;
    }
  }
}

/**
 * A refusal that says too little is believed only when the first planned poll does not know the order either. Returns
 * when the order turns up all the same. @throws what `refusal` makes
 */
export async function confirmRefusal(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  refusal: () => Error,
): Promise<void> {
  payout.become('confirmingRefusal');
  for (;;) {
    const news = await nextNews(payout, order, 'confirm');
    switch (news.outcome) {
      case 'answered':
        found(order, news);
        return;
      case 'conflict':
        await decideConflict(payout, order, news);
        return;
      case 'notKnown':
        if (news.planned) throw refusal();
        break;
      case 'decided':
      case 'timeIsUp':
        break;
    }
  }
}

function found(
  order: AllinpayOrder,
  { details, at, nextPollAt }: Extract<PollAnswer, { outcome: 'answered' }>,
): void {
  order.accept(details, at, nextPollAt);
}

function callForPerson(payout: AllinpayPayout, message: string): void {
  payout.raise('outcomeUnknown', ['resubmit', 'notSubmitted'], message, 'outcomeUnknown');
}

/** Both decisions look once more first: what the provider knows by now outweighs them. @returns whether it has the order */
async function carryOut(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  resolution: Resolution,
): Promise<boolean> {
  const { decision, by } = resolution;
  const resubmit = decision === 'resubmit';
  if (!resubmit && decision !== 'notSubmitted') return false;
  const ended = await trySubmit(payout, order, resubmit ? { send: 'once', resubmit } : { send: 'never' });
  const notDone = (why: string): false => {
    callForPerson(payout, `${decision} by ${by} was not carried out: ${why}`);
    return false;
  };
  switch (ended.kind) {
    case 'answered':
      return taken();
    case 'unknown':
      if (ended.details.because === 'sendNever') {
        order.statedBy = by;
        throw payout.ended('Cancelled', 'cancelled', `${by} stated that the order was not submitted`);
      }
      if (ended.details.because !== undefined) return notDone(ended.message);
      return sentAgain(ended.details.sentAt, ended.message);
    case 'notSent':
    case 'settings':
    case 'providerDown':
      return notDone(ended.message);
    case 'unstarted':
      return notDone('no worker took the call');
    case 'interrupted':
      return notDone('the call was interrupted');
  }

  async function taken(): Promise<boolean> {
    if (ended.kind !== 'answered') return false;
    const { answer } = ended;
    if (answer.outcome === 'conflict') {
      await decideConflict(payout, order, answer);
      return true;
    }
    if (answer.outcome === 'refused') {
      const { code, message } = answer.refusal;
      order.planFrom = answer.at;
      callForPerson(
        payout,
        `sent again by ${by} and refused (${code} ${message}); that says nothing of the first time`,
      );
      return false;
    }
    if (answer.outcome === 'sent') order.submittedAt = answer.at;
    order.accept(answer.details, answer.at, answer.nextPollAt);
    return true;
  }

  function sentAgain(sentAt: string | undefined, message: string): false {
    order.planFrom = sentAt ?? new Date().toISOString();
    order.submittedAt = order.planFrom;
    callForPerson(payout, `sent again by ${by}, and the outcome is unknown again: ${message}`);
    return false;
  }
}
