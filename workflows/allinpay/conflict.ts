import type { Conflict } from '../../activities/allinpay/index.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

/** Keeps open until a person says whose order it is. @throws `OrderConflict` when they give ours up */
export async function decideConflict(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  conflict: Conflict,
): Promise<void> {
  const message = `the provider has order ${order.input.orderId} with what we did not ask for: ${conflict.differences.join('; ')}`;
  payout.raise('orderConflict', ['adopt', 'abandon'], message, 'orderConflict');
  await payout.wait(() => payout.inbox.hasResolution);
  const resolution = payout.inbox.takeResolution();
  if (resolution?.decision === 'abandon') {
    order.statedBy = resolution.by;
    throw payout.ended('OrderConflict', 'failed', `given up by ${resolution.by}: ${message}`);
  }
  order.adopt(conflict.theirs);
  payout.clear('orderConflict');
}
