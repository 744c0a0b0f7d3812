import { expect, it } from '@jest/globals';
import { allinpayWithdrawalFlow, referralWithdrawalFlow } from '../../../clients/flows.ts';
import { listQuery } from '../../../clients/index.ts';
import { plainInMarkdown, startRequestOf } from '../../../clients/start/startRequest.ts';
import { allinpayWithdrawalInput, referralWithdrawalInput } from '../../../contract/index.ts';
import { allinpayInput, referralInput } from '../fixtures.ts';

it('what a person typed shows as typed: no markdown, one line', () => {
  expect(plainInMarkdown('a *b* [c](http://d)\n# e `f` <g>')).toBe(
    String.raw`a \*b\* \[c\]\(http://d\) \# e \`f\` \<g\>`,
  );
});

it('a summary names the order, how many accounts and how much', () => {
  const input = allinpayWithdrawalInput.parse(allinpayInput());
  expect(startRequestOf(allinpayWithdrawalFlow, input).summary).toBe(
    'Allinpay withdrawal `A-1` · 2 accounts · 300.50 CNY',
  );
  const referral = referralWithdrawalInput.parse(referralInput({ bonusTypes: ['point', 'cash'] }));
  expect(startRequestOf(referralWithdrawalFlow, referral).summary).toBe(
    'Referral withdrawal `R-1` · account `6942778198054125570` · point and cash',
  );
});

it('details say who asked, for which batch, and what holds the payout back', () => {
  const input = allinpayWithdrawalInput.parse(
    allinpayInput({ batchId: 'b1', requestedBy: 'li', approval: 'required', send: 'never' }),
  );
  expect(startRequestOf(allinpayWithdrawalFlow, input).details.split('\n')).toEqual([
    '- asked for by li',
    '- batch `b1`',
    '- profile `default`',
    '- another person must approve it',
    '- sends nothing: only looks the order up and tracks it',
  ]);
});

it('two starts of one input carry the same digest and tokens of their own', () => {
  const input = allinpayWithdrawalInput.parse(allinpayInput());
  const [first, second] = [
    startRequestOf(allinpayWithdrawalFlow, input),
    startRequestOf(allinpayWithdrawalFlow, input),
  ];
  expect(first.memo.payoutInputDigest).toMatch(/^[0-9a-f]{64}$/);
  expect(first.memo.payoutInputDigest).toBe(second.memo.payoutInputDigest);
  expect(first.memo.payoutStartToken).not.toBe(second.memo.payoutStartToken);
});

it('a start carries what a list shows of it', () => {
  const allinpay = allinpayWithdrawalInput.parse(allinpayInput({ requestedBy: 'li' }));
  const referral = referralWithdrawalInput.parse(referralInput({ bonusTypes: ['cash', 'point'] }));
  const known = { payoutInputDigest: expect.any(String), payoutStartToken: 'token' };
  expect(startRequestOf(allinpayWithdrawalFlow, allinpay, 'token').memo).toEqual({
    ...known,
    payoutAsked: '300.50',
    payoutCurrency: 'CNY',
    payoutSize: 1,
    payoutRequestedBy: 'li',
  });
  expect(startRequestOf(referralWithdrawalFlow, referral, 'token').memo).toEqual({
    ...known,
    payoutSize: 1,
    payoutBonusTypes: ['point', 'cash'],
  });
});

it('a list is of all flows that move money unless it is narrowed', () => {
  expect(listQuery({})).toBe(
    'WorkflowType IN ("allinpayWithdrawal", "referralWithdrawal", "lumpSumCorrection")',
  );
  expect(
    listQuery({
      flow: 'referralWithdrawal',
      status: 'crediting',
      needsAttention: true,
      batchId: 'b"1',
      profile: 'p',
      query: 'A = 1 OR B = 2',
    }),
  ).toBe(
    'WorkflowType IN ("referralWithdrawal") AND PayoutStatus = "crediting" AND PayoutNeedsAttention = true' +
      String.raw` AND PayoutBatchId = "b\"1" AND PayoutProfile = "p" AND (A = 1 OR B = 2)`,
  );
});
