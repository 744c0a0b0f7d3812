import { expect } from '@jest/globals';
import type { Outcome } from '../../clients/index.ts';
import { readTraces } from '../load/histories.ts';
import { allinpayId, countsOf, type RealWorld } from './realWorld.ts';

/**
 * Decides on what waits for a person, as one would after a look at the provider. A server under load may lose a call
 * before any worker has it: a minute later the call times out, and nobody can tell whether the order was sent.
 */
export async function resubmitLost(
  { client, sandbox, payouts }: RealWorld,
  outcomes: readonly (Outcome | undefined)[],
): Promise<void> {
  for (const outcome of outcomes) {
    if (outcome?.kind !== 'needsPerson') continue;
    const { workflowId } = outcome;
    const orderId = workflowId.slice(allinpayId('').length);
    expect(countsOf(sandbox, orderId)).toMatchObject({ bookings: 0, sends: 0 });
    // Whatever else an order waits for a person for is no server's loss, and must fail the test.
    expect((await readTraces(client, [workflowId])).lostCalls).toBeGreaterThan(0);
    await payouts
      .payout(workflowId)
      .resolve({ by: 'operator', decision: 'resubmit', note: 'looked into it' });
  }
}
