import { until } from '../../../test/harness/until.ts';
import type { RealStage } from '../realStage.ts';
import type { PathOf } from '../scene.ts';
import type { SkippedStage } from '../skippedStage.ts';
import type { Run } from '../stage.ts';
import { startReferral, take } from './referralEnds.ts';

const by = 'Li';

/** A withdrawal whose first answer is lost and which is refused after that. */
async function lostThenRefused(stage: RealStage, orderId: string): Promise<Run> {
  stage.fail(
    { fault: 'dropAfter', on: take, times: 1 },
    { fault: 'code', on: take, code: 1002555, msg: 'deactivated' },
  );
  const run = await startReferral(stage, orderId);
  await run.untilAttention('outcomeUnknown');
  return run;
}

/** A withdrawal under an order id that was used an hour ago: of the same account, or of another. */
async function usedBefore(stage: SkippedStage, orderId: string, whose: 'ours' | 'another'): Promise<Run> {
  const account = await stage.feishu.account({ points: 10 });
  await stage.feishu.withdraw(account, orderId);
  await stage.pass('1h');
  const own = whose === 'ours' ? { referralAccountId: account } : {};
  return startReferral(stage, orderId, { bonusTypes: ['point'], ...own }, { points: 3 });
}

async function decideConflict(run: Run, decision: 'adopt' | 'abandon'): Promise<void> {
  await run.untilAttention('orderConflict');
  await run.say('resolve', { by, decision, note: 'looked into it' });
}

/** What nobody knows the outcome of, and what keeps a withdrawal from being made. */
export const referralDoubts: readonly PathOf[] = [
  {
    name: 'answer-lost-and-replayed',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'dropAfter', on: take, times: 1 });
      return (await startReferral(stage, 'answer-lost-and-replayed')).close();
    },
  },
  {
    name: 'worker-lost-in-the-call',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      const orderId = 'worker-lost-in-the-call';
      stage.fail({ fault: 'delay', on: take, ms: 60_000, times: 1 });
      const run = await startReferral(stage, orderId);
      await until(
        'the points are taken',
        () => stage.sandbox.ledger(orderId).totals.feishu.withdrawals === 1,
      );
      await stage.loseWorker(run.handle.workflowId);
      return run.close();
    },
  },
  {
    name: 'refused-after-a-lost-answer-then-rechecked',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      const run = await lostThenRefused(stage, 'refused-after-a-lost-answer-then-rechecked');
      stage.fail();
      await run.say('resolve', { by, decision: 'recheck' });
      return run.close();
    },
  },
  {
    name: 'refused-after-a-lost-answer-then-not-submitted',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      const run = await lostThenRefused(stage, 'refused-after-a-lost-answer-then-not-submitted');
      await run.say('resolve', { by, decision: 'notSubmitted', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'settings-then-retried',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: take, code: 99991672, httpStatus: 403, times: 1 });
      const run = await startReferral(stage, 'settings-then-retried');
      await run.untilAttention('settings');
      await run.say('resolve', { by, decision: 'retry' });
      return run.close();
    },
  },
  {
    name: 'settings-then-cancelled',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: take, code: 99991672, httpStatus: 403 });
      const run = await startReferral(stage, 'settings-then-cancelled');
      await run.untilAttention('settings');
      await run.say('cancel', { by });
      return run.close();
    },
  },
  {
    name: 'settings-then-canceled-by-request',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: take, code: 99991672, httpStatus: 403 });
      const run = await startReferral(stage, 'settings-then-canceled-by-request');
      await run.untilAttention('settings');
      await run.handle.cancel();
      return run.close();
    },
  },
  {
    name: 'order-id-used-before-for-the-same-account',
    ends: 'reconciled',
    on: 'skipped',
    play: async (stage) =>
      (await usedBefore(stage, 'order-id-used-before-for-the-same-account', 'ours')).close(),
  },
  {
    name: 'order-id-used-for-another-account-then-adopted',
    ends: 'breakAccepted',
    on: 'skipped',
    async play(stage) {
      const run = await usedBefore(stage, 'order-id-used-for-another-account-then-adopted', 'another');
      await decideConflict(run, 'adopt');
      // Feishu still says that nothing left this account then.
      await stage.passUntilAttention(run, 'reconcileBreak', '10m');
      await run.say('resolve', { by, decision: 'accept', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'order-id-used-for-another-account-then-abandoned',
    ends: 'failed',
    on: 'skipped',
    async play(stage) {
      const run = await usedBefore(stage, 'order-id-used-for-another-account-then-abandoned', 'another');
      await decideConflict(run, 'abandon');
      return run.close();
    },
  },
  {
    name: 'provider-down-then-retried',
    ends: 'reconciled',
    on: 'skipped',
    async play(stage) {
      stage.fail({ fault: 'serverError', on: take });
      const run = await startReferral(stage, 'provider-down-then-retried');
      await stage.passUntilAttention(run, 'providerDown', '30m');
      stage.fail();
      await run.say('resolve', { by, decision: 'retry' });
      return run.close();
    },
  },
  {
    name: 'not-served-then-cancelled',
    ends: 'cancelled',
    on: 'skipped',
    async play(stage) {
      const order = {
        bonusTypes: ['point'],
        externalOrderId: 'not-served-then-cancelled',
        profile: 'nobody',
      };
      const run = await stage.startMoney(
        'referralWithdrawal',
        order.externalOrderId,
        { ...order, referralAccountId: '6930815272790114324' },
        'nobody',
      );
      await stage.leaveUnserved(run, 'withdrawReferral');
      await run.say('cancel', { by });
      return run.close();
    },
  },
];
