import { workflowInfo } from '@temporalio/workflow';
import type { Refusal } from '../../rules/refusal.ts';
import type { WithdrawReferralAnswer } from '../../activities/feishu/index.ts';
import type { Signed } from '../../activities/sentBy.ts';
import type { ReportedOutages } from '../../rules/outage.ts';
import { callProvider, outages, type CallResult } from '../calls/callProvider.ts';
import { UnsentAttempts, type Readiness } from '../calls/unsent.ts';
import { compare } from './compare.ts';
import { decideInPart, decideUnknown } from './decideTaken.ts';
import type { ReferralOrder, ReferralPayout, Taken } from './order.ts';
import { readingOf, unknownMembersOf } from './reading.ts';

const FIVE_MINUTES = 5 * 60_000;

/**
 * Takes everything out of the account, however long it takes. The provider replays by order id, so the call repeats
 * safely; a refusal ends the payout only where no earlier call can have been processed.
 */
export async function withdraw(payout: ReferralPayout, order: ReferralOrder): Promise<Taken> {
  const unsent = new UnsentAttempts(payout, readiness(order));
  const state: Attempts = { maybeSent: false, reported: null };
  for (;;) {
    payout.endIfStopped();
    const result = await tryWithdraw(payout, order, state);
    switch (result.kind) {
      case 'answered': {
        order.sentBy = result.answer.sentBy ?? order.sentBy;
        const taken = await read(payout, order, result.answer);
        if (taken !== 'recheck') return taken;
        state.maybeSent = true;
        break;
      }
      case 'blocked':
        state.maybeSent ||= !result.nothingSent;
        payout.cancellable = !state.maybeSent;
        if (result.reason === 'settings' || !state.maybeSent) await unsent.wait(result);
        else {
          // From now on it is tried without coming back for the same.
          const offer = { decisions: ['retry'], message: result.message } as const;
          payout.raiseOutage('providerDown', offer, 'feishu-withdraw');
          state.reported = ['providerDown'];
        }
        break;
      case 'notSent':
        await unsent.wait(result);
        break;
      case 'maybeSent':
        state.maybeSent = true;
        await payout.wait(() => payout.isInterrupted, '1m');
        break;
      case 'interrupted':
        // A `retry` tries at once, and says once more what comes of it.
        if (payout.consume(outages) !== undefined) state.reported = null;
        break;
    }
  }
}

interface Attempts {
  /** whether any call so far may have been processed */
  maybeSent: boolean;
  /** what a person has been told of */
  reported: ReportedOutages;
}

function tryWithdraw(
  payout: ReferralPayout,
  { input }: ReferralOrder,
  state: Attempts,
): Promise<CallResult<WithdrawReferralAnswer & Signed>> {
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  const { referralAccountId, externalOrderId, bonusTypes } = input;
  return callProvider(payout, {
    queue: 'feishu-withdraw',
    summary: `withdraw ${bonusTypes.join(' and ')} of referral account ${referralAccountId}`,
    retries: 'many',
    onOutage: 'return',
    sending: {
      begins: () => {
        payout.cancellable = false;
        payout.become('withdrawing', 'outcomeUnknown');
      },
      sentNothing: () => {
        payout.cancellable = !state.maybeSent;
      },
      isRepeatable: () => state.maybeSent,
    },
    onRetry: 'return',
    run: (activities) =>
      activities.withdrawReferral({
        referralAccountId,
        externalOrderId,
        bonusTypes,
        originalRunId,
        maybeSentBefore: state.maybeSent,
        known: state.reported,
      }),
  });
}

function readiness({ input: { referralAccountId } }: ReferralOrder): Readiness {
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  return {
    queue: 'feishu-reconciliation',
    source: 'feishu-withdraw',
    run: (activities, request) =>
      activities.untilReferralReady({ ...request, referralAccountId, originalRunId }),
  };
}

type RefusedAnswer = Extract<WithdrawReferralAnswer, { readonly outcome: 'refused' }>;

async function read(
  payout: ReferralPayout,
  order: ReferralOrder,
  answer: WithdrawReferralAnswer,
): Promise<Taken | 'recheck'> {
  if (answer.outcome === 'refused') return refused(payout, order, answer);
  order.unknownMembers = unknownMembersOf(answer);
  const reading = readingOf(answer, workflowInfo().startTime.getTime());
  switch (reading.kind) {
    case 'whole':
      return reading.taken;
    case 'inPart':
      return decideInPart(payout, order, reading.taken, reading.why);
    case 'unclear':
      return decideUnknown(payout, order, reading.why);
  }
}

async function refused(
  payout: ReferralPayout,
  order: ReferralOrder,
  { definite, refusal }: RefusedAnswer,
): Promise<Taken | 'recheck'> {
  if (!definite) return decideUnknown(payout, order, await evidence(payout, order, refusal));
  order.problems = [refusal];
  throw payout.ended('PayoutRejected', 'rejected', `Feishu refused: ${describe(refusal)}`);
}

/** What a person can go by: whether anything left the account since this run began. */
async function evidence(payout: ReferralPayout, order: ReferralOrder, refusal: Refusal): Promise<string> {
  const from = String(workflowInfo().startTime.getTime() - FIVE_MINUTES);
  const to = String(Date.now());
  const seen = await compare(payout, order, { from, to, points: 0 });
  const refused = `Feishu refused (${describe(refusal)}), but an earlier call may have been processed before that.`;
  const cash = order.input.bonusTypes.includes('cash') ? ' It says nothing of cash.' : '';
  const span = `between ${from} and ${to}`;
  if (seen.outcome === 'refused')
    return `${refused} Its reconciliation does not say either: ${describe(seen.refusal)}`;
  if (!seen.listed)
    return `${refused} Its reconciliation lists no withdrawal of points of this account ${span}.${cash}`;
  return `${refused} Its reconciliation lists ${seen.providerPoints ?? 'no'} points of this account ${span}.${cash}`;
}

function describe({ code, message }: Refusal): string {
  return `${code} ${message}`;
}
