import { allinpayBalance } from './allinpayBalance.ts';
import { allinpayWithdrawal } from './allinpayWithdrawal.ts';
import { lumpSumCorrection } from './lumpSumCorrection.ts';
import { lumpSumQuery } from './lumpSumQuery.ts';
import type { Flow } from './names.ts';
import { referralWithdrawal } from './referralWithdrawal.ts';

/** Every flow. What goes for all of them loops over this list. */
export const flows = {
  referralWithdrawal,
  allinpayWithdrawal,
  allinpayBalance,
  lumpSumCorrection,
  lumpSumQuery,
} satisfies { readonly [Name in Flow]: { readonly type: Name } };

/** The owner's key, as an input has it. */
export function orderIdIn(flow: { readonly orderKey: string }, input: object): string {
  return String(Reflect.get(input, flow.orderKey));
}
