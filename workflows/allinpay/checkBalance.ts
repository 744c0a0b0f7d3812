import { accountKey, selectorOf, type AccountSelector } from '../../contract/allinpayAccount.ts';
import type { AccountBalance } from '../../contract/allinpayBalance.ts';
import type { AllinpayDetail } from '../../contract/allinpayWithdrawal.ts';
import { compareAmounts } from '../../contract/money.ts';
import type { Problem } from '../../contract/problems.ts';
import { untilAnswered } from '../patience.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

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

/** Asks for the balances and ends the payout where they cannot pay it. @throws `InsufficientBalance`, `PayoutRejected` */
export async function checkBalance(payout: AllinpayPayout, order: AllinpayOrder): Promise<void> {
  payout.become('submitting');
  const accounts = order.details.map(selectorOf);
  const answer = await untilAnswered(payout, {
    queue: 'allinpay',
    summary: `balances for order ${order.input.orderId}`,
    call: (activities, known) => activities.queryAllinpayBalance({ accounts, known }),
  });
  if (answer.outcome === 'refused') {
    order.problems = [answer.refusal];
    const { code, message } = answer.refusal;
    throw payout.ended('PayoutRejected', 'rejected', `the balance query was refused: ${code} ${message}`);
  }
  const problems = shortfalls(order.details, answer.accounts);
  if (problems.length === 0) return;
  order.problems = problems;
  const all = problems.map(({ message }) => message).join('; ');
  throw payout.ended('InsufficientBalance', 'rejected', `not enough to withdraw: ${all}`);
}
