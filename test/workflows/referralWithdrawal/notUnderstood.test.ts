import { describe, expect, it } from '@jest/globals';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { FaultRuleInput } from '../../../sandbox/faults/rules.ts';
import { until } from '../../harness/until.ts';
import { referralTests, type Referral } from './referralTests.ts';

const tests = referralTests();
const textWith = (part: string): unknown => expect.stringContaining(part);
const gift = { name: 'gift_bonus', value: '500' };
const someText: unknown = expect.any(String);

async function withGift(
  orderId: string,
  funds: { readonly points?: number; readonly cash?: string },
  ...more: readonly FaultRuleInput[]
): Promise<Referral> {
  const fault = {
    fault: 'unknownMember',
    on: 'feishu.withdraw',
    orderId,
    name: 'gift_bonus',
    value: 500,
  } as const;
  tests.world.sandbox.setFaults([{ ...fault, times: 1 }, ...more]);
  return tests.start(funds, { externalOrderId: orderId, credit: 'webhook', reconcile: 'later' });
}

describe('a member of the details that no document names, beside an amount', () => {
  it('calls for a person before anything is credited, and shows what it is', async () => {
    const referral = await withGift('gift-shown', { points: 10, cash: '2' });

    const shown = await referral.until('outcomeUnknown');

    expect(shown).toMatchObject({
      attention: {
        reason: 'outcomeUnknown',
        decisions: ['recheck', 'accept'],
        message: textWith('gift_bonus 500'),
      },
      withdrawn: { points: 10, cash: [{ amount: '2.00' }] },
      unknownMembers: [gift],
      credited: null,
    });
    expect(referral.calls('wallet.credit')).toHaveLength(0);
    expect(await referral.refusal('cancel', { by: 'Wang' })).toMatchObject({ type: 'UpdateRefused' });
    await referral.handle.terminate();
  });

  it('leaves what is understood to be credited, once a person accepts; the member and who said so stay', async () => {
    const referral = await withGift('gift-accepted', { points: 10 });
    await referral.until('outcomeUnknown');

    await referral.say('resolve', { by: 'Li', decision: 'accept', note: 'looked into it' });

    expect(await referral.result()).toMatchObject({
      status: 'withdrawn',
      attention: null,
      withdrawn: { points: 10 },
      unknownMembers: [gift],
      credited: { points: 10, reference: someText },
      statedBy: 'Li',
    });
    expect(referral.effects('wallet.credit')).toHaveLength(1);
    expect(referral.effects('feishu.withdrawal')).toHaveLength(1);
  });

  it('is gone where Feishu does not name it any more', async () => {
    const referral = await withGift('gift-rechecked', { points: 10 });
    await referral.until('outcomeUnknown');

    await referral.say('resolve', { by: 'Li', decision: 'recheck' });

    const result = await referral.result();
    expect(result).toMatchObject({ status: 'withdrawn', credited: { points: 10 } });
    expect(result).not.toHaveProperty('unknownMembers');
    expect(result).not.toHaveProperty('statedBy');
  });

  it('never leads to the statement that nothing was withdrawn, also where Feishu refuses to say it again', async () => {
    const refusal = { fault: 'code', on: 'feishu.withdraw', code: 1002555, msg: 'deactivated' } as const;
    const referral = await withGift('gift-refused', { points: 10 }, { ...refusal, skip: 1 });
    await referral.until('outcomeUnknown');

    await referral.say('resolve', { by: 'Li', decision: 'recheck' });

    await until('the refusal is shown', async () =>
      (await referral.shown()).attention?.message.includes('1002555'),
    );
    expect(await referral.attention()).toMatchObject({ decisions: ['recheck', 'accept'] });
    await referral.say('resolve', { by: 'Li', decision: 'accept', note: 'looked into it' });
    expect(await referral.result()).toMatchObject({ status: 'withdrawn', credited: { points: 10 } });
  });

  it('does not hide that the points may be those of another account', async () => {
    const other = await tests.world.feishu.account({ points: 10 });
    await tests.world.feishu.withdraw(other, 'gift-of-another');
    await tests.world.environment.sleep('1h');
    const referral = await withGift('gift-of-another', { points: 3 });
    await referral.until('outcomeUnknown');

    await referral.say('resolve', { by: 'Li', decision: 'accept', note: 'looked into it' });

    expect(await referral.until('orderConflict')).toMatchObject({ credited: null, unknownMembers: [gift] });
    expect(referral.calls('wallet.credit')).toHaveLength(0);
    await referral.say('resolve', { by: 'Li', decision: 'abandon', note: 'looked into it' });
    expect(await referral.ended()).toMatchObject({ type: 'OrderConflict' });
  });
});

describe('a member that no document names, without an amount', () => {
  it('calls for a person, who may state that nothing was withdrawn', async () => {
    const referral = await withGift('gift-alone', {});

    const shown = await referral.until('outcomeUnknown');

    expect(shown.attention).toMatchObject({
      decisions: ['recheck', 'notSubmitted'],
      message: textWith('gift_bonus 500'),
    });
    await referral.say('resolve', { by: 'Li', decision: 'notSubmitted', note: 'looked into it' });
    expect(await referral.ended()).toMatchObject({
      type: 'Cancelled',
      details: { unknownMembers: [gift], statedBy: 'Li' },
    });
  });
});

describe('an answer that names no amount, not even zero', () => {
  it('is nothing to withdraw in a first run', async () => {
    tests.world.sandbox.setSettings({ feishu: { emptyWithdrawal: 'absent' } });
    const referral = await tests.start({}, { credit: 'webhook' });

    expect(await referral.result()).toMatchObject({ status: 'nothingToWithdraw' });
  });

  it('is nothing to withdraw in a first run whose first answer was lost', async () => {
    tests.world.sandbox.setSettings({ feishu: { emptyWithdrawal: 'absent' } });
    const orderId = 'empty-and-lost';
    tests.world.sandbox.setFaults([{ fault: 'dropAfter', on: 'feishu.withdraw', orderId, times: 2 }]);
    const referral = await tests.start({}, { externalOrderId: orderId });

    expect(await referral.result()).toMatchObject({ status: 'nothingToWithdraw' });
  });

  it.each(['followers', 'failedBefore', 'old'] as const)(
    'calls for a person where it may be a replay: %s',
    async (how) => {
      tests.world.sandbox.setSettings({ feishu: { emptyWithdrawal: 'absent' } });
      const orderId = `empty-${how}`;
      const account = await tests.world.feishu.account();
      await tests.world.now();
      await tests.world.feishu.withdraw(account, orderId);
      if (how === 'old') await tests.world.environment.sleep('1h');
      else tests.world.knobs[how].add(workflowIdOf('referralWithdrawal', 'default', orderId));

      const referral = await tests.start({}, { externalOrderId: orderId, referralAccountId: account });

      expect((await referral.until('outcomeUnknown')).attention).toMatchObject({
        decisions: ['recheck', 'notSubmitted'],
        message: textWith('names no amount, not even zero'),
      });
      tests.world.sandbox.setSettings({ feishu: { emptyWithdrawal: 'zero' } });
      await referral.say('resolve', { by: 'Li', decision: 'recheck' });
      expect(await referral.result()).toMatchObject({ status: 'nothingToWithdraw' });
    },
  );
});
