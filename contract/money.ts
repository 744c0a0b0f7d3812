import { z } from 'zod';
import { cutText } from './text.ts';

/** A non-negative decimal string in the currency's major unit with exactly two decimals: `"100.10"`. */
export type Amount = string & z.core.$brand<'Amount'>;

const DECIMAL = /^\d+(?:\.\d{1,2})?$/;

/** Minor units of a decimal string with at most two decimals, exact. @throws RangeError for any other text */
function minorUnits(text: string): bigint {
  if (!DECIMAL.test(text)) {
    throw new RangeError(`not a decimal with at most two decimals: ${cutText(text, 40, '')}`);
  }
  const [, decimals = ''] = text.split('.');
  return BigInt(text.replace('.', '') + '00'.slice(decimals.length));
}

function amountOf(units: bigint): Amount {
  const digits = units.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}` as Amount;
}

export const ZERO = amountOf(0n);

/** @returns the amount with exactly two decimals. @throws RangeError when it is none */
export function toAmount(text: string): Amount {
  return amountOf(minorUnits(text));
}

/** Exact sum. */
export function sum(amounts: readonly string[]): Amount {
  return amountOf(amounts.reduce((total, amount) => total + minorUnits(amount), 0n));
}

/** @returns a negative number, 0 or a positive number as a is less than, equal to or more than b. */
export function compareAmounts(a: string, b: string): number {
  const [left, right] = [minorUnits(a), minorUnits(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isZero(amount: string): boolean {
  return minorUnits(amount) === 0n;
}

function amountProblem(text: string): string | undefined {
  if (!/^\d+(\.\d+)?$/.test(text)) return 'must be a plain decimal such as "100.10" (no sign, no separators)';
  if (/\.\d{3}/.test(text)) return 'must have at most two decimals';
  if (/^0\d/.test(text)) return 'must not begin with a zero';
  // 14 digits is the length that Allinpay documents for an amount: 12 before the point and 2 after.
  if (/\d{13}/.test(text)) return 'must have at most 14 digits, 2 of them after the point';
  return undefined;
}

const decimalString = z
  .string('must be a decimal string such as "100.10", never a number')
  .superRefine((text, context) => {
    const problem = amountProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, input: text });
  })
  .meta({ pattern: String.raw`^(0|[1-9]\d{0,11})(\.\d{1,2})?$` });

/** Zero or more; out with two decimals. */
export const amountSchema = decimalString.transform((text) => toAmount(text));

/** More than zero; out with two decimals. */
export const positiveAmountSchema = decimalString
  .refine((text) => !DECIMAL.test(text) || !isZero(text), 'must be more than zero')
  .transform((text) => toAmount(text));

export const cashSchema = z
  .array(
    z.strictObject({
      currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as "CNY"'),
      amount: amountSchema,
    }),
  )
  .max(50, 'must hold at most 50 currencies');

/** Money in one currency each. */
export type Cash = readonly { readonly currency: string; readonly amount: string }[];
