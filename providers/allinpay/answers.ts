import type { Exchange } from '../http/http.ts';
import { oneLine, succeeded, type CallResult } from '../http/outcome.ts';
import type { AmountUnit } from './amount.ts';
import type { OpenedAnswer } from './envelope.ts';
import { allinpayViolation, judgeAllinpay } from './errorMap.ts';
import { readBalances, readOrder, type BalanceLine, type OrderLine } from './wire.ts';

// What one exchange means, for each call: no clock, no network, no key. `open` verifies and opens the text of an answer.

export interface AllinpayOrder {
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
}

/** What a look-up says. `known: false` says that the provider does not know the order now, not that it never will. */
export type AllinpayLookUp =
  | ({ readonly known: true } & AllinpayOrder)
  | { readonly known: false; readonly code: string; readonly message: string };

type Open = (text: string) => OpenedAnswer;

/** The order that was taken. An answer that cannot be understood in full has an unknown outcome. */
export function judgeWithdraw(
  exchange: Exchange,
  open: Open,
  { orderId, unit }: { readonly orderId: string; readonly unit: AmountUnit },
): CallResult<AllinpayOrder> {
  const judged = judgeAllinpay({ api: 'withdraw', orderId }, exchange, open);
  if (!judged.ok) return judged;
  const order = readOrder(judged.value.data, unit);
  return order === undefined
    ? allinpayViolation('withdraw', 'details of the order cannot be understood', judged.value.code)
    : succeeded(order);
}

const MESSAGE_LIMIT = 200;

/** The order, or that it is not known: by one of `notKnownCodes` only. */
export function judgeLookUp(
  exchange: Exchange,
  open: Open,
  {
    orderId,
    unit,
    notKnownCodes,
  }: { readonly orderId: string; readonly unit: AmountUnit; readonly notKnownCodes: readonly string[] },
): CallResult<AllinpayLookUp> {
  const api = 'withdrawResultQuery';
  const judged = judgeAllinpay({ api, orderId, answerCodes: notKnownCodes }, exchange, open);
  if (!judged.ok) return judged;
  const { code, msg, data } = judged.value;
  if (code !== '0') return succeeded({ known: false, code, message: oneLine(msg ?? '', MESSAGE_LIMIT) });
  const order = readOrder(data, unit);
  return order === undefined
    ? allinpayViolation(api, 'details of the order cannot be understood', code)
    : succeeded({ known: true, ...order });
}

/** The balances, in the provider's order. */
export function judgeBalances(
  exchange: Exchange,
  open: Open,
  unit: AmountUnit,
): CallResult<readonly BalanceLine[]> {
  const judged = judgeAllinpay({ api: 'balanceQuery' }, exchange, open);
  if (!judged.ok) return judged;
  const lines = readBalances(judged.value, unit);
  return lines === undefined
    ? allinpayViolation('balanceQuery', 'balances cannot be understood', judged.value.code)
    : succeeded(lines);
}
