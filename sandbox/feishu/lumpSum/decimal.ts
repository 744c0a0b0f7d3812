import { Big } from 'big.js';

/** Refuses JS numbers, so that no float can slip into an amount. */
const Exact = Big();
Exact.strict = true;

/** A decimal in plain digits, the only form an amount may have. */
export function isDecimal(text: string | undefined): text is string {
  return /^-?\d+(\.\d+)?$/.test(text ?? '');
}

/** Whether decimals add up to a total, every digit counted. */
export function addUp(amounts: readonly string[], total: string): boolean {
  return amounts.reduce((sum, amount) => sum.plus(new Exact(amount)), new Exact('0')).eq(new Exact(total));
}

/** Decimals as written. Whether zeros at the end count is not documented; who writes none is right either way. */
export function decimalsOf(amount: string): number {
  return amount.split('.')[1]?.length ?? 0;
}

/** The same value with so many decimals: 2000.0 → 2000.00. */
export function withDecimals(amount: string, decimals: number): string {
  return new Exact(amount).toFixed(decimals);
}
