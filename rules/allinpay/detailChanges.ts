import type { AllinpayDetail, DetailProgress } from '../../contract/flows/allinpayWithdrawal.ts';
import { at } from '../at.ts';

const MEMBERS = ['arrived', 'fee', 'withdrawTId', 'reason'] as const;

type Said = Pick<DetailProgress, 'status'> & Partial<Pick<DetailProgress, (typeof MEMBERS)[number]>>;

/** What an answer changed: all that it says of details that were pending, a serial number of any other. */
export type DetailChange = Said & {
  /** of which details it says this, counted from 0: a thousand that are in doubt together are told in one */
  readonly at: readonly number[];
};

/** What to change of the details before to have those after. */
export function changesBetween(
  before: readonly AllinpayDetail[],
  after: readonly AllinpayDetail[],
): readonly DetailChange[] {
  const changes = new Map<string, { readonly at: number[]; readonly said: Said }>();
  for (const [place, detail] of after.entries()) {
    if (isSame(at(before, place), detail)) continue;
    const said = saidOf(detail);
    const key = JSON.stringify(said);
    const change = changes.get(key);
    if (change === undefined) changes.set(key, { at: [place], said });
    else change.at.push(place);
  }
  return [...changes.values()].map(({ at: places, said }) => ({ at: places, ...said }));
}

/** @returns the details with what an answer changed */
export function withChanges(
  details: readonly AllinpayDetail[],
  changes: readonly DetailChange[],
): readonly AllinpayDetail[] {
  const changed = new Map(
    changes.flatMap(({ at: places, ...said }) => places.map((place) => [place, said] as const)),
  );
  return details.map((detail, place) => {
    const said = changed.get(place);
    if (said === undefined) return detail;
    const { reason, ...known } = detail;
    // What ended keeps the reason that it ended with.
    return detail.status === 'pending' ? { ...known, ...said } : { ...detail, ...said };
  });
}

function isSame(before: AllinpayDetail, after: AllinpayDetail): boolean {
  return before.status === after.status && MEMBERS.every((member) => before[member] === after[member]);
}

function saidOf(detail: AllinpayDetail): Said {
  const { status, arrived, fee, withdrawTId, reason } = detail;
  return {
    status,
    ...(arrived === undefined ? {} : { arrived }),
    ...(fee === undefined ? {} : { fee }),
    ...(withdrawTId === undefined ? {} : { withdrawTId }),
    ...(reason === undefined ? {} : { reason }),
  };
}
