import { describe, expect, it } from '@jest/globals';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { matchDetails } from '../../../rules/allinpay/matchDetails.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';

const asked = (externalCode: string, amount: string): AllinpayDetail => ({
  externalCode,
  amount,
  status: 'pending',
});
const line = (externalCode: string, withdrawTId: string, more: Partial<OrderLine> = {}): OrderLine => ({
  externalCode,
  withdrawTId,
  arrived: '98.00',
  fee: '2.00',
  status: 'settled',
  ...more,
});

function differences(details: readonly AllinpayDetail[], lines: readonly OrderLine[]): readonly string[] {
  const match = matchDetails(details, lines);
  if (match.kind !== 'conflict') throw new Error('no conflict');
  return match.differences;
}

describe('an order that was booked twice', () => {
  const details = [asked('A', '100.00'), asked('B', '100.00')];
  const twice = [line('A', 'T1'), line('B', 'T2'), line('A', 'T3', { status: 'pending' }), line('B', 'T4')];
  const told = [
    'paid twice: externalCode:A, 98.00 (fee 2.00) by serial number T1 (settled) and 98.00 (fee 2.00) by serial number T3 (pending)',
    'paid twice: externalCode:B, 98.00 (fee 2.00) by serial number T2 (settled) and 98.00 (fee 2.00) by serial number T4 (settled)',
    'what left the account in all: 400.00 (100.00 of it under way), where 200.00 was asked for',
  ];

  it('says so, with both serial numbers and sums, and what left the account in all', () => {
    expect(differences(details, twice)).toEqual(told);
    expect(differences(details.toReversed(), twice.toReversed())).toEqual(told);
  });

  it('says so where the serial numbers of the first booking were learnt', () => {
    const learnt = [
      { ...asked('A', '100.00'), withdrawTId: 'T1' },
      { ...asked('B', '100.00'), withdrawTId: 'T2' },
    ];
    expect(differences(learnt, twice)).toEqual(told);
  });

  it('says so where its accounts are told by names that the provider gave, or by ids alone', () => {
    const byId = twice.map(({ externalCode, ...rest }) => ({
      ...rest,
      accountUserId: externalCode === 'A' ? '1' : '2',
    }));
    const names = [
      { accountUserId: '1', externalCode: 'A' },
      { accountUserId: '2', externalCode: 'B' },
    ];
    expect(matchDetails(details, byId, names)).toMatchObject({ kind: 'conflict', differences: told });
    expect(differences(details, byId)).toEqual(
      told.map((text) => text.replace('externalCode:A', '1').replace('externalCode:B', '2')),
    );
  });

  it('counts what failed as back, and an amount that is not said yet as asked', () => {
    const lines = [line('A', 'T1', { status: 'failed' }), { externalCode: 'A', status: 'pending' } as const];
    expect(differences([asked('A', '100.00')], lines)).toContain(
      'what left the account in all: 100.00 (100.00 of it under way), where 100.00 was asked for',
    );
  });

  it('says at least how much where a line says neither account nor amount', () => {
    const lines: OrderLine[] = [line('A', 'T1'), line('A', 'T2'), { status: 'pending' }];
    expect(differences([asked('A', '100.00')], lines)).toContain(
      'what left the account in all: at least 200.00, where 100.00 was asked for',
    );
  });

  it('takes an amount that is zero while it is under way for one that is not said yet', () => {
    const lines = [line('A', 'T1'), line('A', 'T2', { arrived: '0.00', fee: '0.00', status: 'pending' })];
    expect(differences([asked('A', '100.00')], lines)).toContain(
      'what left the account in all: 200.00 (100.00 of it under way), where 100.00 was asked for',
    );
  });

  it('takes lines without serial numbers for as many transfers, and those of one number for one', () => {
    const { withdrawTId: _number, ...unnumbered } = line('A', '');
    const lines = [line('A', 'T1'), line('A', 'T1'), unnumbered, { ...unnumbered }];
    expect(differences([asked('A', '100.00')], lines)).toContain(
      'what left the account in all: 300.00, where 100.00 was asked for',
    );
    expect(differences([asked('A', '100.00')], [unnumbered, { ...unnumbered }])).toEqual([
      'paid twice: externalCode:A, 98.00 (fee 2.00) without a serial number (settled) and 98.00 (fee 2.00) without a serial number (settled)',
      'what left the account in all: 200.00, where 100.00 was asked for',
    ]);
  });

  it('names an account as we did, though its lines give it two ids', () => {
    const lines = [line('A', 'T1', { accountUserId: '1' }), line('A', 'T2', { accountUserId: '2' })];
    expect(differences([asked('A', '100.00')], lines)).toContainEqual(
      expect.stringMatching(/^paid twice: externalCode:A, /),
    );
  });

  it('says how often, and leaves what fits once out', () => {
    const lines = [line('A', 'T1'), line('A', 'T2'), line('A', 'T3'), line('B', 'T4')];
    expect(differences(details, lines)).toEqual([
      expect.stringMatching(/^paid 3 times: externalCode:A, .*T1.* and .*T2.* and .*T3/),
      'what left the account in all: 400.00, where 200.00 was asked for',
    ]);
  });

  it('beside lines of somebody else tells of both', () => {
    expect(differences(details, [...twice, line('X', 'T9', { arrived: '7.00' })])).toEqual([
      'X: 7.00 (fee 2.00)',
      ...told.slice(0, 2),
      'what left the account in all: 409.00 (100.00 of it under way), where 200.00 was asked for',
    ]);
    const { fee: _fee, ...without } = line('X', 'T9', { arrived: '7.00' });
    expect(differences(details, [...twice, without])).toContain(
      'what left the account in all: 407.00 (100.00 of it under way), where 200.00 was asked for',
    );
  });
});

it('more lines than details of one amount, each of another account, are no double payment', () => {
  const lines = ['7', '8', '9'].map((accountUserId): OrderLine => ({
    accountUserId,
    arrived: '100.00',
    status: 'settled',
  }));
  expect(differences([asked('A', '100.00'), asked('B', '100.00')], lines)).toEqual([
    '7: 100.00',
    '8: 100.00',
    '9: 100.00',
  ]);
});
