import { accountKey } from './allinpayAccount.ts';
import type { AllinpayWithdrawal } from './allinpayWithdrawal.ts';
import type { ReferralWithdrawal } from './referralWithdrawal.ts';

/**
 * What makes two inputs the same payout, as one text: order id, accounts and amounts, whatever their order and however
 * they were written. Who asked, in which batch or by when is not part of it.
 */
export function allinpayWithdrawalIdentity(input: AllinpayWithdrawal): string {
  const details = input.details.map((detail) => [accountKey(detail), detail.amount] as const);
  details.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(['allinpayWithdrawal', input.profile, input.orderId, details]);
}

/** @see allinpayWithdrawalIdentity */
export function referralWithdrawalIdentity(input: ReferralWithdrawal): string {
  const types = [...input.bonusTypes].sort();
  return JSON.stringify([
    'referralWithdrawal',
    input.profile,
    input.externalOrderId,
    input.referralAccountId,
    types,
  ]);
}
