import { describe, expect, it } from '@jest/globals';
import { referralWithdrawalInput, type Credited } from '../../../contract/flows/referralWithdrawal.ts';
import { ReferralOrder, type Withdrawal } from '../../../workflows/referralWithdrawal/order.ts';
import { openReconciliation } from '../../../workflows/referralWithdrawal/reconcile.ts';

const CASH = [{ currency: 'CNY', amount: '1.00' }];

function opened(
  credited: Credited,
  {
    withdrawn = credited,
    ...more
  }: { readonly withdrawn?: Withdrawal['withdrawn'] } & Partial<{
    readonly credit: 'none' | 'confirm';
    readonly reconcile: 'now' | 'later';
  }> = {},
): ReturnType<typeof openReconciliation> {
  const input = referralWithdrawalInput.parse({
    externalOrderId: 'R-1',
    referralAccountId: '6930',
    bonusTypes: ['point', 'cash'],
    credit: 'confirm',
    ...more,
  });
  const taken: Withdrawal = {
    transTime: '9007199254740993',
    withdrawnAt: '2023-05-09T12:14:19.543Z',
    withdrawn,
  };
  return openReconciliation(new ReferralOrder(input), taken, credited);
}

describe('a reconciliation before its first check', () => {
  it('spans the millisecond of the transaction and the next, exactly', () => {
    expect(opened({ points: 1, cash: [] })).toMatchObject({
      from: '9007199254740993',
      to: '9007199254740994',
    });
  });

  it('is of the points credited', () => {
    const withdrawn = { points: 5, cash: [] };

    expect(opened({ points: 4, cash: [] }, { withdrawn })).toEqual({
      status: 'later',
      from: '9007199254740993',
      to: '9007199254740994',
      ours: { points: 4 },
      provider: null,
      checks: 0,
    });
  });

  it('is due as soon as one of both sides has points', () => {
    const cashOnly = { points: 0, cash: CASH };

    expect(opened({ points: 0, cash: [] }, { withdrawn: { points: 5, cash: [] } }).status).toBe('later');
    expect(opened({ points: 5, cash: [] }, { withdrawn: cashOnly }).status).toBe('later');
    expect(opened(cashOnly).status).toBe('notApplicable');
  });

  it.each([
    ['there is cash on both sides', { points: 1, cash: CASH }, undefined],
    ['cash was withdrawn only', { points: 1, cash: [] }, { points: 1, cash: CASH }],
    ['cash was credited only', { points: 1, cash: CASH }, { points: 1, cash: [] }],
  ])('notes that cash is not compared when %s', (_when, credited, withdrawn) => {
    expect(opened(credited, withdrawn === undefined ? {} : { withdrawn }).note).toMatch(/^cash has no/);
  });

  it('notes that a figure which nobody credited is compared with itself, when it is compared', () => {
    const points = { points: 1, cash: [] };

    expect(opened(points, { credit: 'none' }).note).toMatch(/compared with itself/);
    expect(opened(points, { credit: 'none', reconcile: 'later' })).not.toHaveProperty('note');
    expect(opened({ points: 0, cash: CASH }, { credit: 'none' }).note).not.toMatch(/compared with itself/);
    expect(opened({ points: 1, cash: CASH }, { credit: 'none' }).note).toMatch(/cash .*; .* itself/);
  });
});
