import type { Resolution } from '../../contract/updates.ts';
import { troubles } from '../patience.ts';
import { decideConflict } from './conflict.ts';
import { nextNews, type News } from './news.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';
import { take, trySubmit } from './trySubmit.ts';

/**
 * The order may be at the provider and nobody knows. It is looked up by the plan and never sent again by itself; a
 * person is called when the first planned poll does not know it. Returns when it turns up.
 *
 * @throws `Cancelled` when a person states that it was not submitted
 */
export async function findOut(payout: AllinpayPayout, order: AllinpayOrder, why: string): Promise<void> {
  payout.become('outcomeUnknown', ...troubles);
  let reason = why;
  for (;;) {
    const asked = payout.isRaised('outcomeUnknown');
    const news = await nextNews(payout, order, asked ? 'find' : 'confirm');
    if (await turnedUp(payout, order, news)) return;
    if (news.outcome === 'notKnown' && news.planned && !asked) {
      callForPerson(payout, `${reason}. The provider does not know the order: ${news.message}`);
    }
    if (news.outcome === 'decided') {
      const still = await carryOut(payout, order, news.resolution);
      if (still === undefined) return;
      reason = still;
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
    if (await turnedUp(payout, order, news)) return;
    if (news.outcome === 'notKnown' && news.planned) throw refusal();
  }
}

/** @returns whether the provider has the order: ours, or one that a person took over in its place */
async function turnedUp(payout: AllinpayPayout, order: AllinpayOrder, news: News): Promise<boolean> {
  switch (news.outcome) {
    case 'answered':
      order.accept(news.details, news.at, news.nextPollAt);
      return true;
    case 'conflict':
      await decideConflict(payout, order, news);
      return true;
    case 'notKnown':
    case 'decided':
    case 'timeIsUp':
      return false;
  }
}

function callForPerson(payout: AllinpayPayout, message: string): void {
  payout.raise('outcomeUnknown', ['resubmit', 'notSubmitted'], message, 'outcomeUnknown');
}

/**
 * Both decisions look once more first: what the provider knows by now outweighs them.
 *
 * @returns why it is still unknown whether the provider has the order, or undefined when it has it
 */
async function carryOut(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  { decision, by }: Resolution,
): Promise<string | undefined> {
  const resubmit = decision === 'resubmit';
  if (!resubmit && decision !== 'notSubmitted') return `${by} decided ${decision}`;
  const ended = await trySubmit(payout, order, resubmit ? { send: 'once', resubmit } : { send: 'never' });
  const notDone = (why: string): string => {
    const message = `${decision} by ${by} was not carried out: ${why}`;
    callForPerson(payout, message);
    return message;
  };
  switch (ended.kind) {
    case 'answered': {
      const { answer } = ended;
      if (answer.outcome !== 'refused') {
        if (answer.outcome === 'sent') order.resubmittedBy = by;
        await take(payout, order, answer);
        return undefined;
      }
      const { code, message } = answer.refusal;
      const refused = `sent again by ${by} and refused (${code} ${message}), which says nothing of the first time`;
      return sentAgain(payout, order, { by, at: answer.at }, refused);
    }
    case 'unknown':
      if (ended.details.because === 'sendNever') {
        order.statedBy = by;
        throw payout.ended('Cancelled', 'cancelled', `${by} stated that the order was not submitted`);
      }
      if (ended.details.because !== undefined) return notDone(ended.message);
      order.submittedAt = ended.details.sentAt ?? new Date().toISOString();
      return sentAgain(payout, order, { by, at: order.submittedAt }, `sent again by ${by}: ${ended.message}`);
    case 'notSent':
    case 'settings':
    case 'providerDown':
      return notDone(ended.message);
    case 'unstarted':
      return notDone('no worker took the call');
    case 'interrupted':
      return notDone('the call was interrupted');
  }
}

/** The plan begins anew: before its first poll the provider may not show what was sent, and nobody should decide. */
function sentAgain(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  { by, at }: { readonly by: string; readonly at: string },
  why: string,
): string {
  order.resubmittedBy = by;
  order.planFrom = at;
  payout.become('outcomeUnknown', 'outcomeUnknown');
  return why;
}
