import { describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import type { ReferralWithdrawalInput } from '../../../contract/flows/referralWithdrawal.ts';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import { until } from '../../harness/until.ts';
import { referralTests, type Referral } from './referralTests.ts';

const tests = referralTests();
const textWith = (part: string): unknown => expect.stringContaining(part);

type Before = 'followers' | 'failedBefore';

/** What an earlier run of the same id took out of an account a moment ago. */
async function takenBefore(
  orderId: string,
  funds: { readonly points?: number; readonly cash?: string },
  before: Before,
): Promise<string> {
  const account = await tests.world.feishu.account(funds);
  await tests.world.now();
  await tests.world.feishu.withdraw(account, orderId);
  tests.world.knobs[before].add(workflowIdOf('referralWithdrawal', 'default', orderId));
  return account;
}

function startOver(
  orderId: string,
  referralAccountId: string,
  more: Partial<ReferralWithdrawalInput> = {},
): Promise<Referral> {
  const input = {
    externalOrderId: orderId,
    referralAccountId,
    credit: 'webhook',
    reconcile: 'later',
  } as const;
  return tests.start({}, { ...input, ...more });
}

describe.each<[string, Before]>([
  ['terminated', 'followers'],
  ['closed Failed, by a person who was wrong', 'failedBefore'],
])('a run whose id another run had that was %s a moment ago', (_how, before) => {
  it('credits nothing that left another account', async () => {
    const orderId = `of-another-${before}`;
    await takenBefore(orderId, { points: 100 }, before);
    const other = await tests.world.feishu.account({ points: 7 });

    const referral = await startOver(orderId, other);

    const shown = await referral.until('orderConflict');
    expect(shown).toMatchObject({
      attention: { reason: 'orderConflict', decisions: ['adopt', 'abandon'] },
      withdrawn: { points: 100 },
      credited: null,
    });
    expect(shown.attention?.message).toContain(`does not confirm that 100 points left account ${other}`);
    await referral.say('resolve', { by: 'Li', decision: 'abandon', note: 'looked into it' });
    expect(await referral.ended()).toMatchObject({ type: 'OrderConflict', details: { credited: null } });
    expect(referral.calls('wallet.credit')).toHaveLength(0);
  });

  it('credits what left its own account, once Feishu has confirmed it', async () => {
    const orderId = `ours-${before}`;
    const account = await takenBefore(orderId, { points: 10, cash: '2' }, before);

    const referral = await startOver(orderId, account);

    expect(await referral.result()).toMatchObject({ status: 'withdrawn', credited: { points: 10 } });
    expect(referral.calls('feishu.reconciliation')).toHaveLength(1);
    expect(referral.effects('feishu.withdrawal')).toHaveLength(1);
    expect(referral.effects('wallet.credit')).toHaveLength(1);
  });

  it('calls for a person before it credits cash alone: nothing can be compared', async () => {
    const orderId = `cash-${before}`;
    await takenBefore(orderId, { cash: '12.5' }, before);
    const other = await tests.world.feishu.account({ points: 7 });

    const referral = await startOver(orderId, other);

    const shown = await referral.until('orderConflict');
    expect(shown.attention?.message).toEqual(textWith('cash has no reconciliation API'));
    expect(shown.credited).toBeNull();
    expect(referral.calls('feishu.reconciliation')).toHaveLength(0);
    expect(referral.calls('wallet.credit')).toHaveLength(0);
    await referral.say('resolve', { by: 'Li', decision: 'adopt', note: 'looked into it' });
    await until('the credit', () => referral.effects('wallet.credit').length === 1);
    expect(await referral.result()).toMatchObject({
      status: 'withdrawn',
      credited: { cash: [{ currency: 'CNY', amount: '12.50' }] },
    });
  });

  it('has nothing to withdraw, and nothing to compare, where Feishu names zero', async () => {
    tests.world.sandbox.setSettings({ feishu: { emptyWithdrawal: 'zero' } });
    const orderId = `zero-${before}`;
    const account = await takenBefore(orderId, {}, before);

    const referral = await startOver(orderId, account);

    expect(await referral.result()).toMatchObject({ status: 'nothingToWithdraw', credited: null });
    expect(referral.calls('feishu.reconciliation')).toHaveLength(0);
  });
});

describe('an answer of a worker that does not say whether the run is the first', () => {
  it('is compared before it is credited', async () => {
    const { environment, sandbox } = tests.world;
    const account = await tests.world.feishu.account({ points: 7 });
    const compared: unknown[] = [];
    const now = await tests.world.now();
    const answers = {
      withdrawReferral: () =>
        Promise.resolve({
          outcome: 'withdrawn',
          transTime: String(now),
          withdrawnAt: new Date(now).toISOString(),
          withdrawn: { points: 100, cash: [] },
        }),
      reconcileReferral: (request: unknown) => {
        compared.push(request);
        return Promise.resolve({ outcome: 'compared', listed: true, providerPoints: null, rechecks: [] });
      },
    };
    const workers = await Promise.all(
      ['feishu-withdraw', 'feishu-reconciliation'].map((queue) =>
        Worker.create({
          connection: environment.nativeConnection,
          taskQueue: `payouts/before/${queue}`,
          activities: answers,
        }),
      ),
    );
    const running = workers.map((worker) => worker.run());

    const referral = await startOver('unsaid', account, { profile: 'before' });

    await referral.until('orderConflict');
    expect(compared).toMatchObject([{ points: 100, from: String(now) }]);
    expect(sandbox.ledger('unsaid').effects).toEqual([]);
    await referral.say('resolve', { by: 'Li', decision: 'abandon', note: 'looked into it' });
    await referral.ended();
    workers.forEach((worker) => {
      worker.shutdown();
    });
    await Promise.all(running);
  });
});

describe('an old transaction of cash alone, in the first run of its id', () => {
  it('calls for a person: zero points agree with every account that withdrew nothing then', async () => {
    const other = await tests.world.feishu.account({ cash: '9' });
    await tests.world.feishu.withdraw(other, 'old-cash');
    await tests.world.environment.sleep('1h');

    const referral = await tests.start({ points: 3 }, { externalOrderId: 'old-cash', credit: 'webhook' });

    expect((await referral.until('orderConflict')).attention?.message).toEqual(textWith('cash has no'));
    expect(referral.calls('wallet.credit')).toHaveLength(0);
    await referral.say('resolve', { by: 'Li', decision: 'abandon', note: 'looked into it' });
    expect(await referral.ended()).toMatchObject({ type: 'OrderConflict', details: { statedBy: 'Li' } });
  });
});
