import type { Conflict } from '../../activities/allinpay/index.ts';
import type { Otherwise } from '../payout/lifecycle.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';
import { recordOutcome } from './recordOutcome.ts';

/**
 * Keeps open until a person says whose order it is.
 * @param otherwise decides what else is raised meanwhile
 * @throws `OrderConflict` when they give ours up
 */
export async function decideConflict(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  conflict: Conflict,
  otherwise?: Otherwise,
): Promise<void> {
  const message = `the provider has order ${order.input.orderId} with what we did not ask for: ${conflict.differences.join('; ')}`;
  const decisions = ['adopt', 'abandon', 'recordOutcome'] as const;
  // The provider has the order: what was offered of one that it does not know is over.
  payout.clear('outcomeUnknown');
  let shown = message;
  for (;;) {
    const offer = { decisions, message: shown };
    const resolution = await payout.decided('orderConflict', offer, 'orderConflict', otherwise);
    switch (resolution.decision) {
      case 'abandon':
        order.statedBy = resolution.by;
        throw payout.ended('OrderConflict', 'failed', `given up by ${resolution.by}: ${message}`);
      case 'recordOutcome': {
        const recorded = await recordOutcome(payout, order, resolution);
        if (recorded.kind === 'conflict') order.state(resolution);
        else if ('message' in recorded) {
          shown = `${recorded.message}. Before that: ${message}`;
          continue;
        }
        break;
      }
      case 'adopt':
      case 'resubmit':
      case 'notSubmitted':
      case 'recheck':
      case 'accept':
      case 'retry':
      case 'extend':
        order.adopt(conflict.theirs);
    }
    payout.clear('orderConflict');
    return;
  }
}
