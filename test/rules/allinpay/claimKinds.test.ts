import { describe, expect, it } from '@jest/globals';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { judge } from '../../../rules/allinpay/claimKinds.ts';
import { claimsOf } from '../../../rules/allinpay/claims.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';

const COUNT = 200;
const each = <Made>(make: (place: number) => Made): Made[] =>
  Array.from({ length: COUNT }, (_, place) => make(place));

/** How often the amount of a detail is looked at, where no name makes a line sure of its detail. */
function looks(details: readonly AllinpayDetail[], lines: readonly OrderLine[]): number {
  const { asked, told } = claimsOf(details, lines, []);
  let count = 0;
  const counted = asked.map((claim) => ({
    ...claim,
    get amount() {
      count += 1;
      return claim.amount;
    },
  }));
  judge(told, counted, { byName: false, bySerialNumber: true, byStatus: false });
  return count;
}

it('lines that differ in what no detail of ours tells are one kind', () => {
  const details = each((place): AllinpayDetail => ({
    externalCode: `C${place}`,
    amount: '100.00',
    status: 'pending',
  }));
  const lines = each((place): OrderLine => ({
    accountUserId: String(place),
    withdrawTId: `T${place}`,
    arrived: '100.00',
    fee: `${place}.37`,
    status: 'settled',
  }));
  const { asked, told } = claimsOf(details, lines, []);
  const judged = judge(told, asked, { byName: true, bySerialNumber: true, byStatus: false });
  expect([judged.lines.length, judged.details.length]).toEqual([1, 1]);
});

describe('a line of many is held against few details', () => {
  it.each<[string, (place: number) => AllinpayDetail, (place: number) => OrderLine]>([
    [
      'where all of one amount are named by ids',
      (place) => ({ accountUserId: place, amount: '1.00', status: 'pending' }),
      (place) => ({ accountUserId: String(place), arrived: '1.00', status: 'pending' }),
    ],
    [
      'where all of one amount are named by codes',
      (place) => ({ externalCode: `C${place}`, amount: '1.00', status: 'pending' }),
      (place) => ({ externalCode: `C${place}`, arrived: '1.00', status: 'pending' }),
    ],
    [
      'where each is of another amount',
      (place) => ({ externalCode: `C${place}`, amount: `${place}.00`, status: 'pending' }),
      (place) => ({ accountUserId: String(place), arrived: `${place}.00`, status: 'settled' }),
    ],
  ])('%s', (_, detailOf, lineOf) => {
    expect(looks(each(detailOf), each(lineOf))).toBeLessThan(10 * COUNT);
  });
});
