import type { AllinpayDetail } from '../../contract/allinpayWithdrawal.ts';
import { namesGiven, type AccountNames } from './accountNames.ts';
import { claimsOf } from './claims.ts';
import { theirsOf, type Conflict } from './conflict.ts';
import { lineText } from './lineText.ts';
import type { OrderLine } from './orderLine.ts';

const LINES_SHOWN_MAX = 5;

/**
 * Whether an order that our run did not send is another's, for all that its lines say: none of them names an account of ours,
 * nor has a serial number that was learnt before. Amounts alone do not make it ours: under the same id somebody may have
 * asked for the same amounts for other accounts.
 *
 * @param known the names that the provider gave for our accounts, beside those that the lines themselves give
 * @returns what to show a person; undefined where a line names an account of ours
 */
export function unnamedOrder(
  ours: readonly AllinpayDetail[],
  lines: readonly OrderLine[],
  known: readonly AccountNames[] = [],
): Conflict | undefined {
  const { asked, told } = claimsOf(ours, lines, known);
  const names = new Set(asked.flatMap((claim) => namesGiven(claim.names)));
  const serials = new Set(ours.flatMap(({ withdrawTId }) => withdrawTId ?? []));
  const isOurs = told.some(
    ({ line, names: given }) =>
      namesGiven(given).some((name) => names.has(name)) ||
      (line.withdrawTId !== undefined && serials.has(line.withdrawTId)),
  );
  if (isOurs) return undefined;
  const theirs = theirsOf(told);
  const shown = lines.map(lineText).sort().slice(0, LINES_SHOWN_MAX);
  return { differences: [`no line names an account of ours: ${shown.join('; ')}`], theirs };
}
