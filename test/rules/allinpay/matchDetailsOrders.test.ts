import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { matchDetails, type Match } from '../../../rules/allinpay/matchDetails.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';
import { matchedByTrying } from './matchedByTrying.fixture.ts';
import { doubtfulOrders, shuffled, trueOrders, type TrueOrder } from './orders.fixture.ts';

/** What a match says of each detail, or that there is none: without the words for people. */
function said(match: Match) {
  if (match.kind === 'conflict') return 'conflict';
  return match.details.map(({ status, arrived, fee, withdrawTId, reason }) => ({
    status,
    arrived,
    fee,
    withdrawTId,
    reason: reason?.startsWith('no ') === true ? reason : reason !== undefined,
  }));
}

const inAnyOrder = (orders: fc.Arbitrary<TrueOrder>) =>
  orders.chain((order) =>
    fc.record({
      order: fc.constant(order),
      places: shuffled([...order.details.keys()]),
      lines: shuffled(order.lines),
    }),
  );

describe('what is believed of an order', () => {
  it('is what is the same in every assignment, as if each had been tried', () => {
    fc.assert(
      fc.property(doubtfulOrders, ({ details, lines }) => {
        expect(said(matchDetails(details, lines))).toEqual(matchedByTrying(details, lines));
      }),
      { numRuns: 1_500 },
    );
  });

  it('is true of an order that went right, whatever its answer leaves out', () => {
    fc.assert(
      fc.property(trueOrders(8), ({ details, truth, lines }) => {
        const match = matchDetails(details, lines);
        if (match.kind === 'conflict') throw new Error(match.differences.join('; '));
        for (const [place, detail] of match.details.entries()) expectTrue(detail, truth[place]!);
      }),
      { numRuns: 1_500 },
    );
  });

  it('is the same in every order of the lines and of the details', () => {
    fc.assert(
      fc.property(inAnyOrder(doubtfulOrders), inAnyOrder(trueOrders(8)), (...both) => {
        for (const { order, places, lines } of both) {
          const first = matchDetails(order.details, order.lines);
          const other = matchDetails(
            places.map((place) => order.details[place]!),
            lines,
          );
          if (first.kind === 'conflict') expect(other).toEqual(first);
          else {
            const details = places.map((place) => first.details[place]!);
            expect(other).toEqual({ ...first, details });
          }
        }
      }),
      { numRuns: 1_500 },
    );
  });
});

/** A thousand details, in the shapes in which they are hardest to tell from each other. */
const THOUSAND = 1_000;
const each = <Made>(make: (place: number) => Made): Made[] =>
  Array.from({ length: THOUSAND }, (_, at) => make(at));
const yuan = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
const code = (place: number, amount: string): AllinpayDetail => ({
  externalCode: `C${place}`,
  amount,
  status: 'pending',
});
const settled = (place: number, arrived: string, fee = '0.00'): OrderLine => ({
  accountUserId: String(place),
  withdrawTId: `T${place}`,
  arrived,
  fee,
  status: 'settled',
});

const shapes: Record<string, [AllinpayDetail[], OrderLine[], string[]]> = {
  'of one amount': [each((at) => code(at, '100.00')), each((at) => settled(at, '100.00')), ['settled']],
  'of one amount, one of which failed': [
    each((at) => code(at, '100.00')),
    each((at) => ({ ...settled(at, '100.00'), ...(at === 0 ? { status: 'failed' as const } : {}) })),
    ['pending'],
  ],
  // Each line fits two details, and one line more or less would move all others.
  'of amounts that lie one fee apart': [
    each((at) => code(at, yuan(10_000 + at * 200))),
    each((at) => settled(at, yuan(9_800 + at * 200), '2.00')),
    ['settled'],
  ],
  'of amounts that lie one fee apart, one of which is not listed': [
    each((at) => code(at, yuan(10_000 + at * 200))),
    each((at) => settled(at, yuan(9_800 + at * 200), '2.00')).slice(1),
    ['pending'],
  ],
  'of all amounts, answered without any': [
    each((at) => code(at, yuan(100 + at))),
    each((at) => ({ accountUserId: String(at), status: 'failed' })),
    ['failed'],
  ],
  'half of which name their account': [
    each((at) => code(at, yuan(10_000 + (at % 7)))),
    each((at) => ({
      ...settled(at, yuan(10_000 + (at % 7))),
      ...(at % 2 === 0 ? { externalCode: `C${at}` } : {}),
    })),
    ['settled'],
  ],
  'that name each account in two ways': [
    each((at) =>
      at % 2 === 0 ? { ...code(at, '1.00') } : { accountUserId: at - 1, amount: '1.00', status: 'pending' },
    ),
    each((at) => settled(at - (at % 2), '1.00')),
    ['settled'],
  ],
};

describe('a thousand details', () => {
  it.each(Object.entries(shapes))(
    '%s are matched without trying what each could be',
    (_, [details, lines, expected]) => {
      const match = matchDetails(details, lines);
      if (match.kind === 'conflict') throw new Error(match.differences.join('; '));
      expect([...new Set(match.details.map(({ status }) => status))].sort()).toEqual(expected);
    },
  );
});

function expectTrue(detail: AllinpayDetail, line: OrderLine): void {
  if (detail.withdrawTId !== undefined) expect(detail.withdrawTId).toBe(line.withdrawTId);
  if (detail.status === 'pending') return;
  expect(detail.status).toBe(line.status);
  if (detail.arrived !== undefined) expect(detail.arrived).toBe(line.arrived);
  if (detail.fee !== undefined) expect(detail.fee).toBe(line.fee);
  if (detail.status === 'failed' && detail.reason !== undefined) expect(detail.reason).toBe(line.statusText);
}
