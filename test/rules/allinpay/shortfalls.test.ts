import { describe, expect, it } from '@jest/globals';
import type { AccountBalance } from '../../../contract/flows/allinpayBalance.ts';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { shortfalls } from '../../../rules/allinpay/shortfalls.ts';

function balance(more: Partial<AccountBalance>): AccountBalance {
  return {
    accountUserId: '7',
    accountSetNo: '100001',
    referenceType: '13',
    balance: '0.00',
    frozenBalance: '0.00',
    availableBalance: '0.00',
    withdrawBalance: '100.00',
    ...more,
  };
}

const detail = (
  account: { accountUserId: number } | { externalCode: string } | { isPlatform: true },
  amount: string,
): AllinpayDetail => ({
  ...account,
  amount,
  status: 'pending',
});

describe('a balance', () => {
  it('that pays the amount exactly is enough, by whichever name the account goes', () => {
    const balances = [balance({ externalCode: 'S1' }), balance({ accountUserId: '1', referenceType: '11' })];
    expect(shortfalls([detail({ accountUserId: 7 }, '100.00')], balances)).toEqual([]);
    expect(shortfalls([detail({ externalCode: 'S1' }, '100.00')], balances)).toEqual([]);
    expect(shortfalls([detail({ isPlatform: true }, '100.00')], balances)).toEqual([]);
  });

  it('one cent short is not, and the problem says which detail and how much there is', () => {
    expect(shortfalls([detail({ accountUserId: 7 }, '100.01')], [balance({})])).toEqual([
      {
        field: 'details[0].amount',
        message: 'only 100.00 can be withdrawn from accountUserId:7, asked 100.01',
      },
    ]);
  });

  it('of any set of the account will do: which one a withdrawal draws on is not documented', () => {
    const sets = [
      balance({ withdrawBalance: '1.00' }),
      balance({ accountSetNo: '2000000', withdrawBalance: '200.00' }),
    ];
    expect(shortfalls([detail({ accountUserId: 7 }, '150.00')], sets)).toEqual([]);
    expect(shortfalls([detail({ accountUserId: 7 }, '300.00')], sets)).toEqual([
      {
        field: 'details[0].amount',
        message: 'only 1.00 and 200.00 can be withdrawn from accountUserId:7, asked 300.00',
      },
    ]);
  });

  it('that is not listed pays nothing', () => {
    expect(shortfalls([detail({ externalCode: 'S9' }, '1.00')], [balance({})])).toEqual([
      {
        field: 'details[0].amount',
        message: 'nothing is listed to withdraw from externalCode:S9, asked 1.00',
      },
    ]);
  });

  it('of somebody else pays nothing', () => {
    const shop = balance({ accountUserId: '8', externalCode: 'S8' });
    const platform = balance({ accountUserId: '1', referenceType: '11' });
    const short = (account: Parameters<typeof detail>[0], balances: readonly AccountBalance[]): number =>
      shortfalls([detail(account, '1.00')], balances).length;
    expect(short({ accountUserId: 7 }, [shop, platform])).toBe(1);
    expect(short({ externalCode: 'S7' }, [shop, platform])).toBe(1);
    expect(short({ externalCode: 'S8' }, [shop])).toBe(0);
    const unnamed = balance({ accountUserId: '9', referenceType: '49' });
    expect(short({ isPlatform: true }, [shop, unnamed])).toBe(1);
  });

  it('below zero pays nothing', () => {
    const owed = [balance({ withdrawBalance: '-100.00' })];
    expect(shortfalls([detail({ accountUserId: 7 }, '1.00')], owed)).toHaveLength(1);
  });
});
