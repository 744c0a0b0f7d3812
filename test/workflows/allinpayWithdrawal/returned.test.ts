import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTime, TestOrders, type TestOrder } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

const note = 'asked the bank';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  world = await startTimeSkippingWorld({
    environment: {
      ALLINPAY_POLL_PLAN: JSON.stringify({ first: { after: '30m' }, every: '1h', quiet: null, jitter: '0s' }),
    },
  });
  orders = new TestOrders(world);
});
afterEach(async () => {
  await orders.settleAccounts();
});
afterAll(async () => {
  await world.stop();
});

/** One detail settles and comes back while the other is still pending. */
async function returnedOrder(settled: string, pending: string): Promise<TestOrder> {
  await orders.changeAccounts({ externalCode: pending, settle: 'never' });
  const order = await orders.start({
    details: [
      { externalCode: settled, amount: '100' },
      { externalCode: pending, amount: '50' },
    ],
  });
  await inTime(world, 'one has settled', async () => (await order.snapshot()).settled === '100.00');
  await orders.changeAccounts({ externalCode: settled, settle: 'returned' });
  await inTime(world, 'a person is asked', async () => {
    return (await order.snapshot()).attention?.reason === 'orderConflict';
  });
  return order;
}

describe('a detail that settled and comes back', () => {
  it('stays as it was until a person says which holds; accepted once, it is not asked again', async () => {
    const order = await returnedOrder('S80', 'S81');
    const { attention, settled, failed } = await order.snapshot();
    expect(attention).toMatchObject({ decisions: ['accept', 'recordOutcome'] });
    expect(attention?.message).toContain('S80');
    expect({ settled, failed }).toEqual({ settled: '100.00', failed: '0.00' });

    await order.update('resolve', { by: 'ann', decision: 'accept', note });
    await order.untilStatus('processing');
    await world.environment.sleep('1 day');
    expect((await order.snapshot()).attention).toBeNull();
    await orders.changeAccounts({ externalCode: 'S81', settle: 'settled' });

    expect(await order.result()).toMatchObject({ status: 'settled', settled: '150.00' });
  });

  it('is failed where a person states so, by name', async () => {
    const order = await returnedOrder('S82', 'S83');
    const details = [{ externalCode: 'S82', status: 'failed' }];

    await order.update('resolve', { by: 'ann', decision: 'recordOutcome', note, details });
    await order.untilStatus('processing');
    await orders.changeAccounts({ externalCode: 'S83', settle: 'settled' });

    expect(await order.result()).toMatchObject({
      status: 'partiallySettled',
      settled: '50.00',
      failed: '100.00',
      details: [{ status: 'failed', statedBy: 'ann' }, { status: 'settled' }],
    });
  });
});
