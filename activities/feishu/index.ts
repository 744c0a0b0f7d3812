import { cancellationSignal } from '@temporalio/activity';
import type { BonusType } from '../../contract/bonusTypes.ts';
import type { UnknownMember, Withdrawn } from '../../contract/flows/referralWithdrawal.ts';
import type { SentBy } from '../../contract/sentBy.ts';
import type { FeishuClient } from '../../providers/feishu/client.ts';
import type { ReportedOutages } from '../../rules/outage.ts';
import type { Refusal } from '../../rules/refusal.ts';
import { AttemptLog, type Patience } from '../attempts/attemptLog.ts';
import {
  cannotSay,
  currentRun,
  earlierRunsOf,
  followsEarlierRun,
  type AskEarlierRuns,
  type EarlierRuns,
} from '../attempts/earlierRuns.ts';
import { failureOf, untilReady, whyServerSilent, type ReadyRequest } from '../attempts/ready.ts';
import { refusalOf } from '../attempts/refusal.ts';
import { signed, type Signed } from '../sentBy.ts';
import { noticed, type Notice } from '../webhook/notice.ts';

export interface WithdrawReferralRequest {
  readonly referralAccountId: string;
  readonly externalOrderId: string;
  readonly bonusTypes: readonly BonusType[];
  /** `workflowInfo().originalExecutionRunId` */
  readonly originalRunId: string;
  /** whether an earlier activity of this run may have reached the provider */
  readonly maybeSentBefore: boolean;
  readonly known: ReportedOutages;
}

export type WithdrawReferralAnswer =
  | {
      /** zero points and no cash: there was nothing to take, and the answer leaves no doubt of it */
      readonly outcome: 'withdrawn';
      readonly transTime: string;
      readonly withdrawnAt: string;
      readonly withdrawn: Withdrawn;
      /**
       * Whether the run is no reset one and the server knows no other of its id: what Feishu took out a moment ago it
       * took out for this run.
       */
      readonly firstRun: boolean;
      /** what its details hold beside that, where there is something */
      readonly unknownMembers?: readonly UnknownMember[];
      /** true where it names no amount at all, not even zero */
      readonly namesNoAmount?: true;
    }
  /** taken out, but of the details nothing is known */
  | {
      readonly outcome: 'unclear';
      readonly transTime: string;
      readonly unknownMembers: readonly UnknownMember[];
    }
  /** `definite`: no earlier try, of this run or another, can have been processed */
  | { readonly outcome: 'refused'; readonly definite: boolean; readonly refusal: Refusal };

export interface ReconcileReferralRequest {
  readonly referralAccountId: string;
  /** ms since 1970 as text, both ends included */
  readonly from: string;
  readonly to: string;
  readonly points: number;
  readonly known: ReportedOutages;
}

export type ReconcileReferralAnswer =
  | {
      readonly outcome: 'compared';
      /** whether the provider lists the account as one that differs */
      readonly listed: boolean;
      readonly providerPoints: number | null;
      /** ms to wait before each further check, a setting of the worker */
      readonly rechecks: readonly number[];
    }
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly rechecks: readonly number[] };

export interface ReferralReadyRequest extends ReadyRequest {
  readonly referralAccountId: string;
  readonly originalRunId: string;
}

export interface FeishuActivities {
  /**
   * Takes everything of the chosen kinds out of the account. Repeated with the same order id the provider answers with
   * the first call's details, so it is tried without limit.
   */
  readonly withdrawReferral: (
    request: WithdrawReferralRequest,
  ) => Promise<WithdrawReferralAnswer & Notice & Signed>;
  /** Asks whether the provider's figure for one account over a window is ours. Changes nothing. */
  readonly reconcileReferral: (request: ReconcileReferralRequest) => Promise<ReconcileReferralAnswer>;
  /** Comes back when a withdrawal that did not leave is worth trying again. @see untilReady */
  readonly untilReferralReady: (request: ReferralReadyRequest) => Promise<Notice>;
}

export interface FeishuDependencies extends Patience {
  readonly client: Pick<FeishuClient, 'withdraw' | 'reconcile'>;
  readonly askEarlierRuns: AskEarlierRuns;
  readonly reconcileRechecks: readonly number[];
  /** whether the owner is told of outcomes */
  readonly notifies?: boolean;
  /** what sends here */
  readonly sentBy?: SentBy;
}

/** The activities of Feishu's referral accounts, for one profile. */
export function createFeishuActivities(dependencies: FeishuDependencies): FeishuActivities {
  const { client, reconcileRechecks: rechecks, notifies, sentBy } = dependencies;
  return {
    async withdrawReferral(request) {
      const tries = await AttemptLog.begin(dependencies, request.known);
      const earlier = await knownEarlierRuns(dependencies, request, tries);
      const result = await client.withdraw(request, { signal: cancellationSignal() });
      if (result.ok) return noticed(signed(withdrawnAnswer(result.value, !earlier.any), sentBy), notifies);
      if (result.failure.type !== 'PayoutRejected') throw tries.failureFor(result.failure);
      tries.noteNoEffect();
      const definite = isDefinite(request, tries.earlierHadNoEffect, earlier);
      return noticed({ outcome: 'refused', definite, refusal: refusalOf(result.failure) }, notifies);
    },

    async reconcileReferral({ referralAccountId: accountId, from, to, points, known }) {
      const tries = await AttemptLog.begin(dependencies, known);
      const tradeDetails = [{ accountId, points }];
      const result = await client.reconcile(
        { startTransTime: from, endTransTime: to, tradeDetails },
        {
          signal: cancellationSignal(),
        },
      );
      if (!result.ok) {
        if (result.failure.type !== 'PayoutRejected') throw tries.failureFor(result.failure);
        return { outcome: 'refused', refusal: refusalOf(result.failure), rechecks };
      }
      // The answer also lists other accounts that moved within the window: they are not this payout's.
      const line = result.value.failed.find((candidate) => candidate.accountId === accountId);
      const providerPoints = line === undefined ? points : line.withdrawPoints;
      return { outcome: 'compared', listed: line !== undefined, providerPoints, rechecks };
    },

    async untilReferralReady({ referralAccountId: accountId, originalRunId, ...request }) {
      await untilReady(dependencies, request, async () => {
        const silent = await whyServerSilent(
          currentRun(originalRunId),
          followsEarlierRun(dependencies.askEarlierRuns),
          'feishu',
        );
        if (silent !== undefined) return silent;
        const instant = String(await dependencies.clock());
        const window = { startTransTime: instant, endTransTime: instant };
        const asked = { ...window, tradeDetails: [{ accountId, points: 0 }] };
        return failureOf(await client.reconcile(asked, { signal: cancellationSignal() }));
      });
      return noticed({}, notifies);
    },
  };
}

type Withdrawal = Extract<Awaited<ReturnType<FeishuClient['withdraw']>>, { ok: true }>['value'];

function withdrawnAnswer(withdrawal: Withdrawal, firstRun: boolean): WithdrawReferralAnswer {
  const { transTime, withdrawnAt, points, cash, unknownMembers, namesNoAmount } = withdrawal;
  const isEmpty = points === 0 && cash.length === 0;
  const holdsUnknown = unknownMembers.length > 0;
  if (isEmpty && holdsUnknown) return { outcome: 'unclear', transTime, unknownMembers };
  return {
    outcome: 'withdrawn',
    transTime,
    withdrawnAt,
    withdrawn: { points, cash },
    firstRun,
    ...(holdsUnknown ? { unknownMembers } : {}),
    ...(namesNoAmount ? { namesNoAmount } : {}),
  };
}

/**
 * Asked before the call: the call could be repeated, but what it takes out of an account must not lie there until the
 * server can say again whose it is.
 */
async function knownEarlierRuns(
  { askEarlierRuns }: FeishuDependencies,
  { originalRunId }: WithdrawReferralRequest,
  tries: AttemptLog,
): Promise<EarlierRuns> {
  try {
    return await earlierRunsOf(currentRun(originalRunId), askEarlierRuns);
  } catch (error) {
    // Counted as a try without effect: a refusal that comes after it is as definite as before.
    throw tries.failureFor({
      type: 'NotSent',
      retryable: true,
      outcome: 'none',
      provider: 'feishu',
      api: 'withdraw',
      message: `not sent, ${cannotSay(error)}`,
    });
  }
}

/** A refusal ends the payout only where nothing can have been processed before: not here, not in an earlier run. */
function isDefinite(
  { maybeSentBefore }: WithdrawReferralRequest,
  earlierHadNoEffect: boolean,
  earlier: EarlierRuns,
): boolean {
  if (maybeSentBefore || !earlierHadNoEffect) return false;
  return !earlier.maybeSent;
}
