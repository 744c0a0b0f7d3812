import { cancellationSignal } from '@temporalio/activity';
import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import type { BalanceLine } from '../../providers/allinpay/wire.ts';
import type { AccountNames } from '../../rules/allinpay/accountNames.ts';
import { namesWanted } from '../../rules/allinpay/namesWanted.ts';
import type { OrderLine } from '../../rules/allinpay/orderLine.ts';
import type { AllinpayDependencies } from './dependencies.ts';
import { wireSelector } from './selectors.ts';

/** What the provider said of the names of an order's accounts. The workflow keeps it with the order. */
export interface NamesAsked {
  readonly accounts: readonly AccountNames[];
  /** answered, or refused: it is not asked again */
  readonly done: boolean;
  /** calls without an answer */
  readonly failures: number;
}

export const NAMES_NOT_ASKED: NamesAsked = { accounts: [], done: false, failures: 0 };

/** A question that nobody must answer does not use up the provider's patience, poll after poll. */
const FAILURES_MAX = 3;

/** Well under startToClose, less one HTTP time-out for the look-up before it. */
const ASKING_MS_MAX = 20_000;

/**
 * Asks for the pairs of names of accounts, once an order, where an answer calls them otherwise than we do. One call for
 * all: no most number of accounts is documented. Balances change nothing, so a failure costs the names and nothing else.
 *
 * @returns what is known now, or what was known where nothing is to be asked
 */
export async function askForNames(
  { client }: AllinpayDependencies,
  details: readonly AllinpayDetail[],
  lines: readonly OrderLine[],
  before: NamesAsked,
): Promise<NamesAsked> {
  if (before.done || before.failures >= FAILURES_MAX) return before;
  const wanted = namesWanted(details, lines, before.accounts);
  if (wanted.length === 0) return before;
  const signal = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(ASKING_MS_MAX)]);
  const result = await client.balanceQuery(wanted.map(wireSelector), { signal });
  if (result.ok) return { ...before, done: true, accounts: namesOf(result.value) };
  const refused = result.failure.type === 'PayoutRejected';
  return refused ? { ...before, done: true } : { ...before, failures: before.failures + 1 };
}

/** An account has several balances, one for each set. */
function namesOf(balances: readonly BalanceLine[]): readonly AccountNames[] {
  const names = new Map<string, AccountNames>();
  for (const { accountUserId, externalCode, referenceType } of balances) {
    const account = { accountUserId, referenceType, ...(externalCode === undefined ? {} : { externalCode }) };
    names.set(JSON.stringify(account), account);
  }
  return [...names.values()];
}
