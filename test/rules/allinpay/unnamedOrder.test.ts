import { describe, expect, it } from '@jest/globals';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import type { AccountNames } from '../../../rules/allinpay/accountNames.ts';
import type { Conflict } from '../../../rules/allinpay/conflict.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';
import { unnamedOrder } from '../../../rules/allinpay/unnamedOrder.ts';

const ours: readonly AllinpayDetail[] = [
  { externalCode: 'A', amount: '1.00', status: 'pending' },
  { accountUserId: 7, amount: '2.00', status: 'pending' },
];
const unnamed = (
  details: readonly AllinpayDetail[],
  lines: readonly OrderLine[],
  known: readonly AccountNames[] = [],
): Conflict | undefined => unnamedOrder(details, lines, known);
const line = (more: Partial<OrderLine>): OrderLine => ({ arrived: '1.00', status: 'settled', ...more });

describe('an order that our run did not send', () => {
  it('is another where no line names an account of ours, whatever its amounts', () => {
    const lines = [
      line({ accountUserId: '9', withdrawTId: 'T2' }),
      line({ accountUserId: '8', fee: '0.50' }),
    ];
    const expected = {
      differences: ['2 lines name no account of ours: 8: 1.00 (fee 0.50); 9: 1.00'],
      theirs: [{ accountUserId: 8 }, { accountUserId: 9, withdrawTId: 'T2' }],
    };
    expect(unnamed(ours, lines)).toMatchObject(expected);
    expect(unnamed(ours, [...lines].reverse())).toMatchObject(expected);
  });

  it('is shown by five of its lines, and how many they are', () => {
    const lines = Array.from({ length: 12 }, (_, place) => line({ accountUserId: String(20 + place) }));
    expect(unnamed(ours, lines.toReversed())?.differences).toEqual([
      '12 lines name no account of ours: 20: 1.00; 21: 1.00; 22: 1.00; 23: 1.00; 24: 1.00',
    ]);
  });

  it('is another where its lines name nobody', () => {
    expect(unnamed(ours, [line({})])?.differences).toEqual([
      'a line names no account of ours: an unnamed account: 1.00',
    ]);
  });

  it('is another where some line names an account of ours and another line none', () => {
    const lines = [line({ accountUserId: '9' }), line({ externalCode: 'A' })];
    expect(unnamed(ours, lines)?.differences).toEqual(['a line names no account of ours: 9: 1.00']);
  });

  it.each<[string, Partial<OrderLine>]>([
    ['the code that we asked by', { externalCode: 'A' }],
    ['the id that we asked by', { accountUserId: '7' }],
  ])('may be ours where every line says %s', (_, names) => {
    expect(unnamed(ours, [line(names)])).toBeUndefined();
  });

  it('may be ours where the provider said elsewhere how it calls an account of ours', () => {
    const pairs = [{ accountUserId: '9', externalCode: 'A' }];
    expect(unnamed(ours, [line({ accountUserId: '9' })], pairs)).toBeUndefined();
  });

  it('may be ours where a serial number was learnt before', () => {
    const learnt = ours.map((detail) => ({ ...detail, withdrawTId: 'T1' }));
    expect(unnamed(learnt, [line({ accountUserId: '9', withdrawTId: 'T1' })])).toBeUndefined();
    expect(unnamed(learnt, [line({ accountUserId: '9', withdrawTId: 'T2' })])).toBeDefined();
    expect(unnamed(learnt, [line({ accountUserId: '9' })])).toBeDefined();
  });

  it('may be ours where one line is of the platform, and we asked for it', () => {
    const platform = [{ isPlatform: true, amount: '1.00', status: 'pending' }] as const;
    expect(unnamed(platform, [line({ accountUserId: '9', referenceType: '11' })])).toBeUndefined();
  });
});
