import { accountKey } from '../../contract/allinpayAccount.ts';
import { isZero, sum } from '../../contract/money.ts';
import { namesGiven } from './accountNames.ts';
import type { DetailClaim, LineClaim } from './claims.ts';
import { accountText, amountText } from './lineText.ts';
import type { OrderLine } from './orderLine.ts';

/** What was booked more often than it was asked for, for a person to read. */
export interface PaidTwice {
  /** one text for each account */
  readonly accounts: readonly string[];
  /** what it comes to; undefined where one transfer was only listed twice */
  readonly inAll: string | undefined;
}

/**
 * @param repeated lines that fit what we asked for, and are too many for it
 * @param lines all lines of the order
 */
export function paidTwice(
  repeated: readonly LineClaim[],
  lines: readonly LineClaim[],
  details: readonly DetailClaim[],
): PaidTwice {
  const askedOf = askedFrom(details);
  const groups = new Map<string, LineClaim[]>();
  for (const line of repeated) {
    const account = askedOf(line)?.account ?? accountText(line.line);
    groups.set(account, [...(groups.get(account) ?? []), line]);
  }
  const several = [...groups].filter(([, { length }]) => length > 1);
  const accounts = several.map(([account, group]) =>
    textOf(
      account,
      group.map(({ line }) => line),
    ),
  );
  const isPaid = several.some(([, group]) => !isOneTransfer(group.map(({ line }) => line)));
  return { accounts, inAll: isPaid ? inAllOf(lines, details, askedOf) : undefined };
}

interface Asked {
  readonly account: string;
  readonly amount: string;
}

/** Makes what tells the detail that a line names. */
function askedFrom(details: readonly DetailClaim[]): (line: LineClaim) => Asked | undefined {
  const asked = new Map<string, Asked>();
  for (const { detail, names, amount } of details) {
    for (const name of namesGiven(names)) asked.set(name, { account: accountKey(detail), amount });
  }
  return ({ names }) => namesGiven(names).flatMap((name) => asked.get(name) ?? [])[0];
}

/** A serial number is that of one transfer, so lines that share it are no second payment. */
function isOneTransfer(lines: readonly OrderLine[]): boolean {
  const [number, ...others] = new Set(lines.map(({ withdrawTId }) => withdrawTId));
  return number !== undefined && others.length === 0;
}

function textOf(account: string, lines: readonly OrderLine[]): string {
  const times = lines.length === 2 ? 'twice' : `${lines.length} times`;
  const how = isOneTransfer(lines) ? `listed ${times}, one transfer` : `paid ${times}`;
  return `${how}: ${account}, ${lines.map(transferText).join(' and ')}`;
}

function transferText(line: OrderLine): string {
  const { withdrawTId, status } = line;
  const number = withdrawTId === undefined ? 'without a serial number' : `by serial number ${withdrawTId}`;
  return `${amountText(line)} ${number} (${status})`;
}

/** What leaves an account is what arrives and the fee. What failed is back. */
function inAllOf(
  lines: readonly LineClaim[],
  details: readonly DetailClaim[],
  askedOf: (line: LineClaim) => Asked | undefined,
): string {
  const transfers = new Map<string | LineClaim, LineClaim>();
  for (const line of lines) transfers.set(line.line.withdrawTId ?? line, line);
  const left = [...transfers.values()].filter(({ line }) => line.status !== 'failed');
  // A line that is under way may say no amount yet.
  const amounts = left.map((line) => line.amounts?.at(-1) ?? askedOf(line)?.amount);
  const known = amounts.filter((amount) => amount !== undefined);
  const atLeast = known.length < amounts.length ? 'at least ' : '';
  const underWay = sum(
    left.flatMap((line, at) => (line.line.status === 'pending' ? (amounts[at] ?? []) : [])),
  );
  const asked = sum(details.map(({ amount }) => amount));
  const notYet = isZero(underWay) ? '' : ` (${underWay} of it under way)`;
  return `what left the account in all: ${atLeast}${sum(known)}${notYet}, where ${asked} was asked for`;
}
