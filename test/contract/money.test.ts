import { describe, expect, it } from '@jest/globals';
import {
  amountSchema,
  cashSchema,
  compareAmounts,
  isZero,
  positiveAmountSchema,
  sum,
  toAmount,
  ZERO,
} from '../../contract/money.ts';
import { parse } from '../../contract/problems.ts';

describe('an amount', () => {
  it.each([
    ['0', '0.00'],
    ['7', '7.00'],
    ['100.1', '100.10'],
    ['100.10', '100.10'],
    ['999999999999.99', '999999999999.99'],
  ])('%s is written %s', (text, written) => {
    expect(toAmount(text)).toBe(written);
    expect(parse(amountSchema, text)).toEqual({ ok: true, value: written });
  });

  it.each(['', '-1', '+1', '1.', '.5', '1.234', '1e3', '1,000', ' 1', '１', 'NaN', '0x10'])(
    'is never read from %j',
    (text) => {
      expect(() => toAmount(text)).toThrow(
        new RangeError(`not a decimal with at most two decimals: ${text}`),
      );
      expect(parse(amountSchema, text).ok).toBe(false);
    },
  );

  it.each([
    ['1.234', 'must have at most two decimals, got "1.234"'],
    ['-5', 'must be a plain decimal such as "100.10" (no sign, no separators), got "-5"'],
    ['007', 'must not begin with a zero, got "007"'],
    ['1000000000000', 'must have at most 14 digits, 2 of them after the point, got "1000000000000"'],
    [1.5, 'must be a decimal string such as "100.10", never a number, got 1.5'],
    [null, 'must be a decimal string such as "100.10", never a number'],
    [undefined, 'is required'],
  ])('%j is refused with a word on how to mend it', (value, message) => {
    expect(parse(amountSchema, value)).toEqual({ ok: false, problems: [{ message }] });
  });

  it.each(['0', '0.0', '0.00'])('%s is no amount to pay', (text) => {
    const message = `must be more than zero, got "${text}"`;
    expect(parse(positiveAmountSchema, text)).toEqual({ ok: false, problems: [{ message }] });
  });
});

describe('what is no amount', () => {
  it('is shown in 40 characters at most', () => {
    expect(() => toAmount('x'.repeat(50))).toThrow(/: x{40}$/);
  });
});

describe('a currency', () => {
  it('is three capitals and nothing else', () => {
    const cash = (currency: string): boolean => parse(cashSchema, [{ currency, amount: '1' }]).ok;
    expect(['CNY', 'cny', 'XCNY', 'CNYX', 'CN', ''].map(cash)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('has fifty others beside it at most', () => {
    const many = (length: number) => Array.from({ length }, () => ({ currency: 'CNY', amount: '0.5' }));
    expect(parse(cashSchema, many(50)).ok).toBe(true);
    expect(parse(cashSchema, many(51)).ok).toBe(false);
  });
});

describe('sums and comparisons', () => {
  it('are exact where floats are not', () => {
    expect(sum(['0.1', '0.2'])).toBe('0.30');
    expect(sum(Array.from({ length: 1000 }, () => '0.01'))).toBe('10.00');
    expect(sum(['999999999999.99', '0.01'])).toBe('1000000000000.00');
  });

  it('of nothing are zero', () => {
    expect(sum([])).toBe(ZERO);
    expect(isZero('0.00')).toBe(true);
    expect(isZero('0.01')).toBe(false);
  });

  it('order amounts by their value, not by their text', () => {
    expect(compareAmounts('9', '10')).toBeLessThan(0);
    expect(compareAmounts('10.1', '10.10')).toBe(0);
    expect(compareAmounts('100', '99.99')).toBeGreaterThan(0);
  });
});
