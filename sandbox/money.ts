import { Big } from 'big.js';

/** Decimal arithmetic that refuses JS numbers, so that no float can slip into an amount. */
const Exact = Big();
Exact.strict = true;

/** Adds decimal strings; two decimals out, as every amount of the ledger. */
export function sum(...amounts: readonly string[]): string {
  return amounts.reduce((total, amount) => total.plus(new Exact(amount)), new Exact('0')).toFixed(2);
}

/** `a − b`, two decimals. */
export function minus(a: string, b: string): string {
  return new Exact(a).minus(new Exact(b)).toFixed(2);
}

/** Negative where a < b, zero where equal. */
export function compare(a: string, b: string): number {
  return new Exact(a).cmp(new Exact(b));
}

/** `100`, `100.1`, `100.15`: an amount as a float would be printed, exact and without trailing zeros. */
export function shortest(amount: string): string {
  return new Exact(new Exact(amount).toFixed(2)).toFixed();
}

/** Yuan → fen, digits only. */
export function toFen(yuan: string): string {
  return new Exact(yuan).times(new Exact('100')).toFixed(0);
}

/** Fen (digits) → yuan with two decimals. */
export function fromFen(fen: string): string {
  return new Exact(fen).times(new Exact('0.01')).toFixed(2);
}

/** Two decimals, whatever the text had: `5` → `5.00`. */
export function normal(amount: string): string {
  return new Exact(amount).toFixed(2);
}
