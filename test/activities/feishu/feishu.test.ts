import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { AskEarlierRuns, EarlierRuns } from '../../../activities/attempts/earlierRuns.ts';
import {
  createFeishuActivities,
  type FeishuActivities,
  type ReconcileReferralAnswer,
  type WithdrawReferralAnswer,
  type WithdrawReferralRequest,
} from '../../../activities/feishu/index.ts';
import type { FeishuClient } from '../../../providers/feishu/client.ts';
import type { FeishuWithdrawal } from '../../../providers/feishu/wire.ts';
import { activityEnvironment } from '../activityEnvironment.ts';
import { callFailure } from '../callFailures.ts';

const RECHECKS = [1, 5, 30];
const withdrawal: FeishuWithdrawal = {
  externalOrderId: 'R-1',
  transTime: '1683634459543',
  withdrawnAt: '2023-05-09T12:14:19.543Z',
  points: 0,
  cash: [],
  unknownMembers: [],
  namesNoAmount: false,
};
const refused = callFailure({ type: 'PayoutRejected', code: '1002555', providerMessage: 'deactivated' });

type Withdrawing = Awaited<ReturnType<FeishuClient['withdraw']>>;
type Reconciling = Awaited<ReturnType<FeishuClient['reconcile']>>;

function activitiesOf(
  answers: {
    readonly withdraw?: Withdrawing;
    readonly reconcile?: Reconciling;
    readonly called?: () => void;
  },
  askEarlierRuns: AskEarlierRuns = () => Promise.resolve({ any: false, maybeSent: false }),
): FeishuActivities {
  const none = { ok: false, failure: callFailure() } as const;
  return createFeishuActivities({
    client: {
      withdraw: () => {
        answers.called?.();
        return Promise.resolve(answers.withdraw ?? none);
      },
      reconcile: () => Promise.resolve(answers.reconcile ?? none),
    },
    askEarlierRuns,
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
    { attempt = 1, heartbeatDetails, earlier, called = () => undefined, heard }: Try = {},
  ): Promise<WithdrawReferralAnswer> {
    const environment = activityEnvironment({
      ...execution,
      attempt,
      ...(heartbeatDetails === undefined ? {} : { heartbeatDetails }),
    });
    environment.on('heartbeat', (details: unknown) => heard?.push(details));
    const { withdrawReferral } = activitiesOf({ withdraw: answer, called }, earlier);
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
    readonly earlier?: AskEarlierRuns;
    readonly called?: () => void;
    /** what its heartbeats leave for the next try */
    readonly heard?: unknown[];
  }

  const known = (earlier: EarlierRuns): Pick<Try, 'earlier'> => ({ earlier: () => Promise.resolve(earlier) });
  const failedBefore = known({ any: true, maybeSent: false });
  const follows = known({ any: true, maybeSent: true });

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
      firstRun: true,
    });
  });

  it.each<[string, Partial<WithdrawReferralRequest>, Try]>([
    ['was reset', { originalRunId: 'another' }, {}],
    ['follows one that may have sent the order', {}, follows],
    ['follows one that is closed Failed: a person may have been wrong', {}, failedBefore],
  ])('says that the run is not the first of its id where it %s', async (_why, more, how) => {
    const answer = await withdraw(took({ points: 5 }), more, how);

    expect(answer).toMatchObject({ outcome: 'withdrawn', firstRun: false });
  });

  const voucher = { name: 'voucher', value: '500' };

  it('is unclear when it names no amount but members we do not know: value may be in them', async () => {
    expect(await withdraw(took({ unknownMembers: [voucher], namesNoAmount: true }))).toEqual({
      outcome: 'unclear',
      transTime: withdrawal.transTime,
      unknownMembers: [voucher],
    });
  });

  it('is what it names, with what we do not know beside it', async () => {
    expect(await withdraw(took({ points: 5, unknownMembers: [voucher] }))).toMatchObject({
      outcome: 'withdrawn',
      withdrawn: { points: 5 },
      unknownMembers: [voucher],
    });
  });

  it('says where it names no amount at all', async () => {
    expect(await withdraw(took({ namesNoAmount: true }))).toMatchObject({ namesNoAmount: true });
    expect(await withdraw(took({}))).not.toHaveProperty('namesNoAmount');
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
    ['the run follows another that may have sent', {}, follows],
  ])('is no definite refusal when %s', async (_why, more, attempt) => {
    expect(await withdraw(no, more, attempt)).toMatchObject({ outcome: 'refused', definite: false });
  });

  it('is a definite refusal after tries that were all harmless', async () => {
    const answer = await withdraw(no, {}, { attempt: 3, heartbeatDetails: { harmless: 2 } });

    expect(answer).toMatchObject({ outcome: 'refused', definite: true });
  });

  it('is a definite refusal after runs that are all closed Failed', async () => {
    expect(await withdraw(no, {}, failedBefore)).toMatchObject({ outcome: 'refused', definite: true });
  });

  it('is not asked for while the server cannot say which runs came before, and that try does no harm', async () => {
    let calls = 0;
    const heard: unknown[] = [];
    const silent = (): Promise<EarlierRuns> => Promise.reject(new Error('away '.repeat(2000)));

    const error: unknown = await withdraw(
      took({ points: 5 }),
      {},
      {
        earlier: silent,
        called: () => (calls += 1),
        heard,
      },
    ).catch((reason: unknown) => reason);

    if (!(error instanceof ApplicationFailure)) throw error;
    expect(error).toMatchObject({ type: 'NotSent', nonRetryable: false, nextRetryDelay: 1000 });
    expect(error).toMatchObject({ details: [{ nothingSent: true }] });
    expect(error.message.length).toBeLessThan(1000);
    expect(calls).toBe(0);
    expect(heard).toEqual([{ harmless: 1, silentSince: 0 }]);
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
