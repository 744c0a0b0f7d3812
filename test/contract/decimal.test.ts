import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addsUp,
  canonicalDecimal,
  decimalsOf,
  readPlainDecimal,
  sumOfDecimals,
} from '../../contract/decimal.ts';

const digits = (longest: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{1,${longest}}$`));
/** A value in cents, and one way to write it. */
const written = fc
  .tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.nat(4), fc.nat(4))
  .map(([cents, before, behind]) => ({
    cents,
    text: inMajor(cents, before, behind),
  }));

function inMajor(cents: bigint, zerosBefore = 0, zerosBehind = 0): string {
  const all = String(cents < 0n ? -cents : cents).padStart(3, '0');
  const [whole, decimals] = [all.slice(0, -2), all.slice(-2)];
  return `${cents < 0n ? '-' : ''}${'0'.repeat(zerosBefore)}${whole}.${decimals}${'0'.repeat(zerosBehind)}`;
}

describe('a plain decimal', () => {
  it.each([
    '',
    ' ',
    '-',
    '.',
    '1.',
    '.5',
    '+1',
    '1e3',
    '1E3',
    '0x10',
    '1,000',
    '1 000',
    '１',
    'NaN',
    'Infinity',
    '--1',
    '1.2.3',
    '1\n',
  ])('is not %j', (text) => {
    expect(readPlainDecimal(text)).toBeUndefined();
    expect(canonicalDecimal(text)).toBe(text);
  });

  it('has one text, whatever zeros it is written with', () => {
    for (const text of ['2000', '2000.0', '2000.00', '02000']) expect(canonicalDecimal(text)).toBe('2000');
    for (const text of ['0', '-0', '0.00', '-0.0', '000']) expect(canonicalDecimal(text)).toBe('0');
  });

  it('has one text for one value and two for two, exactly, at any length', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        expect(canonicalDecimal(a.text) === canonicalDecimal(b.text)).toBe(a.cents === b.cents);
        expect(canonicalDecimal(canonicalDecimal(a.text))).toBe(canonicalDecimal(a.text));
        expect(canonicalDecimal(a.text)).toBe(canonicalDecimal(inMajor(a.cents)));
      }),
    );
  });

  it('never changes into exponents', () => {
    fc.assert(
      fc.property(digits(200), digits(50), (whole, decimals) => {
        expect(canonicalDecimal(`${whole}.${decimals}`)).toMatch(/^\d+(\.\d*[1-9])?$/);
      }),
    );
  });
});

describe('the decimals of an amount', () => {
  it.each([
    ['2000', 0],
    ['2000.00', 2],
    ['2000.10', 2],
    ['2000.105', 3],
    ['', 0],
    ['0.000', 3],
  ])('%j has, zeros at the end too: %i', (text, expected) => {
    expect(decimalsOf(text)).toBe(expected);
  });
});

describe('a float', () => {
  it('gets into no sum', () => {
    expect(() => readPlainDecimal('1')?.plus(0.1)).toThrow();
    expect(readPlainDecimal('1')?.plus('0.1').toFixed()).toBe('1.1');
  });
});

describe('a sum', () => {
  it('is exact, whatever its parts', () => {
    fc.assert(
      fc.property(fc.array(written), (parts) => {
        const texts = parts.map(({ text }) => text);
        const cents = parts.reduce((sum, part) => sum + part.cents, 0n);
        expect(sumOfDecimals(texts)).toBe(canonicalDecimal(inMajor(cents)));
        expect(addsUp(texts, inMajor(cents))).toBe(true);
        expect(addsUp(texts, inMajor(cents + 1n))).toBe(false);
      }),
    );
  });

  it('of nothing is zero', () => {
    expect(sumOfDecimals([])).toBe('0');
    expect([addsUp([], '0.00'), addsUp([], '0.01')]).toEqual([true, false]);
  });

  it('is not judged where a text is no decimal: that is another fault', () => {
    expect([addsUp(['1', 'x'], '5'), addsUp(['1'], 'x')]).toEqual([true, true]);
  });

  it('of what is no decimal is refused, a long text cut', () => {
    expect(() => sumOfDecimals(['1', 'x'.repeat(99)])).toThrow(
      new RangeError(`not a plain decimal: ${'x'.repeat(40)}`),
    );
  });
});
