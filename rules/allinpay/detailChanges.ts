import type { AllinpayDetail, DetailProgress } from '../../contract/allinpayWithdrawal.ts';

/** What an answer changed of one detail: all that it says of one that was pending, a serial number of any other. */
export type DetailChange = {
  /** which detail, counted from 0 */
  readonly at: number;
} & Pick<DetailProgress, 'status'> &
  Partial<Pick<DetailProgress, (typeof MEMBERS)[number]>>;

const MEMBERS = ['arrived', 'fee', 'withdrawTId', 'reason'] as const;

/** What to change of the details before to have those after. */
export function changesBetween(
  before: readonly AllinpayDetail[],
  after: readonly AllinpayDetail[],
): readonly DetailChange[] {
  return after.flatMap((detail, at) => {
    const was = before[at];
    const isSame = was?.status === detail.status && MEMBERS.every((member) => was[member] === detail[member]);
    if (isSame) return [];
    const said = MEMBERS.flatMap((member) =>
      detail[member] === undefined ? [] : [[member, detail[member]] as const],
    );
    return [{ at, status: detail.status, ...Object.fromEntries(said) }];
  });
}

/** @returns the details with what an answer changed */
export function withChanges(
  details: readonly AllinpayDetail[],
  changes: readonly DetailChange[],
): readonly AllinpayDetail[] {
  const changed = new Map(changes.map(({ at, ...said }) => [at, said]));
  return details.map((detail, at) => {
    const said = changed.get(at);
    if (said === undefined) return detail;
    const { reason, ...known } = detail;
    // What ended keeps the reason that it ended with.
    return detail.status === 'pending' ? { ...known, ...said } : { ...detail, ...said };
  });
}
