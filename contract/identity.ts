import { accountKey } from './allinpayAccount.ts';
import type { AllinpayWithdrawal } from './allinpayWithdrawal.ts';
import { canonicalDecimal } from './lumpSum/decimal.ts';
import type { CorrectionRecord, LumpSumCorrection } from './lumpSum/correction.ts';
import type { ReferralWithdrawal } from './referralWithdrawal.ts';

/**
 * What makes two inputs the same payout, as one text: order id, accounts and amounts, whatever their order and however
 * they were written; and what moves the money in another way or needs a person: `credit` and `approval`. Who asked, in
 * which batch or by when is not part of it.
 *
 * A text always names those two, their defaults included. Without them it would be the text of 0.1.0, which is the same
 * for every `credit`.
 */
export function allinpayWithdrawalIdentity(input: AllinpayWithdrawal): string {
  const details = input.details.map((detail) => [accountKey(detail), detail.amount] as const);
  details.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(['allinpayWithdrawal', input.profile, input.orderId, details, terms(input)]);
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
    terms(input),
  ]);
}

/** @see allinpayWithdrawalIdentity */
export function lumpSumCorrectionIdentity(input: LumpSumCorrection): string {
  const records = input.records.map((record) => identityOf(record));
  records.sort();
  return JSON.stringify(['lumpSumCorrection', input.profile, input.correctionId, records, terms(input)]);
}

/** By what terms the money moves. */
export interface Terms {
  readonly approval: string;
  readonly credit?: string | undefined;
}

function terms({ approval, credit }: Terms): Terms {
  return { approval, credit };
}

/** Members and details in one order, decimals in one form. */
function identityOf({ details, ...record }: CorrectionRecord): string {
  return JSON.stringify([inOneForm(record), details?.map(inOneForm).sort()]);
}

function inOneForm(values: object): string {
  const members = Object.entries(values).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' && /amount$|decimal$/i.test(name) ? canonicalDecimal(value) : value,
  ]);
  return JSON.stringify(members.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}
