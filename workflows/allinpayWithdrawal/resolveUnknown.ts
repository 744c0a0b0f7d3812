import type { SubmitAnswer } from '../../activities/allinpay/index.ts';
import type { Decision } from '../../contract/attention.ts';
import type { Resolution } from '../../contract/updates.ts';
import type { Accepted } from '../../rules/attention/board.ts';
import { outages, type CallResult } from '../calls/callProvider.ts';
import { applyAccepted } from './applyAccepted.ts';
import { decideConflict } from './conflict.ts';
import { nextNews, type News } from './nextNews.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';
import { recordOutcome } from './recordOutcome.ts';
import { submitAsDecided } from './trySubmit.ts';

/**
 * The order may be at the provider and nobody knows. It is looked up by the plan and never sent again by itself; a
 * person is called when the first planned poll after the latest send does not know it. Returns when it turns up, or
 * when a person has stated how every detail ended.
 *
 * @throws `Cancelled` when a person states that it was not submitted
 */
export async function resolveUnknown(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  why: string,
): Promise<void> {
  payout.become('outcomeUnknown', ...outages);
  let reason = why;
  for (;;) {
    const asked = payout.isRaised('outcomeUnknown');
    const news = await nextNews(payout, order, asked ? 'find' : 'confirm');
    if (await foundAtProvider(payout, order, news)) return;
    if (news.outcome === 'notKnown' && news.planned && !asked) {
      callForPerson(payout, order, `${reason}. The provider does not know the order: ${news.message}`);
    }
    if (news.outcome === 'decided') {
      const still = await carryOut(payout, order, news.accepted);
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
    if (await foundAtProvider(payout, order, news)) return;
    if (news.outcome === 'notKnown' && news.planned) throw refusal();
  }
}

/** @returns whether the provider has the order: ours, or one that a person took over in its place */
async function foundAtProvider(payout: AllinpayPayout, order: AllinpayOrder, news: News): Promise<boolean> {
  switch (news.outcome) {
    case 'answered':
    case 'contradicted':
      order.accept(news, news.at, news.nextPollAt);
      return true;
    case 'conflict':
      await decideConflict(payout, order, order.conflictOf(news));
      return true;
    case 'notKnown':
    case 'decided':
    case 'timeIsUp':
      return false;
  }
}

/**
 * An order of which a person stated something is known to have been sent: sending all of it again would pay twice, and
 * that it was not submitted would be false.
 */
function callForPerson(payout: AllinpayPayout, order: AllinpayOrder, message: string): void {
  const isStated = order.details.some(({ statedBy }) => statedBy !== undefined);
  const decisions: Decision[] = isStated ? ['recordOutcome'] : ['notSubmitted', 'recordOutcome', 'resubmit'];
  payout.raise('outcomeUnknown', { decisions, message }, 'outcomeUnknown');
}

/** @returns why it is still unknown whether the provider has the order, or undefined when it has it or needs not */
async function carryOut(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  { resolution }: Accepted,
): Promise<string | undefined> {
  switch (resolution.decision) {
    case 'resubmit':
    case 'notSubmitted':
      return lookAndAct(payout, order, resolution);
    case 'recordOutcome': {
      const recorded = await recordOutcome(payout, order, resolution);
      if (recorded.kind === 'conflict') await decideConflict(payout, order, recorded.conflict);
      if (!('message' in recorded) || !order.isPending) return undefined;
      callForPerson(payout, order, recorded.message);
      return recorded.message;
    }
    case 'adopt':
    case 'abandon':
    case 'recheck':
    case 'accept':
    case 'retry':
    case 'extend':
      return `${resolution.by} decided ${resolution.decision}`;
  }
}

/** Both decisions look once more first: what the provider knows by now outweighs them. */
async function lookAndAct(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  { decision, by }: Resolution,
): Promise<string | undefined> {
  const resubmit = decision === 'resubmit';
  const begunAt = new Date().toISOString();
  const result = await submitAsDecided(payout, order, { send: resubmit ? 'once' : 'never', resubmit });
  switch (result.kind) {
    case 'answered':
      return afterAnswer(payout, order, by, result.answer);
    case 'notSent':
    case 'blocked':
      return notCarriedOut(payout, order, `${decision} by ${by} was not carried out: ${result.message}`);
    case 'maybeSent':
    case 'interrupted':
      return afterDoubt(payout, order, { by, resubmit, begunAt }, result);
  }
}

async function afterAnswer(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  by: string,
  answer: SubmitAnswer,
): Promise<string | undefined> {
  if (answer.outcome !== 'refused') {
    if (answer.outcome === 'sent') order.resubmittedBy = by;
    await applyAccepted(payout, order, answer);
    return undefined;
  }
  const { code, message } = answer.refusal;
  const refused = `sent again by ${by} and refused (${code} ${message}), which says nothing of the first time`;
  return sentAgain(payout, order, { by, at: answer.at }, refused);
}

function afterDoubt(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  { by, resubmit, begunAt }: { readonly by: string; readonly resubmit: boolean; readonly begunAt: string },
  result: Extract<CallResult<never>, { kind: 'maybeSent' | 'interrupted' }>,
): string {
  const { message, details } =
    result.kind === 'maybeSent' ? result : { message: 'the call was interrupted', details: {} };
  if (details.because === 'sendNever' && !resubmit) {
    order.statedBy = by;
    throw payout.ended('Cancelled', 'cancelled', `${by} stated that the order was not submitted`);
  }
  // A call that only looked, by the decision or by the activity's own word, has sent nothing.
  if (!resubmit || details.because !== undefined) {
    const decision = resubmit ? 'resubmit' : 'notSubmitted';
    return notCarriedOut(payout, order, `${decision} by ${by} was not carried out: ${message}`);
  }
  order.submittedAt = details.sentAt ?? begunAt;
  return sentAgain(payout, order, { by, at: order.submittedAt }, `sent again by ${by}: ${message}`);
}

/** Nothing left since the provider was last found not to know the order: the same is offered again. */
function notCarriedOut(payout: AllinpayPayout, order: AllinpayOrder, message: string): string {
  callForPerson(payout, order, message);
  return message;
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
