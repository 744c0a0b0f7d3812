import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { halvesIn } from '../../contract/halfPairs.ts';
import { parse } from '../../contract/problems.ts';
import { cutText, isWellFormed, wellFormed } from '../../contract/text.ts';
import { z } from 'zod';
import { oddText } from '../harness/oddTexts.ts';

/** What a text becomes that goes through UTF-8 once. */
function throughUtf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

describe('a text that is made well-formed', () => {
  it('is what UTF-8 would make of it, so that every later stop has the same', () => {
    fc.assert(
      fc.property(oddText, (text) => {
        expect(wellFormed(text)).toBe(throughUtf8(text));
        expect(isWellFormed(text)).toBe(throughUtf8(text) === text);
      }),
    );
  });

  it('has one replacement for each half of a pair, and keeps whole pairs', () => {
    expect(wellFormed('\ud83d\ud83d\ude00\ude00')).toBe('\ufffd\u{1f600}\ufffd');
  });
});

describe('a text that is cut', () => {
  it('is no longer than it may be, says that it was cut, and is as well-formed as it was', () => {
    fc.assert(
      fc.property(oddText, fc.integer({ min: 1, max: 80 }), (text, most) => {
        const cut = cutText(text, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        if (isWellFormed(text)) expect(isWellFormed(cut)).toBe(true);
        if (text.length <= most) expect(cut).toBe(text);
        else expect(cut.endsWith('…')).toBe(true);
        expect(text.startsWith(cut === text ? cut : cut.slice(0, -1))).toBe(true);
      }),
    );
  });

  it('loses a pair whole where only half of it would fit', () => {
    expect(cutText('abc\u{1f600}def', 5)).toBe('abc…');
    expect(cutText('abc\u{1f600}def', 6)).toBe('abc\u{1f600}…');
    expect(cutText('abcdef', 5, '...')).toBe('ab...');
  });
});

describe('half of a pair in outside data', () => {
  const half = '\ud83d';

  it('is found in every text and in the name of every member, wherever it stands', () => {
    const data = { a: [{ b: `x${half}` }, half], [`m${half}`]: { c: half }, fine: '\u{1f600}' };
    expect(halvesIn(data).map(({ path }) => path)).toEqual([
      ['a', 0, 'b'],
      ['a', 1],
      [`m${half}`],
      [`m${half}`, 'c'],
    ]);
  });

  it('refuses the data, by the name of its place and of the half, whatever the schema says there', () => {
    const loose = z.looseObject({ note: z.string(), by: z.string().max(1) });
    expect(parse(loose, { note: `no ${half}`, by: `ann${half}`, [`x${half}`]: 1 })).toEqual({
      ok: false,
      problems: [
        { field: 'note', message: 'must not hold U+D83D (a lone surrogate)' },
        { field: 'by', message: 'must not hold U+D83D (a lone surrogate)' },
        { field: 'x\ufffd', message: 'is a name that must not hold U+D83D (a lone surrogate)' },
      ],
    });
  });

  it('is looked for at any depth', () => {
    let data: unknown = half;
    for (let depth = 0; depth < 200_000; depth += 1) data = [data];
    expect(halvesIn(data)).toHaveLength(1);
  });

  it('is told of a hundred times, not of every text that a broken encoder made', () => {
    expect(halvesIn(Array.from({ length: 500 }, () => half))).toHaveLength(100);
  });
});

describe('what is said of outside data', () => {
  it('is well-formed and of a bounded length, whatever the data', () => {
    const schema = z.strictObject({ a: z.enum(['x']).optional(), b: z.array(z.string().max(1)).optional() });
    const data = fc.oneof(
      fc.dictionary(oddText, oddText),
      oddText.map((a) => ({ a })),
      fc.array(oddText).map((b) => ({ b })),
      oddText,
    );
    fc.assert(
      fc.property(data, (outside) => {
        const parsed = parse(schema, outside);
        for (const { field = '', message } of parsed.ok ? [] : parsed.problems) {
          expect([field, message].filter((text) => !isWellFormed(text) || text.length > 200)).toEqual([]);
        }
      }),
    );
  });
});
