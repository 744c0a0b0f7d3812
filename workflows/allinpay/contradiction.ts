import type { Contradiction } from '../../activities/allinpay/index.ts';
import type { Otherwise } from '../payout.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

/**
 * Details that ended are said to have ended otherwise, as by the return of a bank. They stay as they were until a person
 * says which holds.
 *
 * @param otherwise decides what else is raised meanwhile
 */
export async function decideContradiction(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  contradictions: readonly Contradiction[],
  otherwise: Otherwise,
): Promise<void> {
  const decisions = ['accept', 'recordOutcome'] as const;
  const message = contradictions.map((contradiction) => contradiction.message).join('; ');
  order.contested = contradictions.flatMap(({ accounts }) => accounts);
  const offer = { decisions, message };
  const resolution = await payout.decided('orderConflict', offer, 'orderConflict', otherwise);
  if (resolution.decision === 'recordOutcome') order.state(resolution);
  order.contested = [];
  order.acceptedContradictions = [...order.acceptedContradictions, ...contradictions.map(({ key }) => key)];
  payout.clear('orderConflict');
}
