import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import type { AccountNames } from './accountNames.ts';
import { claimsOf, strangersTo } from './claims.ts';
import { theirsOf, type Conflict } from './conflict.ts';
import { lineText } from './lineText.ts';
import type { OrderLine } from './orderLine.ts';

const LINES_SHOWN_MAX = 5;

/**
 * Whether an order that our run did not send is another's, for all that its lines say: some line neither names an account
 * of ours nor has a serial number that was learnt before. Amounts do not make such a line ours: under the same id somebody
 * may have asked for the same amounts for other accounts, beside one that both have in common.
 *
 * @param known the names that the provider gave for our accounts, beside those that the lines themselves give
 * @returns what to show a person; undefined where every line speaks of an account of ours
 */
export function unnamedOrder(
  ours: readonly AllinpayDetail[],
  lines: readonly OrderLine[],
  known: readonly AccountNames[],
): Conflict | undefined {
  const { asked, told } = claimsOf(ours, lines, known);
  const strangers = strangersTo(asked, told);
  if (strangers.length === 0) return undefined;
  const shown = strangers.map(({ line }) => lineText(line)).sort();
  const text = shown.slice(0, LINES_SHOWN_MAX).join('; ');
  return {
    differences: [`${amountOf(strangers.length)} no account of ours: ${text}`],
    theirs: theirsOf(told),
  };
}

function amountOf(lines: number): string {
  return lines === 1 ? 'a line names' : `${lines} lines name`;
}
