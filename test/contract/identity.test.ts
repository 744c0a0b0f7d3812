import { describe, expect, it } from '@jest/globals';
import { accountKey, selectorOf } from '../../contract/allinpayAccount.ts';
import {
  allinpayWithdrawalInput,
  type AllinpayWithdrawalInput,
} from '../../contract/flows/allinpayWithdrawal.ts';
import {
  lumpSumCorrectionInput,
  type LumpSumCorrectionInput,
} from '../../contract/flows/lumpSumCorrection.ts';
import {
  referralWithdrawalInput,
  type ReferralWithdrawalInput,
} from '../../contract/flows/referralWithdrawal.ts';
import { flows } from '../../contract/flows/index.ts';
import { providerTaskQueue } from '../../contract/names.ts';
import { parseWorkflowId, questionIdOf, workflowIdOf } from '../../contract/workflowId.ts';

const order: AllinpayWithdrawalInput = {
  orderId: 'W-1',
  details: [
    { externalCode: 'S1', amount: '1.5' },
    { accountUserId: 7, amount: '2' },
  ],
};
const allinpay = (more: Partial<AllinpayWithdrawalInput> = {}): string =>
  flows.allinpayWithdrawal.identity(allinpayWithdrawalInput.parse({ ...order, ...more }));

const withdrawal: ReferralWithdrawalInput = {
  externalOrderId: 'R-1',
  referralAccountId: 'A1',
  bonusTypes: ['point', 'cash'],
};
const referral = (more: Partial<ReferralWithdrawalInput> = {}): string =>
  flows.referralWithdrawal.identity(referralWithdrawalInput.parse({ ...withdrawal, ...more }));

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

  it('changes with what moves the money in another way, or needs a person', () => {
    const held = { approval: 'required', requestedBy: 'ann' } as const;
    const referrals = [
      referral(),
      referral({ credit: 'webhook' }),
      referral({ credit: 'confirm' }),
      referral(held),
      referral({ ...held, credit: 'webhook' }),
    ];
    expect(new Set(referrals).size).toBe(referrals.length);
    expect(allinpay(held)).not.toBe(allinpay());
  });

  it('stays with its defaults written out, and with what moves no money in another way', () => {
    expect(referral({ credit: 'none', approval: 'none' })).toBe(referral());
    expect(referral({ reconcile: 'later', requestedBy: 'ann', batchId: 'b' })).toBe(referral());
    expect(allinpay({ approval: 'none', send: 'never', checkBalance: true })).toBe(allinpay());
  });

  it('is never the text of 0.1.0, which said nothing of credit and approval', () => {
    expect(referral()).not.toBe('["referralWithdrawal","default","R-1","A1",["cash","point"]]');
    expect(allinpay()).not.toBe(
      '["allinpayWithdrawal","default","W-1",[["accountUserId:7","2.00"],["externalCode:S1","1.50"]]]',
    );
  });

  it('tells an account number from a code of the same text', () => {
    expect(accountKey({ accountUserId: 7 })).not.toBe(accountKey({ externalCode: '7' }));
    expect(accountKey({ isPlatform: true })).toBe('isPlatform:true');
  });
});

describe('the text of an identity', () => {
  it('changes never without need: servers keep digests of it, and every start would read a first event', () => {
    expect(allinpay()).toBe(
      '["allinpayWithdrawal","default","W-1",[["accountUserId:7","2.00"],["externalCode:S1","1.50"]],{"approval":"none"}]',
    );
    expect(referral()).toBe(
      '["referralWithdrawal","default","R-1","A1",["cash","point"],{"approval":"none","credit":"none"}]',
    );
    const details = [{ issuanceAmount: '60.0', belongTime: '2026-07-01' }];
    const records = [{ id: 'R1', totalAmount: '100.0', currencyId: 'C', details }];
    expect(
      flows.lumpSumCorrection.identity(lumpSumCorrectionInput.parse({ correctionId: 'C-1', records })),
    ).toBe(
      JSON.stringify([
        'lumpSumCorrection',
        'default',
        'C-1',
        [
          JSON.stringify([
            '[["currencyId","C"],["id","R1"],["totalAmount","100"]]',
            ['[["belongTime","2026-07-01"],["issuanceAmount","60"]]'],
          ]),
        ],
        { approval: 'none' },
      ]),
    );
  });
});

describe('the identity of a correction', () => {
  const details = [{ id: 'D1', issuanceAmount: '60.00' }, { id: 'D2' }];
  const records = [
    { id: 'R1', totalAmount: '100', bindingPeriodDecimal: '2.5', details },
    { id: 'R2', remark: '7' },
  ];
  const correction = (more: Partial<LumpSumCorrectionInput> = {}): string =>
    flows.lumpSumCorrection.identity(lumpSumCorrectionInput.parse({ correctionId: 'C-1', records, ...more }));
  const withFirst = (more: object): string =>
    correction({ records: [{ ...records[0]!, ...more }, records[1]!] });

  it('changes with its approval', () => {
    expect(correction({ approval: 'required', requestedBy: 'ann' })).not.toBe(correction());
    expect(correction({ send: 'never' })).toBe(correction());
  });

  it('stays however the same corrections are written', () => {
    const [first, second] = records as [(typeof records)[0], (typeof records)[0]];
    const { id, ...members } = first;
    expect(correction({ records: [second, { ...members, id }] })).toBe(correction());
    expect(withFirst({ totalAmount: '0100.00', bindingPeriodDecimal: '2.50' })).toBe(correction());
    expect(withFirst({ details: [{ issuanceAmount: '60', id: 'D1' }, { id: 'D2' }] })).toBe(correction());
    expect(withFirst({ details: [{ id: 'D2' }, { id: 'D1', issuanceAmount: '60' }] })).toBe(correction());
    expect(correction({ requestedBy: 'ann', batchId: 'b', send: 'never' })).toBe(correction());
  });

  it('changes with everything that a record would be told to be', () => {
    const others = [
      correction({ correctionId: 'C-2' }),
      correction({ profile: 'other' }),
      correction({ records: records.slice(0, 1) }),
      withFirst({ id: 'R3' }),
      withFirst({ totalAmount: '100.01' }),
      withFirst({ totalAmount: undefined }),
      withFirst({ remark: '' }),
      withFirst({ expectedModifyTime: 'x' }),
      withFirst({ allowDetailChanges: true }),
      withFirst({ details: [] }),
      withFirst({ details: details.slice(0, 1) }),
      withFirst({ details: [{ id: 'D2', issuanceAmount: '60.00' }, { id: 'D1' }] }),
      // A remark is no amount, whatever it looks like.
      correction({ records: [records[0]!, { id: 'R2', remark: '7.0' }] }),
    ];
    expect(new Set([correction(), ...others]).size).toBe(others.length + 1);
  });
});

describe('a selector', () => {
  it('is the one way in which a detail names its account', () => {
    expect(selectorOf({ accountUserId: 7 })).toEqual({ accountUserId: 7 });
    expect(selectorOf({ externalCode: 'S' })).toEqual({ externalCode: 'S' });
    expect(selectorOf({ isPlatform: true })).toEqual({ isPlatform: true });
    expect(() => selectorOf({})).toThrow(RangeError);
  });

  it('makes one text an account, and none where none is named', () => {
    expect(accountKey({ accountUserId: 7 })).toBe('accountUserId:7');
    expect(accountKey({ externalCode: 'S' })).toBe('externalCode:S');
    expect(accountKey({ isPlatform: true })).toBe('isPlatform:true');
    expect(accountKey({})).toBe('');
  });
});

describe('a workflow id', () => {
  it('holds the key whole, and tells its flow', () => {
    const key = 'x'.repeat(128);
    expect(workflowIdOf('referralWithdrawal', 'p', key)).toBe(`referral-withdrawal/p/${key}`);
    expect(parseWorkflowId('allinpay-withdrawal/default/W-1')).toEqual({
      flow: 'allinpayWithdrawal',
      profile: 'default',
      orderId: 'W-1',
    });
    expect(parseWorkflowId('referral-withdrawal/default/R-1')).toEqual({
      flow: 'referralWithdrawal',
      profile: 'default',
      orderId: 'R-1',
    });
    expect(workflowIdOf('lumpSumCorrection', 'p', 'C-1')).toBe('lump-sum-correction/p/C-1');
    expect(parseWorkflowId('lump-sum-correction/p/C-1')).toEqual({
      flow: 'lumpSumCorrection',
      profile: 'p',
      orderId: 'C-1',
    });
    expect(parseWorkflowId('something/else')).toBeUndefined();
    for (const none of ['allinpay-balance/default/1', 'allinpay-withdrawal', 'allinpay-withdrawal/default'])
      expect(parseWorkflowId(none)).toBeUndefined();
    expect(questionIdOf('lumpSumQuery', 'default', 'once')).toBe('lump-sum-query/default/once');
    expect(parseWorkflowId('allinpay-withdrawal/default/W/1/2')?.orderId).toBe('W/1/2');
  });
});

describe('a provider task queue', () => {
  it('belongs to one profile and one limit', () => {
    expect(providerTaskQueue('eu', 'feishu-withdraw')).toBe('payouts/eu/feishu-withdraw');
  });
});
