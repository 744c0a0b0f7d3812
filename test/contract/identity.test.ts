import { describe, expect, it } from '@jest/globals';
import { accountKey, selectorOf } from '../../contract/allinpayAccount.ts';
import { allinpayWithdrawalInput, type AllinpayWithdrawalInput } from '../../contract/allinpayWithdrawal.ts';
import { allinpayWithdrawalIdentity, referralWithdrawalIdentity } from '../../contract/identity.ts';
import { providerTaskQueue } from '../../contract/names.ts';
import { referralWithdrawalInput, type ReferralWithdrawalInput } from '../../contract/referralWithdrawal.ts';
import { flowOfWorkflowId, workflowIdOf } from '../../contract/workflowIds.ts';

const order: AllinpayWithdrawalInput = {
  orderId: 'W-1',
  details: [
    { externalCode: 'S1', amount: '1.5' },
    { accountUserId: 7, amount: '2' },
  ],
};
const allinpay = (more: Partial<AllinpayWithdrawalInput> = {}): string =>
  allinpayWithdrawalIdentity(allinpayWithdrawalInput.parse({ ...order, ...more }));

const withdrawal: ReferralWithdrawalInput = {
  externalOrderId: 'R-1',
  referralAccountId: 'A1',
  bonusTypes: ['point', 'cash'],
};
const referral = (more: Partial<ReferralWithdrawalInput> = {}): string =>
  referralWithdrawalIdentity(referralWithdrawalInput.parse({ ...withdrawal, ...more }));

describe('the identity of a payout', () => {
  it('stays however the same order is written', () => {
    const reordered = [
      { accountUserId: 7, amount: '2.00' },
      { externalCode: 'S1', amount: '1.50' },
    ];
    expect(allinpay({ details: reordered })).toBe(allinpay());
    expect(allinpay({ requestedBy: 'ann', batchId: 'b', settleBy: '2030-01-01T00:00:00Z' })).toBe(allinpay());
    expect(referral({ bonusTypes: ['cash', 'point'] })).toBe(referral());
  });

  it('changes with the order, an account or an amount', () => {
    const others = [
      allinpay({ orderId: 'W-2' }),
      allinpay({ profile: 'other' }),
      allinpay({
        details: [
          { externalCode: 'S1', amount: '1.51' },
          { accountUserId: 7, amount: '2' },
        ],
      }),
      allinpay({
        details: [
          { externalCode: 'S2', amount: '1.5' },
          { accountUserId: 7, amount: '2' },
        ],
      }),
      referral(),
      referral({ referralAccountId: 'A2' }),
      referral({ bonusTypes: ['point'] }),
    ];
    expect(new Set([allinpay(), ...others]).size).toBe(others.length + 1);
  });

  it('tells an account number from a code of the same text', () => {
    expect(accountKey({ accountUserId: 7 })).not.toBe(accountKey({ externalCode: '7' }));
    expect(accountKey({ isPlatform: true })).toBe('isPlatform:true');
  });
});

describe('a selector', () => {
  it('is the one way in which a detail names its account', () => {
    expect(selectorOf({ accountUserId: 7 })).toEqual({ accountUserId: 7 });
    expect(selectorOf({ externalCode: 'S' })).toEqual({ externalCode: 'S' });
    expect(selectorOf({ isPlatform: true })).toEqual({ isPlatform: true });
    expect(() => selectorOf({})).toThrow(RangeError);
  });
});

describe('a workflow id', () => {
  it('holds the key whole, and tells its flow', () => {
    const key = 'x'.repeat(128);
    expect(workflowIdOf('referralWithdrawal', 'p', key)).toBe(`referral-withdrawal/p/${key}`);
    expect(flowOfWorkflowId('allinpay-withdrawal/default/W-1')).toBe('allinpayWithdrawal');
    expect(flowOfWorkflowId('referral-withdrawal/default/R-1')).toBe('referralWithdrawal');
    expect(flowOfWorkflowId('something/else')).toBeUndefined();
  });
});

describe('a provider task queue', () => {
  it('belongs to one profile and one limit', () => {
    expect(providerTaskQueue('eu', 'feishu-withdraw')).toBe('payouts/eu/feishu-withdraw');
  });
});
