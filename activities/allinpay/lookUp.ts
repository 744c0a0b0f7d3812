import { cancellationSignal } from '@temporalio/activity';
import type { AllinpayDetail } from '../../contract/allinpayWithdrawal.ts';
import type { CallFailure } from '../../providers/outcome.ts';
import type { Conflict } from '../../rules/allinpay/conflict.ts';
import { matchDetails } from '../../rules/allinpay/matchDetails.ts';
import type { AllinpayDependencies } from './dependencies.ts';

/** What a look-up says of our order. */
export type LookUp =
  | {
      readonly kind: 'found';
      readonly details: readonly AllinpayDetail[];
      /** how many details this answer leaves pending because it does not tell them from others */
      readonly untold: number;
    }
  | ({ readonly kind: 'conflict' } & Conflict)
  | { readonly kind: 'notKnown'; readonly code: string; readonly message: string }
  /** no answer, or one that says nothing of the order */
  | { readonly kind: 'nothing'; readonly failure: CallFailure };

/** Asks the provider for an order and holds its answer against our details. Changes nothing. */
export async function lookUp(
  { client }: AllinpayDependencies,
  orderId: string,
  details: readonly AllinpayDetail[],
): Promise<LookUp> {
  const result = await client.withdrawResultQuery(orderId, { signal: cancellationSignal() });
  if (!result.ok) return { kind: 'nothing', failure: result.failure };
  if (!result.value.known)
    return { kind: 'notKnown', code: result.value.code, message: result.value.message };
  const match = matchDetails(details, result.value.lines);
  return match.kind === 'ours' ? { ...match, kind: 'found' } : match;
}
