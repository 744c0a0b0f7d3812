import { describe, expect, it } from '@jest/globals';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { matchDetails } from '../../../rules/allinpay/matchDetails.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';

const ended = (externalCode: string, status: AllinpayDetail['status']): AllinpayDetail => ({
  externalCode,
  amount: '1.00',
  status,
});
const named = (
  externalCode: string,
  status: OrderLine['status'],
  more: Partial<OrderLine> = {},
): OrderLine => ({
  externalCode,
  status,
  arrived: '1.00',
  ...more,
});
const unnamed = (accountUserId: string, status: OrderLine['status']): OrderLine => ({
  accountUserId,
  status,
  arrived: '1.00',
});

function matched(details: readonly AllinpayDetail[], lines: readonly OrderLine[]) {
  const match = matchDetails(details, lines);
  if (match.kind !== 'ours') throw new Error('a conflict');
  return match;
}

describe('a detail that ended', () => {
  it.each([
    ['settled', 'failed'],
    ['failed', 'settled'],
  ] as const)('%s, and is said to have %s now, stays and is told', (ours, theirs) => {
    const more = { withdrawTId: 'T1', statusText: '退票' };
    const { details, contradictions } = matched([ended('A', ours)], [named('A', theirs, more)]);
    expect(details).toEqual([{ ...ended('A', ours), withdrawTId: 'T1' }]);
    expect(contradictions).toEqual([
      {
        key: `externalCode:A: ${ours}, 1 ${theirs}`,
        accounts: ['externalCode:A'],
        ours,
        theirs,
        lines: 1,
        message: `externalCode:A was ${ours}, and the provider says ${theirs} now: A: 1.00 by serial number T1 (退票)`,
      },
    ]);
  });

  it.each([
    ['A', 'B'],
    ['B', 'A'],
  ])('is told in one order, whichever of %s and %s was asked for first', (...codes) => {
    const { contradictions } = matched(
      codes.map((code) => ended(code, 'settled')),
      codes.map((code) => named(code, 'failed')),
    );
    expect(contradictions.flatMap(({ accounts }) => accounts)).toEqual(['externalCode:A', 'externalCode:B']);
  });

  it('is told without words of the provider where it gives none', () => {
    const [told] = matched([ended('A', 'settled')], [named('A', 'failed')]).contradictions;
    expect(told?.message).toBe('externalCode:A was settled, and the provider says failed now: A: 1.00');
  });

  it.each([
    ['the same', 'settled', named('A', 'settled')],
    ['pending, as an older answer would', 'settled', named('A', 'pending')],
    ['pending after a failure', 'failed', named('A', 'pending')],
  ] as const)('is not contradicted by a line that says %s', (_, status, line) => {
    expect(matched([ended('A', status)], [line]).contradictions).toEqual([]);
  });

  it('is not contradicted by a line of another, where a line that is pending may be its own', () => {
    const details = [ended('A', 'settled'), ended('B', 'pending')];
    const lines = [unnamed('1', 'pending'), unnamed('2', 'failed')];
    expect(matched(details, lines).contradictions).toEqual([]);
  });

  it('is not contradicted by no line, and one that is pending by none', () => {
    expect(matched([ended('A', 'settled')], []).contradictions).toEqual([]);
    expect(matched([ended('A', 'pending')], [named('A', 'failed')]).contradictions).toEqual([]);
  });
});

describe('details that cannot be told from each other', () => {
  const three = ['A', 'B', 'C'].map((code) => ended(code, 'settled'));

  it('are contradicted together, by another key for each further line', () => {
    const one = [unnamed('1', 'failed'), unnamed('2', 'settled'), unnamed('3', 'settled')];
    const two = [unnamed('1', 'failed'), unnamed('2', 'failed'), unnamed('3', 'settled')];
    expect(matched(three, one).contradictions).toMatchObject([
      {
        key: 'externalCode:A and 2 more: settled, 1 failed',
        accounts: ['externalCode:A', 'externalCode:B', 'externalCode:C'],
        lines: 1,
        message: expect.stringContaining('one of externalCode:A, externalCode:B, externalCode:C was settled'),
      },
    ]);
    expect(matched(three, two).contradictions).toMatchObject([
      { key: 'externalCode:A and 2 more: settled, 2 failed', lines: 2 },
    ]);
    expect(matched(three.toReversed(), one.toReversed()).contradictions).toEqual(
      matched(three, one).contradictions,
    );
  });

  it('are not where one assignment agrees with all of them', () => {
    const details = [ended('A', 'settled'), ended('B', 'failed'), ended('C', 'pending')];
    for (const third of ['pending', 'settled', 'failed'] as const) {
      const lines = [unnamed('1', 'failed'), unnamed('2', 'settled'), unnamed('3', third)];
      expect(matched(details, lines).contradictions).toEqual([]);
    }
  });

  it('leave the contradiction to those that the lines may be of', () => {
    const details = [ended('A', 'settled'), ended('B', 'failed'), ended('C', 'pending')];
    const lines = [unnamed('1', 'failed'), unnamed('2', 'failed'), unnamed('3', 'failed')];
    expect(matched(details, lines)).toMatchObject({
      contradictions: [{ accounts: ['externalCode:A'], ours: 'settled', theirs: 'failed', lines: 3 }],
      details: [{ status: 'settled' }, { status: 'failed' }, { status: 'failed' }],
    });
  });

  it('are contradicted by no line that another detail has room for', () => {
    const details: AllinpayDetail[] = [
      ended('A', 'settled'),
      { ...ended('D', 'settled'), amount: '2.00' },
      { accountUserId: 2, amount: '2.00', status: 'pending' },
      { accountUserId: 3, amount: '1.00', status: 'pending' },
    ];
    const lines: OrderLine[] = [
      { ...unnamed('7', 'failed'), fee: '1.00' },
      { arrived: '2.00', status: 'settled' },
      { arrived: '1.00', status: 'failed' },
    ];
    expect(matched(details, lines).contradictions.map(({ key }) => key)).toEqual([
      'externalCode:A: settled, 1 failed',
      'externalCode:D: settled, 1 failed',
    ]);
  });

  it('are shown five at most', () => {
    const many = Array.from({ length: 9 }, (_, at) => ended(`S${at}`, 'settled'));
    const lines = many.map((_, at) => unnamed(`${at}`, at === 0 ? 'failed' : 'settled'));
    const [told] = matched(many, lines).contradictions;
    expect(told?.accounts).toHaveLength(9);
    expect(told?.message).toContain('externalCode:S4 and 4 more was settled');
    const [five] = matched(many.slice(0, 5), lines.slice(0, 5)).contradictions;
    expect(five?.message).toContain('externalCode:S4 was settled');
  });

  it('are contradicted by the same five lines, in whichever order an answer holds them', () => {
    const many = Array.from({ length: 7 }, (_, at) => ended(`S${at}`, 'settled'));
    const lines = many.map((_, at) => unnamed(`${at}`, 'failed'));
    for (const answer of [lines, lines.toReversed()]) {
      expect(matched(many, answer).contradictions).toMatchObject([
        {
          lines: 7,
          message: expect.stringMatching(/ failed now: 0: 1.00; 1: 1.00; 2: 1.00; 3: 1.00; 4: 1.00$/),
        },
      ]);
    }
  });
});

it('each account that is named is contradicted by itself', () => {
  const details = [ended('A', 'settled'), ended('B', 'failed'), ended('C', 'settled')];
  const lines = [named('C', 'settled'), named('B', 'settled'), named('A', 'failed')];
  expect(matched(details, lines).contradictions.map(({ key }) => key)).toEqual([
    'externalCode:A: settled, 1 failed',
    'externalCode:B: failed, 1 settled',
  ]);
});
