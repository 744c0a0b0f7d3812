import type { Conflict } from '../../activities/allinpay/index.ts';
import type { Resolution } from '../../contract/updates.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';
import { submitAsDecided } from './trySubmit.ts';

type Statement = Extract<Resolution, { decision: 'recordOutcome' }>;

export type Recorded =
  /** the provider has the order; what it says of a detail as final outweighed the statement */
  | { readonly kind: 'found' }
  /** it has another one under our id: nothing is stated of ours yet */
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  /** the statement stands, or could not be taken; `message` says which */
  | { readonly kind: 'notKnown' | 'notLookedUp'; readonly message: string };

/**
 * Takes down how details ended, as a person knows it from elsewhere. The order is looked up once more first: what the
 * provider says as final outweighs a statement, and without its word nothing is stated.
 */
export async function recordOutcome(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  statement: Statement,
): Promise<Recorded> {
  const { by } = statement;
  const result = await submitAsDecided(payout, order, { send: 'never', resubmit: false });
  switch (result.kind) {
    case 'answered':
      switch (result.answer.outcome) {
        case 'sent':
        case 'found':
          order.accept(result.answer, result.answer.at, result.answer.nextPollAt);
          order.state(statement);
          return { kind: 'found' };
        case 'conflict':
          return { kind: 'conflict', conflict: order.conflictOf(result.answer) };
        case 'refused':
          break;
      }
      break;
    case 'maybeSent':
      if (result.details.because === undefined) break;
      order.state(statement);
      return {
        kind: 'notKnown',
        message: `${by} stated how ${statement.details.length} details ended; the provider does not know the order`,
      };
    case 'notSent':
    case 'blocked':
    case 'interrupted':
      break;
  }
  const why = 'message' in result ? result.message : 'the order could not be looked up';
  return { kind: 'notLookedUp', message: `recordOutcome by ${by} was not carried out: ${why}` };
}
