import { selectorOf, type AccountSelector } from '../../contract/allinpayAccount.ts';
import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import { at } from '../at.ts';
import { shortOf, textOf } from './shortText.ts';

/**
 * Accounts and amounts of the provider's order that a person took over in place of ours: no input holds them. One short
 * piece a detail, in their order, between commas: the account behind `i` (an id) or `c` (a code), or `*` for the platform;
 * an equals sign; the amount, in fen where it is written as amounts are.
 */
export function adoptedText(details: readonly AllinpayDetail[]): string {
  return details.map((detail) => `${accountText(selectorOf(detail))}=${amountText(detail.amount)}`).join(',');
}

/**
 * @returns the details as nothing was known of them
 * @throws RangeError for a text that `adoptedText` does not write
 */
export function readAdopted(text: string): readonly AllinpayDetail[] {
  if (text === '') return [];
  return text.split(',').map((piece) => {
    const parts = piece.split('=');
    return { ...readAccount(at(parts, 0)), amount: readAmount(at(parts, 1)), status: 'pending' };
  });
}

function accountText(account: AccountSelector): string {
  if ('accountUserId' in account) return `i${shortOf(String(account.accountUserId))}`;
  return 'externalCode' in account ? `c${shortOf(account.externalCode)}` : '*';
}

function readAccount(text: string): AccountSelector {
  const name = text.slice(1);
  switch (text.charAt(0)) {
    case 'i':
      return { accountUserId: Number(textOf(name)) };
    case 'c':
      return { externalCode: textOf(name) };
    case '*':
      return { isPlatform: true };
    default:
      throw new RangeError(`no account is written ${JSON.stringify(text)}`);
  }
}

/** Fen behind a point: any other text is written out, and read back as it is. */
function amountText(amount: string): string {
  return /^[1-9]\d*\.\d\d$/.test(amount) ? shortOf(amount.replace('.', '')) : `'${amount}`;
}

function readAmount(text: string): string {
  const amount = textOf(text);
  return text.startsWith("'") ? amount : `${amount.slice(0, -2)}.${amount.slice(-2)}`;
}
