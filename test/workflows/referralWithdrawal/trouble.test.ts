import { describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import type { EarlierRuns } from '../../../activities/attempts/earlierRuns.ts';
import { FEISHU_RATE_LIMITS } from '../../../workers/rateLimits.ts';
import { planQueues } from '../../../workers/taskQueues.ts';
import { settingsOf } from '../../harness/timeSkippingWorld.ts';
import { untilUnstarted } from '../../harness/unservedCall.ts';
import { until } from '../../harness/until.ts';
import { referralTests, type Referral } from './referralTests.ts';

const textWith = (part: string): unknown => expect.stringContaining(part);

describe('a referral withdrawal in trouble', () => {
  const tests = referralTests();

  /** The token is revoked, and no other can be had for this reason. */
  async function withoutToken(refusal: {
    readonly code: number;
    readonly httpStatus: number;
  }): Promise<Referral> {
    const account = await tests.world.feishu.account({ points: 10 });
    tests.world.sandbox.setFaults([
      { fault: 'expiredToken', on: 'feishu.withdraw', account, times: 1 },
      { fault: 'code', on: 'feishu.token', ...refusal },
    ]);
    return tests.start({}, { referralAccountId: account, credit: 'webhook' });
  }

  const wrongSecret = { code: 10003, httpStatus: 200 };

  describe('because its settings are wrong', () => {
    it('sends nothing more until a person says retry', async () => {
      const referral = await withoutToken(wrongSecret);

      const attention = await referral.untilAttention('settings');

      expect(attention).toMatchObject({ decisions: ['retry', 'cancel'], message: textWith('code 10003') });
      expect(await referral.shown()).toMatchObject({ status: 'withdrawing' });
      const calls = referral.calls('feishu.withdraw').length;
      await tests.world.environment.sleep('2 days');
      expect(referral.calls('feishu.withdraw')).toHaveLength(calls);
      tests.world.sandbox.setFaults([]);
      await referral.say('resolve', { by: 'Li', decision: 'retry' });
      expect(await referral.result()).toMatchObject({ status: 'reconciled', attention: null });
      expect(referral.effects('feishu.withdrawal')).toHaveLength(1);
    });

    it('needs attention again when they are still wrong', async () => {
      const referral = await withoutToken(wrongSecret);
      const { since } = await referral.untilAttention('settings');
      const asked = tokensAsked();

      await referral.say('resolve', { by: 'Li', decision: 'retry' });
      await until('another token', () => tokensAsked() > asked);

      await until('the decision', async () => (await referral.attention()).decisions.length === 2);
      expect((await referral.attention()).since).toBe(since);
    });

    it('can be cancelled while nothing was sent', async () => {
      const referral = await withoutToken(wrongSecret);
      await referral.untilAttention('settings');

      await referral.say('cancel', { by: 'Wang' });

      expect(await referral.ended()).toMatchObject({
        type: 'Cancelled',
        details: { status: 'cancelled', attention: null },
      });
      expect(referral.effects('feishu.withdrawal')).toHaveLength(0);
    });

    it('closes as canceled by a request to Temporal while nothing was sent', async () => {
      const referral = await withoutToken(wrongSecret);
      await referral.untilAttention('settings');

      await referral.handle.cancel();

      await expect(referral.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    });

    it('cannot be cancelled once a call may have been processed', async () => {
      const account = await tests.world.feishu.account({ points: 10 });
      tests.world.sandbox.setFaults([
        { fault: 'dropAfter', on: 'feishu.withdraw', account, times: 1 },
        { fault: 'code', on: 'feishu.withdraw', account, code: 99991672 },
      ]);
      const referral = await tests.start({}, { referralAccountId: account });

      expect(await referral.untilAttention('settings')).toMatchObject({ decisions: ['retry'] });

      expect(await referral.refusal('cancel', { by: 'Wang' })).toMatchObject({ type: 'UpdateRefused' });
      await referral.handle.cancel();
      tests.world.sandbox.setFaults([]);
      await referral.say('resolve', { by: 'Li', decision: 'retry' });
      expect(await referral.result()).toMatchObject({ status: 'reconciled' });
    });

    it.each([
      ['a permission', 99991672],
      ['the quota', 99991403],
    ])('says which, where %s is missing', async (_what, code) => {
      const account = await tests.world.feishu.account({ points: 10 });
      tests.world.sandbox.setFaults([{ fault: 'code', on: 'feishu.withdraw', account, code, times: 1 }]);
      const referral = await tests.start({}, { referralAccountId: account });

      expect(await referral.untilAttention('settings')).toMatchObject({
        decisions: ['retry', 'cancel'],
        message: textWith(String(code)),
      });
      await referral.say('resolve', { by: 'Li', decision: 'retry' });
      expect(await referral.result()).toMatchObject({ status: 'reconciled' });
    });

    it('goes on asking by itself where asking changes nothing, and at once on retry', async () => {
      const account = await tests.world.feishu.account({ points: 10 });
      tests.world.sandbox.setFaults([
        { fault: 'code', on: 'feishu.reconciliation', account, code: 99991672, times: 2 },
      ]);
      const referral = await tests.start({}, { referralAccountId: account });
      await until('the second call', () => referral.calls('feishu.reconciliation').length === 2);
      await referral.untilFailed(1);
      expect(await referral.attention()).toMatchObject({ reason: 'settings', decisions: ['retry'] });

      await referral.say('resolve', { by: 'Li', decision: 'retry' });

      expect(await referral.until('reconciled')).toMatchObject({ attention: null });
      expect(referral.calls('feishu.reconciliation')).toHaveLength(3);
    });
  });

  describe('because Feishu is away for half an hour', () => {
    it('needs a person, goes on without one, and ends by itself', async () => {
      const account = await tests.world.feishu.account({ points: 10 });
      tests.world.sandbox.setFaults([{ fault: 'serverError', on: 'feishu.withdraw', account }]);
      const referral = await tests.start({}, { referralAccountId: account });
      const startedAt = await tests.world.now();

      const attention = await referral.untilAttention('providerDown', '10m', 16);

      expect(Date.parse(attention.since) - startedAt).toBeGreaterThanOrEqual(30 * 60_000);
      expect(attention).toMatchObject({ decisions: ['retry'], message: textWith('1002001') });
      expect(await referral.refusal('cancel', { by: 'Wang' })).toMatchObject({ type: 'UpdateRefused' });
      const calls = referral.calls('feishu.withdraw').length;
      await tests.world.environment.sleep('2h');
      expect(referral.calls('feishu.withdraw').length).toBeGreaterThan(calls);
      tests.world.sandbox.setFaults([]);
      expect(await referral.result()).toMatchObject({ status: 'reconciled', attention: null });
      expect(referral.effects('feishu.withdrawal')).toHaveLength(1);
    });

    it('can be cancelled where nothing was sent at all', async () => {
      const referral = await withoutToken({ code: 500, httpStatus: 500 });

      expect(await referral.untilAttention('providerDown', '10m', 16)).toMatchObject({
        decisions: ['retry', 'cancel'],
      });

      await referral.say('cancel', { by: 'Wang' });
      expect(await referral.ended()).toMatchObject({ type: 'Cancelled' });
      expect(referral.effects('feishu.withdrawal')).toHaveLength(0);
    });

    it('tries at once on retry', async () => {
      const referral = await withoutToken({ code: 500, httpStatus: 500 });
      await referral.untilAttention('providerDown', '10m', 16);
      tests.world.sandbox.setFaults([]);

      await referral.say('resolve', { by: 'Li', decision: 'retry' });

      expect(await referral.until('reconciled')).toMatchObject({ attention: null });
    });
  });

  describe('because nobody serves its profile', () => {
    it('needs a person after ten minutes, who can cancel it', async () => {
      tests.world.knobs.served = false;
      const referral = await tests.start({ points: 1 }, { profile: 'nobody' });

      await untilUnstarted(tests.world, referral.handle, 'withdrawReferral');
      const attention = await referral.attentionFor('profileNotServed');

      expect(attention).toMatchObject({
        decisions: ['retry', 'cancel'],
        message: textWith('payouts/nobody/feishu-withdraw'),
      });
      await referral.say('cancel', { by: 'Wang' });
      expect(await referral.ended()).toMatchObject({ type: 'Cancelled' });
      tests.world.knobs.served = true;
    });

    it('is not in trouble while it waits behind a limit', async () => {
      const referral = await tests.start({ points: 1 }, { profile: 'busy' });

      for (let times = 0; times < 3; times += 1)
        await untilUnstarted(tests.world, referral.handle, 'withdrawReferral');

      expect(await referral.unstarted()).toBe(3);
      expect(await referral.shown()).toMatchObject({ status: 'withdrawing', attention: null });
      await referral.handle.terminate();
    });
  });

  function tokensAsked(): number {
    return tests.world.sandbox.ledger().calls.filter(({ api }) => api === 'feishu.token').length;
  }
});

describe('a credit by webhook where no wallet is configured', () => {
  const tests = referralTests({ environment: { WALLET_CREDIT_URL: '', WEBHOOK_SECRET: '' } });

  it('needs a person, cannot be cancelled any more, and goes on when a worker has the settings', async () => {
    const { world } = tests;
    world.knobs.served = false;
    const referral = await tests.start({ points: 10 }, { credit: 'webhook' });

    await untilUnstarted(world, referral.handle, 'creditWallet');
    const attention = await referral.attentionFor('profileNotServed');

    expect(attention).toMatchObject({ decisions: ['retry'], message: textWith('payouts/default/wallet') });
    expect(await referral.shown()).toMatchObject({
      status: 'crediting',
      withdrawn: { points: 10 },
      credited: null,
    });
    const worker = await walletWorker();
    world.knobs.served = true;
    await referral.say('resolve', { by: 'Li', decision: 'retry' });

    const result = await worker.runUntil(referral.result());
    expect(result).toMatchObject({ status: 'reconciled', attention: null, credited: { points: 10 } });
    expect(referral.effects('wallet.credit')).toHaveLength(1);
  });

  /** What a worker with the settings of the wallet adds to the fleet. */
  async function walletWorker(): Promise<Worker> {
    const { world } = tests;
    const { sandbox, environment } = world;
    const clock = (): Promise<number> => world.now();
    const askEarlierRuns = (): Promise<EarlierRuns> => Promise.resolve({ any: false, maybeSent: false });
    const heartbeatRecorded = (): Promise<boolean> => Promise.resolve(true);
    const readRunInput = (): Promise<unknown> => Promise.reject(new Error('nobody reads the input here'));
    const plan = settingsOf(sandbox.env)
      .profiles.flatMap((profile) =>
        planQueues(profile, {
          clock,
          askEarlierRuns,
          heartbeatRecorded,
          readRunInput,
          rateLimits: FEISHU_RATE_LIMITS,
        }),
      )
      .find(({ taskQueue }) => taskQueue.endsWith('/wallet'));
    if (plan === undefined) throw new Error('the sandbox gives no settings of a wallet');
    const { taskQueue, activities } = plan;
    return Worker.create({ connection: environment.nativeConnection, taskQueue, activities });
  }
});
