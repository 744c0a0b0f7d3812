import type { Conflict } from '../../activities/allinpay/index.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

/** Keeps open until a person says whose order it is. @throws `OrderConflict` when they give ours up */
export async function decideConflict(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  conflict: Conflict,
): Promise<void> {
  const message = `the provider has order ${order.input.orderId} with what we did not ask for: ${conflict.differences.join('; ')}`;
  const decisions = ['adopt', 'abandon'] as const;
  const { decision, by } = await payout.decided('orderConflict', decisions, message, 'orderConflict');
  if (decision === 'abandon') {
    order.statedBy = by;
    throw payout.ended('OrderConflict', 'failed', `given up by ${by}: ${message}`);
  }
  order.adopt(conflict.theirs);
  payout.clear('orderConflict');
}
