import { describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../sandbox/faults/rules.ts';
import { until } from '../../harness/until.ts';
import { referralTests, type Referral } from './referralTests.ts';

const tests = referralTests();
type WithoutApi<Rule> = Rule extends unknown ? Omit<Rule, 'on'> : never;
type WalletFault = WithoutApi<FaultRuleInput>;

const textWith = (part: string): unknown => expect.stringContaining(part);

describe('credit by webhook', () => {
  it('credits the wallet once and keeps its reference', async () => {
    const referral = await tests.start({ points: 100, cash: '1' }, { credit: 'webhook' });

    const result = await referral.result();

    const [effect] = referral.effects('wallet.credit');
    expect(referral.effects('wallet.credit')).toHaveLength(1);
    expect(effect).toMatchObject({ points: 100, cash: [{ currency: 'CNY', amount: '1.00' }] });
    expect(result.credited).toEqual({
      points: 100,
      cash: [{ currency: 'CNY', amount: '1.00' }],
      reference: effect !== undefined && 'reference' in effect ? effect.reference : '',
    });
  });

  it('repeats a lost credit with the same webhook-id and body: the wallet credits it once', async () => {
    // The sandbox refuses (422) one id with two bodies, and credits every id: a change of either would show.
    const referral = await start({ fault: 'dropAfter', times: 3 });

    expect(await referral.result()).toMatchObject({ status: 'reconciled', credited: { points: 10 } });
    expect(referral.calls('wallet.credit')).toHaveLength(4);
    expect(referral.effects('wallet.credit')).toHaveLength(1);
  });

  it('takes 409 for a credit that was made before', async () => {
    tests.world.sandbox.setSettings({ wallet: { repeat: 'conflict' } });
    const referral = await start({ fault: 'dropAfter', times: 1 });

    const result = await referral.result();

    expect(result).toMatchObject({ status: 'reconciled', credited: { points: 10, cash: [] } });
    expect(referral.effects('wallet.credit')).toHaveLength(1);
    tests.world.sandbox.setSettings({ wallet: { repeat: 'same' } });
  });

  it.each([408, 425, 429, 500, 502, 503])('tries again after HTTP %d', async (httpStatus) => {
    const referral = await start({ fault: 'code', code: httpStatus, httpStatus, times: 2 });

    expect(await referral.result()).toMatchObject({ status: 'reconciled', credited: { points: 10 } });
    expect(referral.calls('wallet.credit')).toHaveLength(3);
    expect(referral.effects('wallet.credit')).toHaveLength(1);
  });

  it('waits as long as a 429 says', async () => {
    const referral = await start({ fault: 'rateLimit', resetSeconds: 45, times: 1 });

    await referral.result();

    const [limited, taken] = referral.calls('wallet.credit').map(({ at }) => Date.parse(at));
    expect((taken ?? 0) - (limited ?? 0)).toBeGreaterThanOrEqual(45_000);
  });

  it('goes on trying while the wallet is away, calls for a person after six hours, and ends by itself', async () => {
    const referral = await start({ fault: 'serverError' });

    const attention = await referral.untilAttention('providerDown', '1h', 12);
    expect(attention).toMatchObject({ decisions: ['retry'], message: textWith('HTTP 500') });
    expect((await referral.shown()).status).toBe('crediting');
    await tests.world.environment.sleep('7h');
    expect((await referral.attention()).since).toBe(attention.since);
    tests.world.sandbox.setFaults([]);

    expect(await referral.result()).toMatchObject({ status: 'reconciled', attention: null });
    expect(referral.effects('wallet.credit')).toHaveLength(1);
    const { events } = await referral.history();
    expect(events).toBeLessThan(60);
  });

  it('tries at once when a person says retry', async () => {
    const referral = await start({ fault: 'serverError' });
    await referral.untilAttention('providerDown', '1h', 12);
    tests.world.sandbox.setFaults([]);

    await referral.say('resolve', { by: 'Li', decision: 'retry' });
    const shown = await referral.until('reconciled');

    expect(shown.attention).toBeNull();
  });

  describe('that the wallet refuses', () => {
    it.each([400, 401, 403, 404, 410, 422])('calls for a person after HTTP %d', async (httpStatus) => {
      const referral = await start({ fault: 'code', code: httpStatus, httpStatus, times: 1 });

      const shown = await referral.until('creditRefused');

      expect(shown.attention).toMatchObject({
        reason: 'creditRefused',
        decisions: ['retry', 'accept'],
        message: textWith(String(httpStatus)),
      });
      expect(shown.credited).toBeNull();
      await referral.say('resolve', { by: 'Li', decision: 'retry' });
      expect(await referral.result()).toMatchObject({ status: 'reconciled', attention: null });
      expect(referral.effects('wallet.credit')).toHaveLength(1);
    });

    it('is refused again as often as it is', async () => {
      const referral = await start({ fault: 'code', code: 422, httpStatus: 422, times: 2 });
      await referral.until('creditRefused');
      await referral.say('resolve', { by: 'Li', decision: 'retry' });
      await untilCalls(referral, 2);
      await referral.until('creditRefused');
      await referral.say('resolve', { by: 'Li', decision: 'retry' });

      expect(await referral.result()).toMatchObject({ status: 'reconciled' });
      expect(referral.calls('wallet.credit')).toHaveLength(3);
    });

    it('takes what a person says was credited, and compares that', async () => {
      const referral = await start({ fault: 'code', code: 403, httpStatus: 403 });
      await referral.until('creditRefused');

      expect(
        await referral.refusal('resolve', { by: 'Li', decision: 'accept', note: 'looked into it' }),
      ).toMatchObject({
        type: 'UpdateRefused',
        message: textWith('accept needs points and cash'),
      });
      await referral.say('resolve', {
        by: 'Li',
        decision: 'accept',
        note: 'looked into it',
        points: 10,
        cash: [],
        reference: 'by hand',
      });

      expect(await referral.result()).toMatchObject({
        status: 'reconciled',
        credited: { points: 10, cash: [], reference: 'by hand' },
      });
      expect(referral.effects('wallet.credit')).toHaveLength(0);
    });
  });

  async function untilCalls(referral: Referral, count: number): Promise<void> {
    await until(`${count} credit calls`, () => referral.calls('wallet.credit').length >= count);
  }

  async function start(rule: WalletFault): Promise<Referral> {
    const account = await tests.world.feishu.account({ points: 10 });
    tests.world.sandbox.setFaults([{ ...rule, on: 'wallet.credit', account }]);
    return tests.start({}, { referralAccountId: account, credit: 'webhook' });
  }
});

describe('credit by confirmation', () => {
  it('waits for what was really credited', async () => {
    const referral = await tests.start({ points: 6, cash: '2' }, { credit: 'confirm' });
    await referral.until('crediting');
    const credited = { points: 6, cash: [{ currency: 'CNY', amount: '2.00' }], reference: 'W-77' };

    await referral.say('confirmCredit', { by: 'Wang', ...credited });

    expect(await referral.result()).toMatchObject({ status: 'reconciled', credited });
  });

  it('takes a confirmation once', async () => {
    const referral = await tests.start({ points: 6 }, { credit: 'confirm', reconcile: 'later' });
    await referral.until('crediting');
    tests.world.sandbox.setFaults([]);

    const said = { by: 'Wang', points: 6, cash: [] };
    const first = await referral.say('confirmCredit', said, 'c-1');
    expect(await referral.say('confirmCredit', said, 'c-1')).toEqual(first);
    expect(await referral.result()).toMatchObject({ status: 'withdrawn', credited: { points: 6 } });
  });

  it('calls for a person after three days, waits on when they say retry, takes what they accept', async () => {
    const referral = await tests.start({ points: 6 }, { credit: 'confirm' });
    await referral.until('crediting');
    const waitingSince = await tests.world.now();

    const first = await referral.untilAttention('creditOverdue', '6h', 13);
    expect(Date.parse(first.since) - waitingSince).toBeGreaterThan(3 * 24 * 3600_000 - 60_000);
    expect(first.decisions).toEqual(['retry', 'accept']);
    expect((await referral.shown()).status).toBe('crediting');
    await referral.say('resolve', { by: 'Li', decision: 'retry' });
    expect((await referral.shown()).attention).toBeNull();
    await referral.untilAttention('creditOverdue', '6h', 13);
    await referral.say('resolve', {
      by: 'Li',
      decision: 'accept',
      note: 'looked into it',
      points: 6,
      cash: [],
      reference: 'W-78',
    });

    expect(await referral.result()).toMatchObject({
      status: 'reconciled',
      credited: { points: 6, cash: [], reference: 'W-78' },
    });
  });

  it('is confirmed late as well as in time', async () => {
    const referral = await tests.start({ points: 6 }, { credit: 'confirm' });
    await referral.until('crediting');
    await referral.untilAttention('creditOverdue', '1 day', 4);

    await referral.say('confirmCredit', { by: 'Wang', points: 6, cash: [] });

    expect(await referral.result()).toMatchObject({ status: 'reconciled', attention: null });
  });
});
