import { describe, expect, it } from '@jest/globals';
import { readingOf, type Reading, type TakingAnswer } from '../../../workflows/referralWithdrawal/reading.ts';

const STARTED = Date.parse('2026-03-01T00:00:00.000Z');
const FRESH = '2026-02-28T23:55:00.000Z';
const OLD = '2026-02-28T23:54:59.999Z';
const gift = { name: 'gift_bonus', value: '500' };
const some = { points: 7, cash: [] };
const nothing = { points: 0, cash: [] };

type Withdrawn = Extract<TakingAnswer, { readonly outcome: 'withdrawn' }>;

function answer(more: Partial<Withdrawn> = {}): Withdrawn {
  return {
    outcome: 'withdrawn',
    transTime: '1',
    withdrawnAt: FRESH,
    withdrawn: some,
    firstRun: true,
    ...more,
  };
}

const readings: readonly [claim: string, of: TakingAnswer, kind: Reading['kind']][] = [
  ['an amount', answer(), 'whole'],
  ['an amount in a later run', answer({ firstRun: false }), 'whole'],
  ['an old amount', answer({ withdrawnAt: OLD }), 'whole'],
  ['zero', answer({ withdrawn: nothing }), 'whole'],
  ['zero in a later run', answer({ withdrawn: nothing, firstRun: false }), 'whole'],
  ['no amount, in a first run', answer({ withdrawn: nothing, namesNoAmount: true }), 'whole'],
  [
    'no amount, in a later run',
    answer({ withdrawn: nothing, namesNoAmount: true, firstRun: false }),
    'unclear',
  ],
  [
    'no amount, from before a first run',
    answer({ withdrawn: nothing, namesNoAmount: true, withdrawnAt: OLD }),
    'unclear',
  ],
  ['an amount and what nobody knows', answer({ unknownMembers: [gift] }), 'inPart'],
  ['the same in a later run', answer({ unknownMembers: [gift], firstRun: false }), 'inPart'],
  ['the same, old', answer({ unknownMembers: [gift], withdrawnAt: OLD }), 'inPart'],
  ['what nobody knows alone', { outcome: 'unclear', transTime: '1', unknownMembers: [gift] }, 'unclear'],
];

describe('how much of an answer is understood', () => {
  it.each(readings)('of %s', (_claim, of, kind) => {
    expect(readingOf(of, STARTED).kind).toBe(kind);
  });

  it('hands on what is understood, whole or in part', () => {
    const { transTime, withdrawnAt, withdrawn } = answer();
    const taken = { withdrawal: { transTime, withdrawnAt, withdrawn }, firstRun: true };

    expect(readingOf(answer(), STARTED)).toMatchObject({ taken });
    expect(readingOf(answer({ unknownMembers: [gift] }), STARTED)).toMatchObject({ taken });
  });

  it('names what is not, with its value, five members at most', () => {
    const many = Array.from({ length: 8 }, (_, at) => ({ name: `m${at}`, value: String(at) }));

    expect(readingOf(answer({ unknownMembers: [gift] }), STARTED)).toMatchObject({
      why: expect.stringContaining('gift_bonus 500.'),
    });
    const unclear = { outcome: 'unclear', transTime: '1', unknownMembers: [gift] } as const;
    expect(readingOf(unclear, STARTED)).toMatchObject({ why: expect.stringMatching(/: gift_bonus 500$/) });
    expect(readingOf(answer({ unknownMembers: many }), STARTED)).toMatchObject({
      why: expect.stringContaining('m0 0, m1 1, m2 2, m3 3, m4 4 and 3 more.'),
    });
  });
});
