import { readPlainDecimal } from '../../../contract/decimal.ts';

/** Digits that Excel keeps of a number. */
export const EXCEL_DIGITS = 15;

/**
 * The number that somebody typed into a cell of Excel, told from the digits in the file.
 *
 * Excel keeps a binary double and often writes 17 digits of it: what was typed as 4.1 stands in the file as
 * 4.0999999999999996. Of all decimals with at most 15 digits only one is kept as a given double, so where there is one
 * it is what was typed and what Excel shows. 0.1 + 0.2 has none (0.30000000000000004): its digits were never typed.
 *
 * @returns a plain decimal, or undefined where the digits do not tell it: calculated numbers, and the E notation
 */
export function typedNumber(digits: string): string | undefined {
  const value = readPlainDecimal(digits);
  if (value === undefined) return undefined;
  if (significantDigits(digits) <= EXCEL_DIGITS) return digits;
  const shown = value.prec(EXCEL_DIGITS).toFixed();
  // The one use of JS numbers here: they are the doubles that Excel keeps, and are compared, never calculated with.
  return Number(shown) === Number(digits) ? shown : undefined;
}

/** Digits from the first that is not zero on. */
export function significantDigits(decimal: string): number {
  return decimal.replace(/[-.]/g, '').replace(/^0+/, '').length;
}
