import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../sandbox/faults/rules.ts';
import { PendingCalls } from '../harness/pendingCalls.ts';
import { anOrder, countsOf, startRealWorld, untilAttention, type RealWorld } from '../harness/realWorld.ts';
import { until } from '../harness/until.ts';

/** Booked, answered too late for the worker, and not known to the look-up. */
const lost = (orderId: string): FaultRuleInput[] => [
  { on: 'allinpay.withdraw', orderId, fault: 'delay', ms: 60_000, times: 1 },
  { on: 'allinpay.withdrawResultQuery', orderId, fault: 'lookupLag', ms: 3_600_000 },
];

let world: RealWorld;
const workflowIds = new Map<string, string>();

/** Three sends under way, their attempts raised to three, when the worker dies; one of them is set back as well. */
beforeAll(async () => {
  world = await startRealWorld();
  const worker = await world.startWorker();
  const calls = new PendingCalls(world.client);
  const orderIds = ['X-1', 'X-2'];
  world.sandbox.setFaults(orderIds.flatMap(lost));
  for (const orderId of orderIds) {
    const { workflowId } = await world.payouts.startAllinpayWithdrawal(anOrder(orderId));
    workflowIds.set(orderId, workflowId);
  }
  for (const [orderId, workflowId] of workflowIds) {
    await until(`${orderId} is booked`, () => countsOf(world.sandbox, orderId).bookings === 1);
    await calls.raiseAttempts(workflowId, 3);
  }

  await worker.crash();

  for (const workflowId of workflowIds.values()) {
    await calls.shortenTimeouts(workflowId);
    await calls.untilAttempt(workflowId, 2);
  }
  await calls.reset(workflowIds.get('X-2') ?? '');
  await world.startWorker();
}, 60_000);

afterAll(async () => {
  await world.stop();
});

describe('a send that was under way when its worker died, its attempts raised on the server', () => {
  it.each([
    ['tried again', 'X-1'],
    ['set back to its first attempt without its heartbeats', 'X-2'],
  ])(
    'is not sent again when it is %s: a person is called, and the order ends by look-up',
    async (_how, id) => {
      const handle = world.client.workflow.getHandle(workflowIds.get(id) ?? '');
      const { reason, message } = await untilAttention(handle);
      expect(reason).toBe('outcomeUnknown');
      expect(message).toContain('an earlier try of this very call may have sent the order');
      expect(countsOf(world.sandbox, id)).toMatchObject({ bookings: 1, sends: 1 });

      world.sandbox.setFaults(lost(id === 'X-1' ? 'X-2' : 'X-1'));
      expect(await handle.result()).toMatchObject({ status: 'settled', settled: '100.00' });
      expect(countsOf(world.sandbox, id)).toMatchObject({ bookings: 1, sends: 1 });
    },
    60_000,
  );
});
