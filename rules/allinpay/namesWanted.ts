import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import { at } from '../at.ts';
import { namesGiven, type AccountNames, type Names } from './accountNames.ts';
import { judge, type Judged } from './claimKinds.ts';
import { claimsOf, strangersTo, type LineClaim } from './claims.ts';
import type { OrderLine } from './orderLine.ts';

/**
 * The details whose accounts should be asked for all their names before anything is made of amounts. A line that says
 * names, but none of ours, could be theirs; so could one of several lines that name an account of ours too often.
 */
export function namesWanted(
  ours: readonly AllinpayDetail[],
  lines: readonly OrderLine[],
  known: readonly AccountNames[],
): readonly AllinpayDetail[] {
  const { asked, told } = claimsOf(ours, lines, known);
  const sure = judge(told, asked, { byName: true, bySerialNumber: true, byStatus: false });
  const doubtful = [...strangersTo(asked, told), ...tooMany(sure)].map((line) => line.names).filter(hasName);
  const mayBe = leftOpenBy(doubtful);
  return asked
    .filter((detail) => isAskedNameAlone(detail.names) && mayBe(detail.names))
    .map(({ detail }) => detail);
}

function tooMany({ lines, assignments }: Judged): readonly LineClaim[] {
  return assignments.complete ? [] : [...assignments.surplus].flatMap((kind) => at(lines, kind));
}

function hasName(names: Names): boolean {
  return namesGiven(names).length > 0;
}

function isAskedNameAlone(names: Names): boolean {
  return Object.keys(names).length === 1;
}

/** Makes what tells whether one of several lines says nothing of the only name that is known of an account. */
function leftOpenBy(lines: readonly Names[]): (names: Names) => boolean {
  const withoutId = lines.some(({ accountUserId }) => accountUserId === undefined);
  const withoutCode = lines.some(({ externalCode }) => externalCode === undefined);
  const withoutKind = lines.some(({ isPlatform }) => isPlatform === undefined);
  return ({ accountUserId, externalCode }) => {
    if (accountUserId !== undefined) return withoutId;
    return externalCode !== undefined ? withoutCode : withoutKind;
  };
}
