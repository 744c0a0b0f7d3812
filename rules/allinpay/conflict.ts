import { accountKey, type AccountSelector } from '../../contract/allinpayAccount.ts';
import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import { toAmount } from '../../contract/money.ts';
import { at } from '../at.ts';
import { judge, type Judged } from './claimKinds.ts';
import { mayStandFor, type Claiming, type DetailClaim, type LineClaim } from './claims.ts';
import { lineText } from './lineText.ts';
import { PLATFORM, type OrderLine } from './orderLine.ts';
import { paidTwice } from './paidTwice.ts';
import { learn, saidBy } from './saidOfDetail.ts';

/** The provider has our order id with other accounts or amounts. */
export interface Conflict {
  /** what is not ours, for a person to read */
  readonly differences: readonly string[];
  /** the provider's order in our form, for a person who takes it over */
  readonly theirs: readonly AllinpayDetail[];
}

const DIFFERENCES_MAX = 5;

/** What is wrong with lines that no assignment places all of. The same for every order of lines and details. */
export function conflictOf(asked: readonly DetailClaim[], told: readonly LineClaim[]): Conflict {
  const details = sortedBy(asked, ({ detail }) => accountKey(detail));
  return { differences: differencesOf(details, inOneOrder(told)), theirs: theirsOf(told) };
}

/** The provider's order in our form. The same for every order of the lines. */
export function theirsOf(told: readonly LineClaim[]): readonly AllinpayDetail[] {
  return inOneOrder(told).map(({ line }) => detailOf(line));
}

function inOneOrder(told: readonly LineClaim[]): readonly LineClaim[] {
  return sortedBy(told, ({ line }) => lineKey(line));
}

const BY_ACCOUNT_AND_AMOUNT: Claiming = { byName: false, bySerialNumber: false, byStatus: false };

/** Lines that fit nothing of ours; then those that fit, and are too many for what they fit. */
function differencesOf(details: readonly DetailClaim[], lines: readonly LineClaim[]): readonly string[] {
  const { edges, lines: kinds } = judge(lines, details, BY_ACCOUNT_AND_AMOUNT);
  const strange = new Set(kinds.filter((_, kind) => at(edges, kind).length === 0).flat());
  const strangers = lines.filter((line) => strange.has(line)).map((line) => describe(line, details));
  const fitting = lines.filter((line) => !strange.has(line));
  if (judge(fitting, details, BY_ACCOUNT_AND_AMOUNT).assignments.complete) {
    const others = linesTooMany(judge(fitting, details, { ...BY_ACCOUNT_AND_AMOUNT, bySerialNumber: true }));
    const transfers = fitting.filter((line) => others.has(line)).map((line) => describe(line, details));
    return [...strangers, ...transfers].slice(0, DIFFERENCES_MAX);
  }
  const tooMany = linesTooMany(judge(fitting, details, { ...BY_ACCOUNT_AND_AMOUNT, byName: true }));
  const repeated = fitting.filter((line) => tooMany.has(line));
  const { accounts, inAll } = paidTwice(repeated, lines, details);
  const repeats = accounts.length > 0 ? accounts : repeated.map((line) => describe(line, details));
  const shown = [...strangers, ...repeats].slice(0, DIFFERENCES_MAX);
  return inAll === undefined ? shown : [...shown, inAll];
}

function linesTooMany({ lines, assignments }: Judged): ReadonlySet<LineClaim> {
  if (assignments.complete) return new Set();
  return new Set([...assignments.surplus].flatMap((kind) => at(lines, kind)));
}

function describe(claim: LineClaim, details: readonly DetailClaim[]): string {
  const text = lineText(claim.line);
  const followed = details.find(
    (detail) =>
      mayStandFor(claim, detail, BY_ACCOUNT_AND_AMOUNT) &&
      !mayStandFor(claim, detail, { ...BY_ACCOUNT_AND_AMOUNT, bySerialNumber: true }),
  );
  if (followed === undefined) return text;
  const { withdrawTId } = followed.detail;
  return `${text}, by serial number ${claim.line.withdrawTId} and not ${withdrawTId}: another transfer`;
}

function detailOf(line: OrderLine): AllinpayDetail {
  const amount = toAmount(line.arrived ?? '0');
  return learn({ ...accountOf(line), amount, status: 'pending' }, saidBy(line));
}

function accountOf({ externalCode, accountUserId, referenceType }: OrderLine): AccountSelector {
  if (externalCode !== undefined) return { externalCode };
  if (accountUserId !== undefined && referenceType !== PLATFORM)
    return { accountUserId: Number(accountUserId) };
  return { isPlatform: true };
}

function lineKey(line: OrderLine): string {
  const { externalCode, accountUserId, referenceType, arrived, fee, withdrawTId, status, statusText } = line;
  const numbers = [accountUserId, withdrawTId].map((digits) => digits?.padStart(32, '0'));
  return JSON.stringify([externalCode, ...numbers, referenceType, arrived, fee, status, statusText]);
}

/** By code units, which are the same on every machine. A key is made once, not at every comparison. */
function sortedBy<Member>(members: readonly Member[], keyOf: (member: Member) => string): readonly Member[] {
  return members
    .map((member) => ({ member, key: keyOf(member) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ member }) => member);
}
