import { describe, expect, test } from '@jest/globals';
import { stringify } from 'lossless-json';
import { fromWireAmount, toWireAmount } from '../../../providers/allinpay/amount.ts';

describe('an amount to send', () => {
  test.each([
    ['100', 'yuan', '100.00'],
    ['100.1', 'yuan', '100.10'],
    ['100.10', 'fen', '10010'],
    ['0.01', 'fen', '1'],
    ['0.01', 'yuan', '0.01'],
    ['99999999999.99', 'yuan', '99999999999.99'],
    ['90071992547409.93', 'fen', '9007199254740993'],
  ] as const)('of %s yuan is the number %s → %s', (yuan, unit, expected) => {
    expect(stringify({ amount: toWireAmount(yuan, unit) })).toBe(`{"amount":${expected}}`);
  });

  test.each(['0', '0.00', '-1', '1.001', '1e2', '', 'x', '1,5', ' 1', '.5'])('is never %j', (yuan) => {
    for (const unit of ['yuan', 'fen'] as const) expect(() => toWireAmount(yuan, unit)).toThrow(RangeError);
  });
});

describe('an amount received', () => {
  test.each([
    ['100', 'yuan', '100.00'],
    ['100.10', 'yuan', '100.10'],
    ['100.100', 'yuan', '100.10'],
    ['1E+2', 'yuan', '100.00'],
    ['-5.5', 'yuan', '-5.50'],
    ['10010', 'fen', '100.10'],
    ['1', 'fen', '0.01'],
    ['0', 'fen', '0.00'],
    ['10010.0', 'fen', '100.10'],
    ['9007199254740993', 'fen', '90071992547409.93'],
  ] as const)('%s in %s is %s yuan', (digits, unit, expected) => {
    expect(fromWireAmount(digits, unit)).toBe(expected);
  });

  test.each([
    ['100.001', 'yuan'],
    ['100.5', 'fen'],
    ['100.10', 'fen'],
    ['x', 'yuan'],
    ['', 'fen'],
  ] as const)('%j in %s is no amount: the unit is likely to be the other', (digits, unit) => {
    expect(fromWireAmount(digits, unit)).toBeUndefined();
  });
});
