import { describe, expect, it } from '@jest/globals';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { matchDetails } from '../../../rules/allinpay/matchDetails.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';

const byCode: AllinpayDetail = { externalCode: 'A', amount: '1.00', status: 'pending' };
const byId: AllinpayDetail = { accountUserId: 2, amount: '1.00', status: 'pending' };
const line = (names: Partial<OrderLine>, arrived = '1.00'): OrderLine => ({
  arrived,
  status: 'settled',
  ...names,
});

function differences(details: readonly AllinpayDetail[], lines: readonly OrderLine[]): readonly string[] {
  const match = matchDetails(details, lines);
  if (match.kind !== 'conflict') throw new Error('no conflict');
  return match.differences;
}

describe('what a person is shown of an order that is not ours', () => {
  it('leaves out a line that names an account of ours where only others are too many', () => {
    const lines = [line({ accountUserId: '2' }), line({ externalCode: 'A' }), line({ accountUserId: '7' })];
    expect(differences([byCode, byId], lines)).toStrictEqual(['A: 1.00', '7: 1.00']);
  });

  it('leaves out a line of another amount that two names of one account may explain', () => {
    const lines = [line({ externalCode: 'A' }, '2.00'), line({ accountUserId: '9' }, '9.00')];
    expect(differences([byCode, { ...byId, amount: '2.00' }], lines)).toStrictEqual(['9: 9.00']);
  });

  it('is five lines at most of those that are too many', () => {
    const lines = Array.from({ length: 7 }, (_, place) => line({ accountUserId: String(20 + place) }));
    expect(differences([byCode], lines)).toStrictEqual([
      '20: 1.00',
      '21: 1.00',
      '22: 1.00',
      '23: 1.00',
      '24: 1.00',
    ]);
  });
});
