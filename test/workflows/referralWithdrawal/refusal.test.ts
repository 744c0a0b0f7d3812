import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../sandbox/faults/rules.ts';
import { until } from '../../harness/until.ts';
import { referralTests, type Referral } from './referralTests.ts';

const tests = referralTests();
const textWith = (part: string): unknown => expect.stringContaining(part);

beforeEach(() => {
  tests.world.sandbox.setSettings({
    feishu: { replayForOther: 'original', replayAfterDeactivation: 'original' },
  });
  tests.world.knobs.tells = true;
});

/** Runs under rules for its withdraw calls only. */
async function startUnder(
  orderId: string,
  rules: readonly FaultRuleInput[],
  funds: Parameters<typeof tests.start>[0] = { points: 10 },
): Promise<Referral> {
  tests.world.sandbox.setFaults(rules.map((rule) => ({ ...rule, orderId })));
  return tests.start(funds, { externalOrderId: orderId, credit: 'webhook' });
}

describe('a refusal of the first try', () => {
  it.each([
    [1002002, 'a wrong parameter'],
    [1002553, 'an account that does not exist'],
    [1002555, 'a deactivated account'],
  ])('%d (%s) is definite: the payout is rejected', async (code) => {
    const referral = await startUnder(`refused-${code}`, [
      { fault: 'code', on: 'feishu.withdraw', code, msg: 'said by Feishu' },
    ]);

    const { type, message, details } = await referral.ended();

    expect(type).toBe('PayoutRejected');
    expect(message).toBe(`Feishu refused: ${code} said by Feishu`);
    expect(details).toMatchObject({
      status: 'rejected',
      attention: null,
      credited: null,
      problems: [{ code: String(code), message: 'said by Feishu' }],
    });
    expect(details).not.toHaveProperty('withdrawn');
    expect(await referral.shown()).toEqual(details);
    expect(referral.effects('feishu.withdrawal')).toHaveLength(0);
    expect(referral.calls('feishu.withdraw')).toHaveLength(1);
    expect(referral.calls('feishu.reconciliation')).toHaveLength(0);
  });

  it('stays definite after tries that certainly sent nothing', async () => {
    const account = await tests.world.feishu.account({ points: 10 });
    await tests.world.feishu.deactivate(account);
    tests.world.sandbox.setFaults([
      { fault: 'rateLimit', on: 'feishu.withdraw', orderId: 'limited-first', times: 3 },
    ]);

    const referral = await tests.start({}, { externalOrderId: 'limited-first', referralAccountId: account });

    expect(await referral.ended()).toMatchObject({ type: 'PayoutRejected', message: textWith('1002555') });
    expect(referral.calls('feishu.withdraw')).toHaveLength(4);
  });

  it('is not even asked for until the server can say that no earlier run sent the order', async () => {
    tests.world.knobs.tells = false;
    const referral = await startUnder('server-silent', [
      { fault: 'code', on: 'feishu.withdraw', code: 1002555 },
    ]);
    await referral.untilFailed(1);
    expect(await referral.shown()).toMatchObject({ status: 'withdrawing', attention: null });
    expect(referral.calls('feishu.withdraw')).toHaveLength(0);

    tests.world.knobs.tells = true;

    expect(await referral.ended()).toMatchObject({ type: 'PayoutRejected' });
  });
});

describe('a refusal after a call whose answer was lost', () => {
  it('is not believed: the points left before the account was closed, and recheck finds them', async () => {
    tests.world.sandbox.setSettings({ feishu: { replayAfterDeactivation: 'refuse' } });
    const referral = await lostThenClosed('lost-then-closed');

    const attention = await referral.untilAttention('outcomeUnknown');

    expect(attention.decisions).toEqual(['recheck', 'notSubmitted']);
    expect(attention.message).toContain('1002555');
    expect(attention.message).toContain('lists 10 points of this account');
    expect(await referral.shown()).toMatchObject({ status: 'outcomeUnknown', credited: null });
    expect(referral.calls('wallet.credit')).toHaveLength(0);

    tests.world.sandbox.setSettings({ feishu: { replayAfterDeactivation: 'original' } });
    await referral.say('resolve', { by: 'Li', decision: 'recheck' });
    expect(await referral.result()).toMatchObject({
      status: 'reconciled',
      attention: null,
      credited: { points: 10 },
    });
    expect(referral.effects('feishu.withdrawal')).toHaveLength(1);
    expect(referral.effects('wallet.credit')).toHaveLength(1);
  });

  it('is shown with a comparison that lists nothing when nothing left; a person ends it so', async () => {
    const account = await tests.world.feishu.account({ points: 10 });
    tests.world.sandbox.setFaults([
      { fault: 'dropBefore', on: 'feishu.withdraw', account, times: 1 },
      { fault: 'code', on: 'feishu.withdraw', account, code: 1002555 },
    ]);
    const referral = await tests.start({}, { externalOrderId: 'nothing-left', referralAccountId: account });

    const { message } = await referral.untilAttention('outcomeUnknown');
    expect(message).toContain('lists no withdrawal of points of this account');
    await referral.say('resolve', { by: 'Li', decision: 'notSubmitted', note: 'looked into it' });

    const { type, details } = await referral.ended();
    expect(type).toBe('Cancelled');
    expect(details).toMatchObject({ status: 'cancelled', statedBy: 'Li', attention: null });
    expect(referral.effects('feishu.withdrawal')).toHaveLength(0);
  });

  it('stays unknown when it is rechecked and refused again', async () => {
    tests.world.sandbox.setSettings({ feishu: { replayAfterDeactivation: 'refuse' } });
    const referral = await lostThenClosed('refused-again');
    const first = await referral.untilAttention('outcomeUnknown');

    await referral.say('resolve', { by: 'Li', decision: 'recheck' });
    await until('a second comparison', () => referral.calls('feishu.reconciliation').length >= 2);

    const again = await referral.untilAttention('outcomeUnknown');
    expect(again.decisions).toEqual(first.decisions);
    await referral.say('resolve', { by: 'Li', decision: 'notSubmitted', note: 'looked into it' });
    expect(await referral.ended()).toMatchObject({ type: 'Cancelled', details: { statedBy: 'Li' } });
  });

  it('says so when the comparison is refused too', async () => {
    const account = await tests.world.feishu.account({ points: 10 });
    tests.world.sandbox.setFaults([
      { fault: 'dropAfter', on: 'feishu.withdraw', account, times: 1 },
      { fault: 'code', on: 'feishu.withdraw', account, code: 1002553 },
      { fault: 'code', on: 'feishu.reconciliation', account, code: 1002553, msg: 'no such account' },
    ]);
    const referral = await tests.start({}, { externalOrderId: 'no-evidence', referralAccountId: account });

    const { message } = await referral.untilAttention('outcomeUnknown');

    expect(message).toContain('does not say either: 1002553 no such account');
  });

  async function lostThenClosed(orderId: string): Promise<Referral> {
    const account = await tests.world.feishu.account({ points: 10 });
    tests.world.sandbox.setFaults([{ fault: 'dropAfter', on: 'feishu.withdraw', account, times: 1 }]);
    const referral = await tests.start(
      {},
      { externalOrderId: orderId, referralAccountId: account, credit: 'webhook' },
    );
    await until('the lost call', () => referral.effects('feishu.withdrawal').length === 1);
    await tests.world.feishu.deactivate(account);
    return referral;
  }
});

describe('a run that follows another which may have sent the order', () => {
  it('makes the call, for it replays, and ends as usual', async () => {
    const orderId = 'follower-ok';
    tests.world.knobs.followers.add(`referral-withdrawal/default/${orderId}`);

    const referral = await startUnder(orderId, []);

    expect(await referral.result()).toMatchObject({ status: 'reconciled', credited: { points: 10 } });
  });

  it('never takes a refusal for definite', async () => {
    const orderId = 'follower-refused';
    tests.world.knobs.followers.add(`referral-withdrawal/default/${orderId}`);
    const referral = await startUnder(orderId, [{ fault: 'code', on: 'feishu.withdraw', code: 1002555 }]);

    const { decisions } = await referral.untilAttention('outcomeUnknown');

    expect(decisions).toEqual(['recheck', 'notSubmitted']);
    await referral.say('resolve', { by: 'Li', decision: 'notSubmitted', note: 'looked into it' });
    expect(await referral.ended()).toMatchObject({ type: 'Cancelled' });
  });
});

describe('an order id that Feishu replays from before this run', () => {
  it('is ours when Feishu confirms that the points left this account then', async () => {
    const account = await tests.world.feishu.account({ points: 10 });
    await tests.world.feishu.withdraw(account, 'ours-before');
    await tests.world.environment.sleep('1h');

    const referral = await tests.start(
      {},
      {
        externalOrderId: 'ours-before',
        referralAccountId: account,
        bonusTypes: ['point'],
        credit: 'webhook',
      },
    );

    expect(await referral.result()).toMatchObject({ status: 'reconciled', credited: { points: 10 } });
    expect(referral.effects('feishu.withdrawal')).toHaveLength(1);
    expect(referral.effects('wallet.credit')).toHaveLength(1);
    expect(referral.calls('feishu.reconciliation')).toHaveLength(2);
  });

  it('is not looked into when the transaction is not older than the run by five minutes', async () => {
    const account = await tests.world.feishu.account({ points: 10 });
    await tests.world.now();
    await tests.world.feishu.withdraw(account, 'just-before');

    const referral = await tests.start(
      {},
      { externalOrderId: 'just-before', referralAccountId: account, bonusTypes: ['point'] },
    );

    expect(await referral.result()).toMatchObject({ status: 'reconciled' });
    expect(referral.calls('feishu.reconciliation')).toHaveLength(1);
  });

  it('is a conflict when it was used for another account: nothing is credited, and abandon ends it', async () => {
    const referral = await usedForAnother('of-another-1');

    const shown = await referral.until('orderConflict');
    expect(shown.attention).toMatchObject({ reason: 'orderConflict', decisions: ['adopt', 'abandon'] });
    expect(shown.attention?.message).toContain('used for another account');
    expect(shown.credited).toBeNull();
    await referral.say('resolve', { by: 'Li', decision: 'abandon', note: 'looked into it' });

    const { type, details } = await referral.ended();
    expect(type).toBe('OrderConflict');
    expect(details).toMatchObject({ status: 'failed', statedBy: 'Li', attention: null, credited: null });
    expect(referral.calls('wallet.credit')).toHaveLength(0);
  });

  it('is credited when a person adopts it', async () => {
    const referral = await usedForAnother('of-another-2');
    await referral.until('orderConflict');
    await tests.world.environment.sleep('3 days');
    expect(referral.calls('wallet.credit')).toHaveLength(0);

    await referral.say('resolve', { by: 'Li', decision: 'adopt', note: 'looked into it' });

    await until('the credit', () => referral.effects('wallet.credit').length === 1);
    // Feishu still says that nothing left this account then.
    const { reason } = await referral.untilAttention('reconcileBreak');
    expect(reason).toBe('reconcileBreak');
  });

  it('is not adopted by a retry that was meant for wrong settings', async () => {
    const other = await tests.world.feishu.account({ points: 10 });
    await tests.world.feishu.withdraw(other, 'of-another-3');
    await tests.world.environment.sleep('1h');
    const account = await tests.world.feishu.account();
    tests.world.sandbox.setFaults([
      { fault: 'code', on: 'feishu.reconciliation', account, code: 99991672, times: 1 },
      { fault: 'delay', on: 'feishu.reconciliation', account, ms: 400, skip: 1 },
    ]);
    const referral = await tests.start(
      {},
      { externalOrderId: 'of-another-3', referralAccountId: account, credit: 'webhook' },
    );

    // Said while the answer that shows the conflict is on its way.
    await until('the second call', () => referral.calls('feishu.reconciliation').length === 2);
    await referral.say('resolve', { by: 'Li', decision: 'retry' });

    const shown = await referral.until('orderConflict');
    expect(shown.attention?.reason).toBe('orderConflict');
    expect(referral.calls('wallet.credit')).toHaveLength(0);
  });

  async function usedForAnother(orderId: string): Promise<Referral> {
    const other = await tests.world.feishu.account({ points: 10 });
    await tests.world.feishu.withdraw(other, orderId);
    await tests.world.environment.sleep('1h');
    return tests.start({ points: 3 }, { externalOrderId: orderId, credit: 'webhook' });
  }
});
