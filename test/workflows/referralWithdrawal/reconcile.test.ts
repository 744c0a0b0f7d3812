import { describe, expect, it } from '@jest/globals';
import { referralTests, type Referral } from './referralTests.ts';

const tests = referralTests();
const MINUTE = 60_000;

/** Minutes between the reconciliation calls of a payout, by the sandbox's clock. */
function minutesBetween(referral: Referral): number[] {
  const times = referral.calls('feishu.reconciliation').map(({ at }) => Date.parse(at));
  return times.slice(1).map((at, index) => Math.round((at - (times[index] ?? 0)) / MINUTE));
}

/** A payout for which Feishu finds more points than were credited. */
async function differing(rule: { readonly times?: number } = {}): Promise<Referral> {
  const account = await tests.world.feishu.account({ points: 100 });
  tests.world.sandbox.setFaults([
    { fault: 'reconciliationShift', on: 'feishu.reconciliation', account, points: 5, ...rule },
  ]);
  return tests.start({}, { referralAccountId: account, credit: 'webhook' });
}

describe('a difference between what was credited and what Feishu says', () => {
  it('stands after exactly four checks: at once and after 1, 5 and 30 minutes', async () => {
    const referral = await differing();

    const attention = await referral.untilAttention('reconcileBreak');

    expect(minutesBetween(referral)).toEqual([1, 5, 30]);
    expect(attention).toMatchObject({ decisions: ['recheck', 'accept'] });
    expect(attention.message).toContain('we credited 100 points');
    expect(attention.message).toContain('Feishu says 105');
    expect(await referral.shown()).toMatchObject({
      status: 'reconcileBreak',
      reconciliation: { status: 'break', ours: { points: 100 }, provider: { points: 105 }, checks: 4 },
    });

    await tests.world.environment.sleep('2 days');
    expect(referral.calls('feishu.reconciliation')).toHaveLength(4);
    await referral.say('resolve', { by: 'Li', decision: 'accept', note: 'looked into it' });
    expect(await referral.result()).toMatchObject({
      status: 'breakAccepted',
      attention: null,
      reconciliation: { status: 'break', checks: 4 },
    });
  });

  it('is no break when the second check finds none', async () => {
    const referral = await differing({ times: 1 });

    const result = await referral.result();

    expect(result).toMatchObject({
      status: 'reconciled',
      reconciliation: { status: 'reconciled', checks: 2 },
    });
    expect(minutesBetween(referral)).toEqual([1]);
    expect((await referral.history()).upserts).toBeLessThanOrEqual(5);
  });

  it('is checked once more, at once, when a person says recheck', async () => {
    const referral = await differing();
    await referral.untilAttention('reconcileBreak');

    await referral.say('resolve', { by: 'Li', decision: 'recheck' });
    await referral.until('reconcileBreak');
    expect((await referral.untilAttention('reconcileBreak')).reason).toBe('reconcileBreak');
    tests.world.sandbox.setFaults([]);
    await referral.say('resolve', { by: 'Li', decision: 'recheck' });

    expect(await referral.result()).toMatchObject({
      status: 'reconciled',
      attention: null,
      reconciliation: { status: 'reconciled', checks: 6 },
    });
  });

  it('compares the points credited, not the points withdrawn', async () => {
    const referral = await tests.start({ points: 100 }, { credit: 'confirm' });
    await referral.until('crediting');
    await referral.say('confirmCredit', { by: 'Wang', points: 90, cash: [] });

    await referral.untilAttention('reconcileBreak');
    expect(await referral.shown()).toMatchObject({
      withdrawn: { points: 100 },
      credited: { points: 90 },
      reconciliation: { status: 'break', ours: { points: 90 }, provider: { points: 100 }, checks: 4 },
    });
    await referral.say('resolve', { by: 'Li', decision: 'accept', note: 'looked into it' });

    expect(await referral.result()).toMatchObject({ status: 'breakAccepted' });
  });

  it('is found as well where nothing was credited, or points of an account that had cash only', async () => {
    const [nothing, invented] = await Promise.all([
      tests.start({ points: 8 }, { credit: 'confirm' }),
      tests.start({ cash: '1' }, { credit: 'confirm' }),
    ]);
    await nothing.until('crediting');
    await invented.until('crediting');
    await nothing.say('confirmCredit', { by: 'Wang', points: 0, cash: [] });
    await invented.say('confirmCredit', { by: 'Wang', points: 8, cash: [] });

    await nothing.untilAttention('reconcileBreak');
    await invented.untilAttention('reconcileBreak');
    expect((await nothing.shown()).reconciliation).toMatchObject({
      ours: { points: 0 },
      provider: { points: 8 },
    });
    // Feishu says 0 of an account that moved in the window.
    expect((await invented.shown()).reconciliation).toMatchObject({
      ours: { points: 8 },
      provider: { points: 0 },
    });
  });

  it('takes no other decision', async () => {
    const referral = await differing();
    await referral.untilAttention('reconcileBreak');

    for (const decision of ['retry', 'adopt', 'abandon', 'resubmit', 'notSubmitted'] as const) {
      expect(await referral.refusal('resolve', { by: 'Li', decision, note: 'looked into it' })).toMatchObject(
        {
          type: 'UpdateRefused',
        },
      );
    }
  });
});

describe('a reconciliation that Feishu refuses', () => {
  it('is a break that says so', async () => {
    const account = await tests.world.feishu.account({ points: 1 });
    tests.world.sandbox.setFaults([
      { fault: 'code', on: 'feishu.reconciliation', account, code: 1002553, msg: 'account does not exist' },
    ]);
    const referral = await tests.start({}, { referralAccountId: account });

    const { message } = await referral.untilAttention('reconcileBreak');

    expect(message).toContain('1002553 account does not exist');
    expect(await referral.shown()).toMatchObject({
      reconciliation: { status: 'break', provider: null, checks: 4 },
    });
    tests.world.sandbox.setFaults([]);
    await referral.say('resolve', { by: 'Li', decision: 'recheck' });
    expect(await referral.result()).toMatchObject({ status: 'reconciled' });
  });
});
