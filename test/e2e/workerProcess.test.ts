import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allinpayId,
  anOrder,
  countsOf,
  startRealWorld,
  untilStatus,
  type RealWorld,
} from '../harness/realWorld.ts';
import { until } from '../harness/until.ts';

let world: RealWorld;

beforeAll(async () => {
  world = await startRealWorld();
}, 60_000);

afterAll(async () => {
  await world.stop();
});

describe('a worker process that is told to end', () => {
  it('lets a running send finish: exit 0, one effect, an outcome that is known', async () => {
    const worker = await world.startWorker();
    world.sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'delay', ms: 2000, orderId: 'T-1' }]);
    const payout = await world.payouts.startAllinpayWithdrawal(anOrder('T-1'));
    await until('the order is booked', () => countsOf(world.sandbox, 'T-1').bookings === 1);

    expect(await worker.terminate()).toEqual({ code: 0, signal: null });

    const handle = world.client.workflow.getHandle(payout.workflowId);
    await world.startWorker();
    await untilStatus(handle, 'settled');
    expect(countsOf(world.sandbox, 'T-1')).toMatchObject({ bookings: 1, sends: 1 });
    const statuses = JSON.stringify((await handle.fetchHistory()).events);
    expect(statuses).not.toContain(Buffer.from('"outcomeUnknown"').toString('base64'));
    expect(payout.workflowId).toBe(allinpayId('T-1'));
  }, 60_000);
});
