import { Big } from 'big.js';

// A constructor of its own: `strict` refuses JS numbers, and setting it on the shared Big would change it for others.
const Exact = Big();
Exact.strict = true;

/** Bounded before it is read: "1e999999999" is a short text and an endless number. */
const DECIMAL = /^-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?$/;

/** Reads a decimal exactly (exponents included, as Java's BigDecimal writes them), or undefined when it is none. */
export function readDecimal(text: string): Big | undefined {
  return DECIMAL.test(text) ? new Exact(text) : undefined;
}

/** The decimal with exactly two decimals, or undefined when that would lose a digit that is not zero. */
export function withTwoDecimals(value: Big): string | undefined {
  const rounded = value.round(2, Big.roundDown);
  if (!rounded.eq(value)) return undefined;
  return rounded.eq('0') ? '0.00' : rounded.toFixed(2);
}

/** A count of things as a safe integer, or undefined for fractions, negatives and what a JS number cannot hold. */
export function wholeCount(text: string): number | undefined {
  const value = readDecimal(text);
  if (value === undefined || value.lt('0') || value.gt(String(Number.MAX_SAFE_INTEGER))) return undefined;
  return value.round(0, Big.roundDown).eq(value) ? Number(value.toFixed(0)) : undefined;
}
