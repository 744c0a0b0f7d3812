import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import { at } from '../at.ts';
import type { AccountNames } from './accountNames.ts';
import { judge, type Placed } from './claimKinds.ts';
import { claimsOf, type DetailClaim, type LineClaim } from './claims.ts';
import { conflictOf, type Conflict } from './conflict.ts';
import { contradictionsOf, type Contradiction } from './contradictions.ts';
import type { OrderLine } from './orderLine.ts';
import { DIFFERS, learn, NO_LINE, saidBy, together, type SaidTogether } from './saidOfDetail.ts';

/** Whether the provider's order is ours, and if so what became of each of our details. */
export type Match =
  | {
      readonly kind: 'ours';
      readonly details: readonly AllinpayDetail[];
      /** how many details are pending because their lines cannot be told from others that say otherwise */
      readonly untold: number;
      readonly contradictions: readonly Contradiction[];
    }
  | ({ readonly kind: 'conflict' } & Conflict);

/**
 * Holds the provider's lines against ours as a set of (account, amount); the place in the list says nothing. Every line
 * must stand for one detail, and no two for the same; a detail may have no line yet. Of a detail is believed what is the
 * same in all assignments of that kind. Where there is none, the order is not ours.
 *
 * A line that names accounts of ours stands for these, as long as that leaves room for all lines. Two of our details may
 * name one account in two ways, so otherwise a line may stand for whatever it does not speak against.
 *
 * @param known the names that the provider gave for our accounts, beside those that the lines themselves give
 */
export function matchDetails(
  ours: readonly AllinpayDetail[],
  lines: readonly OrderLine[],
  known: readonly AccountNames[] = [],
): Match {
  const { asked, told } = claimsOf(ours, lines, known);
  const rules = { byName: true, bySerialNumber: true, byStatus: false };
  const surely = judge(told, asked, rules);
  const claiming = { ...rules, byName: surely.assignments.complete };
  const judged = claiming.byName ? surely : judge(told, asked, claiming);
  const { assignments } = judged;
  if (!assignments.complete) return { kind: 'conflict', ...conflictOf(asked, told) };
  const placed = { ...judged, assignments };
  const said = saidOfEach(placed);
  const heard = asked.map((claim) => said.get(claim));
  const details = asked.map(({ detail }, index) => learn(detail, at(heard, index)));
  const untold = asked.filter(({ detail }, index) => isUntold(detail, at(heard, index))).length;
  return { kind: 'ours', details, untold, contradictions: contradictionsOf(placed, told, asked, claiming) };
}

function isUntold({ status }: AllinpayDetail, said: SaidTogether): boolean {
  return status === 'pending' && said.status === DIFFERS;
}

/** @returns what is said of each detail in all assignments together */
function saidOfEach({ lines, details, assignments }: Placed): ReadonlyMap<DetailClaim, SaidTogether> {
  const saidByKind = lines.map(saidByAll);
  const said = new Map<DetailClaim, SaidTogether>();
  for (const [kind, members] of details.entries()) {
    const possible = at(assignments.linesOf, kind).map((line) => at(saidByKind, line));
    const all = assignments.mayLack[kind] === true ? [...possible, NO_LINE] : possible;
    const heard = all.reduce(together);
    for (const member of members) said.set(member, heard);
  }
  return said;
}

function saidByAll(kind: readonly LineClaim[]): SaidTogether {
  return kind.map(({ line }) => saidBy(line)).reduce(together);
}
