import { LosslessNumber } from 'lossless-json';
import { readDecimal, withTwoDecimals } from '../http/decimal.ts';

/** The unit of money on the wire. The provider's pages do not say it for these calls (facts.md A.3). */
export type AmountUnit = 'yuan' | 'fen';

/**
 * Yuan as the JSON number to send: `100.10` for yuan, `10010` for fen. It is written digit by digit, never as a float.
 * @throws RangeError for what is not a decimal above zero with at most two decimals: the caller has checked that.
 */
export function toWireAmount(yuan: string, unit: AmountUnit): LosslessNumber {
  const value = /^\d+(?:\.\d+)?$/.test(yuan) ? readDecimal(yuan) : undefined;
  const money = value?.gt('0') ? withTwoDecimals(value) : undefined;
  if (value === undefined || money === undefined) {
    throw new RangeError('an amount must be a decimal above zero with at most two decimals');
  }
  return new LosslessNumber(unit === 'yuan' ? money : value.times('100').toFixed(0));
}

/**
 * A wire amount as yuan with two decimals; may be negative. Undefined when it is not a decimal, or finer than a fen:
 * then it is likely that the unit is set wrongly, and nothing must be made of it.
 */
export function fromWireAmount(digits: string, unit: AmountUnit): string | undefined {
  const value = readDecimal(digits);
  if (value === undefined) return undefined;
  // Multiplied, not divided: a division rounds, and would hide the fraction of a fen that must be refused.
  return withTwoDecimals(unit === 'yuan' ? value : value.times('0.01'));
}
