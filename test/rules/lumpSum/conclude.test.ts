import { describe, expect, it } from '@jest/globals';
import { conclude, type NextMove } from '../../../rules/lumpSum/conclude.ts';
import type { Standing } from '../../../rules/lumpSum/standing.ts';
import type { Verdict } from '../../../rules/lumpSum/verdict.ts';

const verdicts: Readonly<Record<Verdict['kind'], Verdict>> = {
  accepted: { kind: 'accepted' },
  refused: { kind: 'refused', refusal: { code: '21270220', message: 'paid' } },
  callRefused: { kind: 'callRefused', refusal: { code: '2290001', message: 'param is invalid' } },
  unknown: { kind: 'unknown' },
};

/** A move in short: what it comes to, and the codes that say why. */
function inShort(next: NextMove): string {
  switch (next.move) {
    case 'settle':
      return [next.outcome, ...next.problems.map(({ code, foundBy }) => `${code} by ${foundBy}`)].join(', ');
    case 'readAgain':
      return `read again, else ${inShort({ move: 'settle', ...next.otherwise })}`;
    case 'sendAgain':
      return 'send again';
  }
}

const REFUSED = 'rejected, 21270220 by provider';
const CALL_REFUSED = 'rejected, 2290001 by provider';
const CONFLICT = 'conflict, conflict by us';
const UNVERIFIED = 'unverified, unverified by us';
const READ_AGAIN = `read again, else ${UNVERIFIED}`;

/** Complete: every verdict, where the record stands, and the move where details stay, and where they change if it differs. */
const table: Readonly<
  Record<Verdict['kind'], Readonly<Record<Standing, readonly [stay: string, change?: string]>>>
> = {
  accepted: {
    wanted: ['corrected'],
    alike: ['corrected'],
    before: [READ_AGAIN],
    other: [CONFLICT],
    missing: [READ_AGAIN],
  },
  refused: {
    // Somebody else has done it, or Feishu has: it is as wanted, and the refusal stays to be read.
    wanted: ['corrected, 21270220 by provider'],
    alike: [REFUSED],
    before: [REFUSED],
    other: [`${REFUSED}, conflict by us`],
    missing: [REFUSED],
  },
  callRefused: {
    wanted: ['corrected'],
    alike: [CALL_REFUSED],
    before: [CALL_REFUSED],
    other: [`${CALL_REFUSED}, conflict by us`],
    missing: [CALL_REFUSED],
  },
  unknown: {
    wanted: ['corrected'],
    alike: [UNVERIFIED],
    before: ['send again', CONFLICT],
    other: [CONFLICT],
    missing: [CONFLICT],
  },
};

const rows = Object.values(verdicts).flatMap((verdict) =>
  (Object.entries(table[verdict.kind]) as [Standing, readonly [string, string?]][]).flatMap(
    ([standing, [stay, change = stay]]) => [
      { verdict, standing, details: 'stay', expected: stay },
      { verdict, standing, details: 'change', expected: change },
    ],
  ),
);

describe('a record that was sent', () => {
  it.each(rows)(
    '$verdict.kind, stands as $standing, details $details: $expected',
    ({ verdict, standing, details, expected }) => {
      expect(inShort(conclude(verdict, standing, details === 'change'))).toBe(expected);
    },
  );

  it("is told Feishu's own words for its refusal", () => {
    expect(conclude(verdicts.refused, 'before', false)).toEqual({
      move: 'settle',
      outcome: 'rejected',
      problems: [{ code: '21270220', message: 'paid', foundBy: 'provider' }],
    });
  });

  it.each<[Verdict['kind'], Standing, string]>([
    ['accepted', 'before', 'Feishu took it, and the record is as it was'],
    ['accepted', 'missing', 'Feishu took it, and it does not show the record any more'],
    ['accepted', 'other', 'Feishu took it, and the record is not as it was sent'],
    [
      'unknown',
      'before',
      'the answer was lost, and the record is as it was, and one whose details change is never sent twice',
    ],
    ['unknown', 'other', 'the answer was lost, and the record is neither as it was nor as it was sent'],
    ['unknown', 'missing', 'the answer was lost, and Feishu does not show the record any more'],
    ['unknown', 'alike', 'the answer was lost, and the record reads the same before and after'],
  ])('%s and then %s tells a person why', (verdict, standing, words) => {
    const next = conclude(verdicts[verdict], standing, true);
    if (next.move === 'sendAgain') throw new Error('nobody is told');
    const { problems } = next.move === 'settle' ? next : next.otherwise;
    expect(problems.map(({ message }) => message)).toEqual([words]);
  });
});
