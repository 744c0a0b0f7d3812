import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import {
  createFeishuActivities,
  type FeishuActivities,
  type ReconcileReferralAnswer,
  type WithdrawReferralAnswer,
  type WithdrawReferralRequest,
} from '../../activities/feishu.ts';
import type { FeishuClient } from '../../providers/feishu/client.ts';
import type { FeishuWithdrawal } from '../../providers/feishu/wire.ts';
import { activityEnvironment } from './activityEnvironment.ts';
import { callFailure } from './callFailures.ts';

const RECHECKS = [1, 5, 30];
const withdrawal: FeishuWithdrawal = {
  externalOrderId: 'R-1',
  transTime: '1683634459543',
  withdrawnAt: '2023-05-09T12:14:19.543Z',
  points: 0,
  cash: [],
  unknownMembers: [],
};
const refused = callFailure({ type: 'PayoutRejected', code: '1002555', providerMessage: 'deactivated' });

type Withdrawing = Awaited<ReturnType<FeishuClient['withdraw']>>;
type Reconciling = Awaited<ReturnType<FeishuClient['reconcile']>>;

function activitiesOf(
  answers: { readonly withdraw?: Withdrawing; readonly reconcile?: Reconciling },
  follows: () => Promise<boolean> = () => Promise.resolve(false),
): FeishuActivities {
  const none = { ok: false, failure: callFailure() } as const;
  return createFeishuActivities({
    client: {
      withdraw: () => Promise.resolve(answers.withdraw ?? none),
      reconcile: () => Promise.resolve(answers.reconcile ?? none),
    },
    followsEarlierRun: follows,
    reconcileRechecks: RECHECKS,
    providerDownAfter: 1_800_000,
    clock: () => 0,
  });
}

const execution = { workflowExecution: { workflowId: 'referral-withdrawal/default/R-1', runId: 'me' } };

describe('what an answer of withdraw means', () => {
  async function withdraw(
    answer: Withdrawing,
    more: Partial<WithdrawReferralRequest> = {},
    { attempt = 1, heartbeatDetails, follows }: Try = {},
  ): Promise<WithdrawReferralAnswer> {
    const environment = activityEnvironment({
      ...execution,
      attempt,
      ...(heartbeatDetails === undefined ? {} : { heartbeatDetails }),
    });
    const { withdrawReferral } = activitiesOf({ withdraw: answer }, follows);
    const request: WithdrawReferralRequest = {
      referralAccountId: '6930',
      externalOrderId: 'R-1',
      bonusTypes: ['point'],
      originalRunId: 'me',
      maybeSentBefore: false,
      known: null,
      ...more,
    };
    return environment.run(withdrawReferral, request);
  }

  interface Try {
    readonly attempt?: number;
    readonly heartbeatDetails?: unknown;
    readonly follows?: () => Promise<boolean>;
  }

  const took = (more: Partial<FeishuWithdrawal>): Withdrawing => ({
    ok: true,
    value: { ...withdrawal, ...more },
  });

  it('is nothing to withdraw when its details are zero or absent and hold no member we do not know', async () => {
    expect(await withdraw(took({}))).toEqual({
      outcome: 'withdrawn',
      transTime: withdrawal.transTime,
      withdrawnAt: withdrawal.withdrawnAt,
      withdrawn: { points: 0, cash: [] },
    });
  });

  it('is unclear when it names no amount but members we do not know: value may be in them', async () => {
    expect(await withdraw(took({ unknownMembers: ['voucher'] }))).toEqual({
      outcome: 'unclear',
      transTime: withdrawal.transTime,
      unknownMembers: ['voucher'],
    });
  });

  it('is what it names where it names an amount, whatever else is in it', async () => {
    const answer = await withdraw(took({ points: 5, unknownMembers: ['voucher'] }));

    expect(answer).toMatchObject({ outcome: 'withdrawn', withdrawn: { points: 5 } });
  });

  const no: Withdrawing = { ok: false, failure: refused };

  it('is a definite refusal on the first try of a run that follows no other', async () => {
    expect(await withdraw(no)).toEqual({
      outcome: 'refused',
      definite: true,
      refusal: { code: '1002555', message: 'deactivated' },
    });
  });

  it.each<[string, Partial<WithdrawReferralRequest>, Try]>([
    ['an earlier call of the run may have been processed', { maybeSentBefore: true }, {}],
    ['an earlier try left no word', {}, { attempt: 2 }],
    [
      'one of the earlier tries may have been processed',
      {},
      { attempt: 3, heartbeatDetails: { harmless: 1 } },
    ],
    ['the run was reset', { originalRunId: 'another' }, {}],
    ['the run follows another', {}, { follows: () => Promise.resolve(true) }],
  ])('is no definite refusal when %s', async (_why, more, attempt) => {
    expect(await withdraw(no, more, attempt)).toMatchObject({ outcome: 'refused', definite: false });
  });

  it('is a definite refusal after tries that were all harmless', async () => {
    const answer = await withdraw(no, {}, { attempt: 3, heartbeatDetails: { harmless: 2 } });

    expect(answer).toMatchObject({ outcome: 'refused', definite: true });
  });

  it('is asked for again where the server cannot say whether the run follows another', async () => {
    const silent = (): Promise<boolean> => Promise.reject(new Error('away'));

    await expect(withdraw(no, {}, { follows: silent })).rejects.toMatchObject({ type: 'NotSent' });
  });

  it('is asked for again where it is of no use', async () => {
    const lost = callFailure({ type: 'OutcomeUnknown', outcome: 'unknown' });

    const error: unknown = await withdraw({ ok: false, failure: lost }).catch((reason: unknown) => reason);

    if (!(error instanceof ApplicationFailure)) throw error;
    expect(error).toMatchObject({ type: 'OutcomeUnknown', nonRetryable: false, nextRetryDelay: 1000 });
  });
});

describe('what an answer of reconciliation means for one account', () => {
  async function reconcile(answer: Reconciling): Promise<ReconcileReferralAnswer> {
    const request = { referralAccountId: '6930', from: '1', to: '2', points: 7, known: null };
    return activityEnvironment(execution).run(activitiesOf({ reconcile: answer }).reconcileReferral, request);
  }

  const line = (accountId: string, withdrawPoints: number | null) => ({
    accountId,
    withdrawPoints,
    rechargePoints: 7,
  });

  it.each([
    ['agrees where it lists nothing', [], { listed: false, providerPoints: 7 }],
    ['agrees where it lists other accounts only', [line('6931', 9)], { listed: false, providerPoints: 7 }],
    [
      'differs where it lists the account',
      [line('6931', 9), line('6930', 8)],
      { listed: true, providerPoints: 8 },
    ],
    ['differs where nothing left the account', [line('6930', null)], { listed: true, providerPoints: null }],
  ])('%s', async (_claim, lines, expected) => {
    expect(await reconcile({ ok: true, value: { failed: lines } })).toEqual({
      outcome: 'compared',
      ...expected,
      rechecks: RECHECKS,
    });
  });

  it('is a refusal where Feishu refuses', async () => {
    expect(await reconcile({ ok: false, failure: refused })).toEqual({
      outcome: 'refused',
      refusal: { code: '1002555', message: 'deactivated' },
      rechecks: RECHECKS,
    });
  });

  it('is asked for again where it is of no use', async () => {
    const error = reconcile({ ok: false, failure: callFailure({ type: 'ProtocolViolation' }) });

    await expect(error).rejects.toMatchObject({ type: 'ProtocolViolation', nonRetryable: false });
  });
});
