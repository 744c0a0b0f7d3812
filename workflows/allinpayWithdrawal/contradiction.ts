import type { Contradiction } from '../../activities/allinpay/index.ts';
import type { Otherwise } from '../payout/lifecycle.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

const SHOWN_MAX = 5;

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
  const shown = contradictions.slice(0, SHOWN_MAX).map((contradiction) => contradiction.message);
  const more = contradictions.length - shown.length;
  const message = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  order.contested = contradictions.flatMap(({ accounts }) => accounts);
  const offer = { decisions, message };
  const resolution = await payout.decided('orderConflict', offer, 'orderConflict', otherwise);
  if (resolution.decision === 'recordOutcome') order.state(resolution);
  order.contested = [];
  order.acceptedContradictions = [...order.acceptedContradictions, ...contradictions.map(({ key }) => key)];
  payout.clear('orderConflict');
}
