import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import { isZero, sum, toAmount } from '../../contract/money.ts';
import {
  mayBeSame,
  nameAsked,
  namesFrom,
  namesGiven,
  namesGivenBy,
  type AccountNames,
  type Names,
} from './accountNames.ts';
import type { OrderLine } from './orderLine.ts';

/** A line of the answer, with what it says of account and amount. */
export interface LineClaim {
  readonly line: OrderLine;
  readonly names: Names;
  /** amounts that may have been asked for: what arrives, then that and its fee; null where the line says nothing of it */
  readonly amounts: readonly string[] | null;
}

/** A detail of ours, with all that is known of its account. */
export interface DetailClaim {
  readonly detail: AllinpayDetail;
  readonly names: Names;
  readonly amount: string;
}

/** What may keep a line from a detail beside account and amount. */
export interface Claiming {
  /** a line that names accounts of ours stands for these alone */
  readonly byName: boolean;
  /** a line under another serial number than the one learnt is another transfer */
  readonly bySerialNumber: boolean;
  /** a line that is final does not stand for a detail that ended otherwise */
  readonly byStatus: boolean;
}

/** What both sides say, each account with all the names that are known of it. */
export function claimsOf(
  ours: readonly AllinpayDetail[],
  lines: readonly OrderLine[],
  known: readonly AccountNames[],
): { readonly asked: readonly DetailClaim[]; readonly told: readonly LineClaim[] } {
  const allNames = namesFrom([...known, ...lines]);
  return {
    asked: ours.map((detail) => ({
      detail,
      names: allNames(nameAsked(detail)),
      amount: toAmount(detail.amount),
    })),
    told: lines.map((line) => ({ line, names: allNames(namesGivenBy(line)), amounts: amountsOf(line) })),
  };
}

/** The lines that neither name an account of ours, by any name that is known of it, nor have a serial number learnt before. */
export function strangersTo(asked: readonly DetailClaim[], told: readonly LineClaim[]): readonly LineClaim[] {
  const names = new Set(asked.flatMap((claim) => namesGiven(claim.names)));
  const serials = new Set<string | undefined>(asked.flatMap(({ detail }) => detail.withdrawTId ?? []));
  return told.filter(
    ({ line, names: given }) =>
      !namesGiven(given).some((name) => names.has(name)) && !serials.has(line.withdrawTId),
  );
}

/**
 * `withdrawAmount` is what arrives, so it may be what was asked or that less the fee. Absent, or zero on a line that is
 * not settled, it says nothing about what was asked.
 */
function amountsOf({ arrived, fee, status }: OrderLine): readonly string[] | null {
  if (arrived === undefined || (status !== 'settled' && isZero(arrived))) return null;
  return [...new Set([toAmount(arrived), sum([arrived, fee ?? '0'])])];
}

/** Whether a line may stand for a detail, by everything but `byName`, which needs to know of the other details. */
export function mayStandFor(line: LineClaim, detail: DetailClaim, claiming: Claiming): boolean {
  return (
    (line.amounts === null || line.amounts.includes(detail.amount)) &&
    mayBeSame(line.names, detail.names) &&
    (!claiming.bySerialNumber || mayBeTransfer(line.line, detail.detail)) &&
    (!claiming.byStatus || !contradicts(line.line, detail.detail))
  );
}

function mayBeTransfer({ withdrawTId }: OrderLine, detail: AllinpayDetail): boolean {
  return withdrawTId === undefined || detail.withdrawTId === undefined || withdrawTId === detail.withdrawTId;
}

/** A line that is pending contradicts nothing: an answer may be older than the one before. */
function contradicts({ status }: OrderLine, detail: AllinpayDetail): boolean {
  return status !== 'pending' && detail.status !== 'pending' && status !== detail.status;
}
