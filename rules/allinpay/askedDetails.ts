import { selectorOf } from '../../contract/allinpayAccount.ts';
import type { AllinpayDetail, AllinpayWithdrawal } from '../../contract/flows/allinpayWithdrawal.ts';

/** The details of an order as they are before anything is known of them. */
export function askedDetails(details: AllinpayWithdrawal['details']): readonly AllinpayDetail[] {
  return details.map((detail) => ({ ...selectorOf(detail), amount: detail.amount, status: 'pending' }));
}
