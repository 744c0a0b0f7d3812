import { accountKey, selectorOf, type AccountSelector } from '../../contract/allinpayAccount.ts';
import type { AccountBalance } from '../../contract/flows/allinpayBalance.ts';
import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import { compareAmounts } from '../../contract/money.ts';
import type { Problem } from '../../contract/problems.ts';

/** `referenceType` 11 is the platform itself. */
const PLATFORM = '11';

function isBalanceOf(balance: AccountBalance, account: AccountSelector): boolean {
  if ('accountUserId' in account) return balance.accountUserId === String(account.accountUserId);
  if ('externalCode' in account) return balance.externalCode === account.externalCode;
  return balance.referenceType === PLATFORM;
}

/**
 * The details that no account set of their account could pay. An account has several sets, and which one a withdrawal
 * draws on is not documented: enough in any of them is enough here, the provider says the rest.
 */
export function shortfalls(
  details: readonly AllinpayDetail[],
  balances: readonly AccountBalance[],
): Problem[] {
  return details.flatMap((detail, index) => {
    const account = selectorOf(detail);
    const available = balances
      .filter((balance) => isBalanceOf(balance, account))
      .map((line) => line.withdrawBalance);
    if (available.some((amount) => covers(amount, detail.amount))) return [];
    const shown =
      available.length === 0
        ? 'nothing is listed to withdraw'
        : `only ${available.join(' and ')} can be withdrawn`;
    return [
      {
        field: `details[${index}].amount`,
        message: `${shown} from ${accountKey(detail)}, asked ${detail.amount}`,
      },
    ];
  });
}

/** The provider's balances may be negative, amounts never are. */
function covers(balance: string, amount: string): boolean {
  return !balance.startsWith('-') && compareAmounts(balance, amount) >= 0;
}
