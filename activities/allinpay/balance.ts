import { cancellationSignal } from '@temporalio/activity';
import type { AccountSelector } from '../../contract/allinpayAccount.ts';
import type { AccountBalance } from '../../contract/allinpayBalance.ts';
import { refusalOf, type Refusal } from '../refusal.ts';
import { PatientTries, type Trouble } from '../tries.ts';
import type { AllinpayDependencies } from './dependencies.ts';
import { wireSelector } from './selectors.ts';

export interface BalanceRequest {
  readonly accounts: readonly AccountSelector[];
  readonly known: Trouble | null;
}

export type BalanceAnswer =
  | { readonly outcome: 'answered'; readonly accounts: readonly AccountBalance[] }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** Reads the balances of accounts. Changes nothing, so it is tried without limit. */
export async function balance(
  dependencies: AllinpayDependencies,
  request: BalanceRequest,
): Promise<BalanceAnswer> {
  const tries = await PatientTries.begin(dependencies.clock, request.known);
  const selectors = request.accounts.map(wireSelector);
  const result = await dependencies.client.balanceQuery(selectors, { signal: cancellationSignal() });
  if (result.ok) return { outcome: 'answered', accounts: result.value };
  if (result.failure.type !== 'PayoutRejected') throw tries.failureFor(result.failure);
  return { outcome: 'refused', refusal: refusalOf(result.failure) };
}
