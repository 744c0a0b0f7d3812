import { describe, expect, it } from '@jest/globals';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { changesBetween, withChanges } from '../../../rules/allinpay/detailChanges.ts';

const pending = (externalCode: string, more: Partial<AllinpayDetail> = {}): AllinpayDetail => ({
  externalCode,
  amount: '1.00',
  status: 'pending',
  ...more,
});

describe('what an answer changed', () => {
  it('is nothing where it says what is known', () => {
    const details = [
      pending('A', { reason: 'in doubt' }),
      pending('B', { status: 'settled', arrived: '1.00' }),
    ];
    expect(changesBetween(details, structuredClone(details))).toEqual([]);
  });

  it.each([
    [{ status: 'settled' }],
    [{ status: 'pending', arrived: '1.00' }],
    [{ status: 'pending', fee: '0.10' }],
    [{ status: 'pending', withdrawTId: '9' }],
    [{ status: 'pending', reason: 'in doubt' }],
  ] as const)('is what it says of that detail alone, and no member more: %j', (said) => {
    const before = [pending('A'), pending('B')];
    const after = [pending('A'), pending('B', said)];
    expect(changesBetween(before, after)).toStrictEqual([{ at: [1], ...said }]);
    expect(withChanges(before, changesBetween(before, after))).toEqual(after);
  });

  it('is told once of all details that it says the same of', () => {
    const before = ['A', 'B', 'C'].map((code) => pending(code));
    const after = [
      pending('A', { reason: 'in doubt' }),
      pending('B', { status: 'failed' }),
      pending('C', { reason: 'in doubt' }),
    ];
    expect(changesBetween(before, after)).toEqual([
      { at: [0, 2], status: 'pending', reason: 'in doubt' },
      { at: [1], status: 'failed' },
    ]);
    expect(withChanges(before, changesBetween(before, after))).toEqual(after);
  });

  it('takes the reason for a doubt that is gone', () => {
    const before = [pending('A', { reason: 'in doubt' })];
    for (const after of [pending('A'), pending('A', { status: 'settled', arrived: '1.00' })]) {
      expect(withChanges(before, changesBetween(before, [after]))).toStrictEqual([after]);
    }
  });

  it('leaves what a detail ended with, where the answer was held against less than is known of it', () => {
    const ended = pending('A', { status: 'failed', reason: 'account frozen' });
    const known = pending('A', { status: 'failed' });
    const changes = changesBetween([known], [{ ...known, withdrawTId: '9' }]);
    expect(withChanges([ended], changes)).toEqual([{ ...ended, withdrawTId: '9' }]);
  });

  it('is not told of details that were not there before', () => {
    expect(() => changesBetween([], [pending('A')])).toThrow(RangeError);
  });
});
