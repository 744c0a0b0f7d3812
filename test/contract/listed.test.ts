import { describe, expect, it } from '@jest/globals';
import { flows } from '../../contract/flows/index.ts';
import { allinpayWithdrawalInput } from '../../contract/flows/allinpayWithdrawal.ts';
import { lumpSumCorrectionInput } from '../../contract/flows/lumpSumCorrection.ts';
import { referralWithdrawalInput } from '../../contract/flows/referralWithdrawal.ts';
import { listedIn, memoNews, memoOf } from '../../contract/listed.ts';

const requestedBy = 'li.wei';

const allinpay = (more: object = {}) =>
  allinpayWithdrawalInput.parse({
    orderId: 'W-1',
    details: [
      { externalCode: 'S1', amount: '0.1' },
      { accountUserId: 7, amount: '999999999999.99' },
    ],
    ...more,
  });

describe('the memo of a payout', () => {
  it('says of an Allinpay withdrawal how much was asked for in all, to the cent, and who asked', () => {
    expect(memoOf(flows.allinpayWithdrawal.listed(allinpay({ requestedBy })))).toEqual({
      payoutAsked: '1000000000000.09',
      payoutCurrency: 'CNY',
      payoutSize: 1,
      payoutRequestedBy: 'li.wei',
    });
  });

  it('says of a referral withdrawal which bonuses, the same however they are ordered', () => {
    const input = { externalOrderId: 'R-1', referralAccountId: 'A1', requestedBy };
    const memo = (types: readonly string[]) =>
      memoOf(flows.referralWithdrawal.listed(referralWithdrawalInput.parse({ ...input, bonusTypes: types })));
    const both = { payoutSize: 1, payoutBonusTypes: ['point', 'cash'], payoutRequestedBy: 'li.wei' };
    expect(memo(['point', 'cash'])).toEqual(both);
    expect(memo(['cash', 'point'])).toEqual(both);
    expect(memo(['cash'])).toEqual({ ...both, payoutBonusTypes: ['cash'] });
  });

  it('says of a correction how many records', () => {
    const records = [
      { id: '1', remark: 'a' },
      { id: '2', remark: 'b' },
    ];
    const input = lumpSumCorrectionInput.parse({ correctionId: 'L-1', records, requestedBy });
    expect(memoOf(flows.lumpSumCorrection.listed(input))).toEqual({
      payoutSize: 2,
      payoutRequestedBy: 'li.wei',
    });
  });

  it('names nobody where nobody is named', () => {
    expect(memoOf(flows.allinpayWithdrawal.listed(allinpay()))).not.toHaveProperty('payoutRequestedBy');
  });

  it('stays under 1 kB of the largest input', () => {
    const details = Array.from({ length: 1000 }, (_, index) => ({
      accountUserId: index + 1,
      amount: '999999999999.99',
    }));
    const memo = memoOf(
      flows.allinpayWithdrawal.listed(allinpay({ details, requestedBy: '付'.repeat(200) })),
    );
    expect(memo['payoutAsked']).toBe('999999999999990.00');
    expect(new TextEncoder().encode(JSON.stringify(memo)).length).toBeLessThan(1000);
  });
});

describe('what a memo lacks', () => {
  const listed = flows.allinpayWithdrawal.listed(allinpay({ requestedBy }));
  const whole = memoOf(listed);

  it('is nothing where the start gave it, whatever else it gave', () => {
    expect(memoNews({ ...whole, theirs: 'x' }, listed)).toEqual({});
  });

  it('is all of it after a raw start, and the rest after one that gave the size only', () => {
    expect(memoNews({}, listed)).toEqual(whole);
    const { payoutSize, ...rest } = whole;
    expect(memoNews({ payoutSize }, listed)).toEqual(rest);
  });

  it('is what the input does not say', () => {
    const nobody = { ...listed, requestedBy: undefined };
    expect(memoNews({ ...whole, payoutAsked: '1.00', payoutBonusTypes: ['cash'] }, nobody)).toEqual({
      payoutAsked: '1000000000000.09',
      payoutBonusTypes: null,
      payoutRequestedBy: null,
    });
  });
});

describe('a memo that is read', () => {
  it('gives what was written', () => {
    const bonuses = flows.referralWithdrawal.listed(
      referralWithdrawalInput.parse({
        externalOrderId: 'R-1',
        referralAccountId: 'A1',
        bonusTypes: ['cash'],
        requestedBy,
      }),
    );
    for (const listed of [bonuses, flows.allinpayWithdrawal.listed(allinpay({ requestedBy }))]) {
      expect(listedIn(memoOf(listed))).toEqual(listed);
    }
    expect(listedIn()).toEqual({});
  });

  it.each([
    ['payoutAsked', ['1', '-1.00', '1.000', 1, null, { amount: '1.00' }]],
    ['payoutCurrency', ['cny', 'CNY\u001b[2J', '\u001b[2JCNY', 156]],
    ['payoutSize', ['2', 0, -1, 1.5, Number.NaN]],
    ['payoutBonusTypes', ['point', [], ['gold'], ['point', 'cash', 'point']]],
    ['payoutRequestedBy', ['', 'li\u001b[2J', 'li\ud83d', 'x'.repeat(201), ['li']]],
  ])('leaves %s out where another client wrote something else there', (name, values) => {
    for (const value of values) expect([value, listedIn({ [name]: value })]).toEqual([value, {}]);
  });
});
