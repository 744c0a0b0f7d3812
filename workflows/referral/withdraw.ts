import { workflowInfo } from '@temporalio/workflow';
import type { WithdrawReferralAnswer, WithdrawReferralRequest } from '../../activities/feishu.ts';
import type { Refusal } from '../../activities/refusal.ts';
import type { Decision } from '../../contract/attention.ts';
import { activitiesFor, endOf, UNSERVED_AFTER } from '../calls.ts';
import { ONE_HOUR, queueAgain, troubles } from '../patience.ts';
import type { ReferralOrder, ReferralPayout, Withdrawal } from './order.ts';
import { compare } from './compare.ts';

const FIVE_MINUTES = 5 * 60_000;

/**
 * Takes everything out of the account, however long it takes. The provider replays by order id, so the call repeats
 * safely; a refusal ends the payout only where no earlier call can have been processed.
 */
export async function withdraw(payout: ReferralPayout, order: ReferralOrder): Promise<Withdrawal> {
  const { input } = order;
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  const summary = `withdraw ${input.bonusTypes.join(' and ')} of referral account ${input.referralAccountId}`;
  let maybeSent = false;
  let patience = UNSERVED_AFTER;
  for (;;) {
    payout.endIfStopped();
    payout.cancellable = false;
    payout.become('withdrawing', 'outcomeUnknown');
    const options = {
      profile: payout.profile,
      queue: 'feishu-withdraw',
      summary,
      tries: 'many',
      patience,
    } as const;
    const request: WithdrawReferralRequest = {
      referralAccountId: input.referralAccountId,
      externalOrderId: input.externalOrderId,
      bonusTypes: input.bonusTypes,
      originalRunId,
      maybeSentBefore: maybeSent,
      known: null,
    };
    const ended = await endOf(() => activitiesFor(options).withdrawReferral(request), patience);
    switch (ended.kind) {
      case 'answered': {
        payout.outcomes.hear(ended.answer);
        payout.clear(...troubles);
        const taken = await read(payout, order, ended.answer);
        if (taken !== 'recheck') return taken;
        maybeSent = true;
        break;
      }
      case 'unstarted':
        payout.cancellable = !maybeSent;
        patience = await queueAgain(payout, 'feishu-withdraw', patience);
        break;
      case 'settings':
      case 'providerDown':
        maybeSent ||= !ended.nothingSent;
        payout.cancellable = !maybeSent;
        await afterTrouble(payout, ended.kind, ended.message);
        break;
      case 'notSent':
      case 'unknown':
      case 'interrupted':
        maybeSent = true;
        await payout.wait(() => false, '1s');
        break;
    }
  }
}

/** A person mends settings and says so; an absent provider is asked again every hour also without a word. */
async function afterTrouble(
  payout: ReferralPayout,
  reason: 'settings' | 'providerDown',
  message: string,
): Promise<void> {
  const decisions: Decision[] = payout.cancellable ? ['retry', 'cancel'] : ['retry'];
  payout.raise(reason, decisions, message);
  await payout.wait(() => payout.inbox.hasResolution, reason === 'settings' ? undefined : ONE_HOUR);
  payout.inbox.takeResolution();
  // While the next call is under way there is nothing to decide; the reason stays in sight until it is answered.
  payout.raise(reason, [], message);
}

type Taken = Withdrawal | 'recheck';

async function read(
  payout: ReferralPayout,
  order: ReferralOrder,
  answer: WithdrawReferralAnswer,
): Promise<Taken> {
  switch (answer.outcome) {
    case 'withdrawn': {
      const { transTime, withdrawnAt, withdrawn } = answer;
      return { transTime, withdrawnAt, withdrawn };
    }
    case 'unclear':
      return decideUnknown(
        payout,
        order,
        `Feishu took the order at ${answer.transTime}, but its answer names no amount and holds members we do not know: ${answer.unknownMembers.join(', ')}`,
      );
    case 'refused':
      if (!answer.definite)
        return decideUnknown(payout, order, await evidence(payout, order, answer.refusal));
      order.problems = [answer.refusal];
      throw payout.ended('PayoutRejected', 'rejected', `Feishu refused: ${describe(answer.refusal)}`);
  }
}

/** What a person can go by: whether anything left the account since this run began. */
async function evidence(payout: ReferralPayout, order: ReferralOrder, refusal: Refusal): Promise<string> {
  const from = String(workflowInfo().startTime.getTime() - FIVE_MINUTES);
  const to = String(Date.now());
  const seen = await compare(payout, order, { from, to, points: 0 });
  const refused = `Feishu refused (${describe(refusal)}), but an earlier call may have been processed before that.`;
  const span = `between ${from} and ${to}`;
  if (seen.outcome === 'refused')
    return `${refused} Its reconciliation does not say either: ${describe(seen.refusal)}`;
  if (!seen.listed) return `${refused} Its reconciliation lists no withdrawal of this account ${span}.`;
  return `${refused} Its reconciliation lists ${seen.providerPoints ?? 'no'} points of this account ${span}.`;
}

async function decideUnknown(payout: ReferralPayout, order: ReferralOrder, message: string): Promise<Taken> {
  const decisions = ['recheck', 'notSubmitted'] as const;
  const { decision, by } = await payout.decided('outcomeUnknown', decisions, message, 'outcomeUnknown');
  if (decision !== 'notSubmitted') return 'recheck';
  order.statedBy = by;
  throw payout.ended('Cancelled', 'cancelled', `${by} stated that nothing was withdrawn`);
}

function describe({ code, message }: Refusal): string {
  return `${code} ${message}`;
}
