import { Big } from 'big.js';
import { cutText } from './text.ts';

// A constructor of its own: `strict` refuses JS numbers, and setting it on the shared Big would change it for others.
const Exact = Big();
Exact.strict = true;

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** Reads a plain decimal of any length exactly, or undefined for any other text. */
export function readPlainDecimal(text: string): Big | undefined {
  return DECIMAL.test(text) ? new Exact(text) : undefined;
}

/** Decimals that a plain decimal is written with, zeros at its end too: Feishu may count them. */
export function decimalsOf(text: string): number {
  const [, decimals = ''] = text.split('.');
  return decimals.length;
}

/** One text for one value: `2000`, `2000.0` and `2000.00` are the same; what is no decimal stays as it is. */
export function canonicalDecimal(text: string): string {
  return readPlainDecimal(text)?.toFixed() ?? text;
}

/** @returns whether the parts add up to the whole exactly; true where a text is no decimal, which is another fault */
export function addsUp(parts: readonly string[], whole: string): boolean {
  const total = readPlainDecimal(whole);
  const read = parts.map(readPlainDecimal).filter((part) => part !== undefined);
  if (total === undefined || read.length < parts.length) return true;
  return sumOf(read).eq(total);
}

function sumOf(parts: readonly Big[]): Big {
  return parts.reduce((sum, part) => sum.plus(part), new Exact('0'));
}

/** @returns the exact sum as plain text. @throws RangeError when one is no decimal */
export function sumOfDecimals(parts: readonly string[]): string {
  const read = parts.map((part) => {
    const value = readPlainDecimal(part);
    if (value === undefined) throw new RangeError(`not a plain decimal: ${cutText(part, 40, '')}`);
    return value;
  });
  return sumOf(read).toFixed();
}
