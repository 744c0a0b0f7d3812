import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shortOf, textOf } from '../../../rules/allinpay/shortText.ts';

const digits = fc.stringMatching(/^\d{1,40}$/);
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), digits);

describe('a text in few characters', () => {
  it('is read back as it was, whatever it holds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(textOf(shortOf(text))).toBe(text);
      }),
      { numRuns: 3_000 },
    );
    for (const text of ['', '0', '007', '\ud800', 'a\udc00,b', "'", '-', '12 ', '!~,:=@', '~!~!']) {
      expect(textOf(shortOf(text))).toBe(text);
    }
  });

  it('holds nothing that stands between texts', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(shortOf(text)).not.toMatch(/[,:=@!~]/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes eleven characters for a serial number of 19 digits', () => {
    expect(shortOf('9223372036854775807')).toHaveLength(11);
    expect(shortOf('1000000000000000000')).toHaveLength(10);
  });
});
