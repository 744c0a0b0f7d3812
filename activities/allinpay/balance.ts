import { cancellationSignal } from '@temporalio/activity';
import type { AccountSelector } from '../../contract/allinpayAccount.ts';
import type { AccountBalance } from '../../contract/flows/allinpayBalance.ts';
import type { ReportedOutages } from '../../rules/outage.ts';
import type { Refusal } from '../../rules/refusal.ts';
import { AttemptLog } from '../attempts/attemptLog.ts';
import { currentRun, whyLookOnly } from '../attempts/earlierRuns.ts';
import type { LookOnlyReason } from '../attempts/failures.ts';
import { refusalOf } from '../attempts/refusal.ts';
import type { AllinpayDependencies } from './dependencies.ts';
import { wireSelector } from './selectors.ts';

export interface BalanceRequest {
  readonly accounts: readonly AccountSelector[];
  readonly known: ReportedOutages;
  /** the payout that is to be paid out of these accounts; left out where balances are only read */
  readonly payout?: {
    readonly send: 'once' | 'never';
    /** `workflowInfo().originalExecutionRunId` */
    readonly originalRunId: string;
  };
}

export type BalanceAnswer =
  | {
      readonly outcome: 'answered';
      readonly accounts: readonly AccountBalance[];
      /** why this run sends nothing by itself; its accounts were not asked for then */
      readonly lookOnly?: LookOnlyReason;
    }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/**
 * Reads the balances of accounts. Changes nothing, so it is tried without limit. For a run that only looks they say
 * nothing: the order may be paid out of them already, and too little of a balance would end as failed what was paid.
 */
export async function balance(
  dependencies: AllinpayDependencies,
  request: BalanceRequest,
): Promise<BalanceAnswer> {
  const tries = await AttemptLog.begin(dependencies, request.known);
  const lookOnly = await whyOnlyLook(dependencies, request);
  if (lookOnly !== undefined) return { outcome: 'answered', accounts: [], lookOnly };
  const selectors = request.accounts.map(wireSelector);
  const result = await dependencies.client.balanceQuery(selectors, { signal: cancellationSignal() });
  if (result.ok) return { outcome: 'answered', accounts: result.value };
  if (result.failure.type !== 'PayoutRejected') throw tries.failureFor(result.failure);
  return { outcome: 'refused', refusal: refusalOf(result.failure) };
}

async function whyOnlyLook(
  { followsEarlierRun }: AllinpayDependencies,
  { payout }: BalanceRequest,
): Promise<LookOnlyReason | undefined> {
  if (payout === undefined) return undefined;
  if (payout.send === 'never') return 'sendNever';
  return whyLookOnly(currentRun(payout.originalRunId), followsEarlierRun);
}
