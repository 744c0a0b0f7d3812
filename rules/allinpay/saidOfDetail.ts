import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import type { OrderLine } from './orderLine.ts';

/** A member that lines differ in: nothing of it is believed. */
export const DIFFERS = Symbol('differs');

type Said<Value> = Value | undefined | typeof DIFFERS;

/** What several lines, any of which may be the one of a detail, say of it together. */
export interface SaidTogether {
  /** how many they are */
  readonly lines: number;
  readonly status: OrderLine['status'] | typeof DIFFERS;
  readonly arrived: Said<string>;
  readonly fee: Said<string>;
  readonly statusText: Said<string>;
  readonly withdrawTId: Said<string>;
}

/** A detail without a line is pending, as far as the answer goes. */
export const NO_LINE: SaidTogether = {
  lines: 0,
  status: 'pending',
  arrived: undefined,
  fee: undefined,
  statusText: undefined,
  withdrawTId: undefined,
};

export function saidBy({ status, arrived, fee, statusText, withdrawTId }: OrderLine): SaidTogether {
  return { lines: 1, status, arrived, fee, statusText, withdrawTId };
}

export function together(one: SaidTogether, other: SaidTogether): SaidTogether {
  return {
    lines: one.lines + other.lines,
    status: same(one.status, other.status),
    arrived: same(one.arrived, other.arrived),
    fee: same(one.fee, other.fee),
    statusText: same(one.statusText, other.statusText),
    withdrawTId: same(one.withdrawTId, other.withdrawTId),
  };
}

function same<Value>(one: Value, other: Value): Value | typeof DIFFERS {
  return one === other ? one : DIFFERS;
}

export const UNTOLD = 'the answer does not tell this detail from others, whose lines say otherwise';

/**
 * What is known of a detail after an answer. A final status stays: money does not come back by an answer that changed
 * its mind. The number of a transfer is believed where there is only one line that it can come from.
 */
export function learn(detail: AllinpayDetail, said: SaidTogether): AllinpayDetail {
  const numbered = withSerialNumber(detail, said);
  if (detail.status !== 'pending') return numbered;
  const { reason, ...known } = numbered;
  switch (said.status) {
    case DIFFERS:
      return { ...known, reason: UNTOLD };
    case 'pending':
      return known;
    case 'settled':
      return { ...known, status: 'settled', ...given('arrived', said.arrived), ...given('fee', said.fee) };
    case 'failed':
      return { ...known, status: 'failed', ...given('reason', said.statusText) };
  }
}

function withSerialNumber(detail: AllinpayDetail, { lines, withdrawTId }: SaidTogether): AllinpayDetail {
  return lines === 1 ? { ...detail, ...given('withdrawTId', withdrawTId) } : detail;
}

function given<Name extends string>(name: Name, said: Said<string>): { readonly [N in Name]?: string } {
  const member: { [N in Name]?: string } = {};
  if (said !== undefined && said !== DIFFERS) member[name] = said;
  return member;
}
