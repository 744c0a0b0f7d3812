import type { Cash } from '../../contract/index.ts';

/** @returns e.g. `12.50 CNY + 3.00 USD` */
export function cashText(cash: Cash): string {
  return cash.length === 0 ? '-' : cash.map(({ currency, amount }) => `${amount} ${currency}`).join(' + ');
}
