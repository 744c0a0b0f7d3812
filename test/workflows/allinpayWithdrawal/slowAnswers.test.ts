import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestOrders } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

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

describe('an answer later than the time-out', () => {
  it('of the look-up before sends nothing yet; of the send is looked up, and settles as one payment', async () => {
    // Both at once: the wait is real.
    const [lookedUp, sent] = [orders.nextId(), orders.nextId()];
    world.sandbox.setFaults([
      { fault: 'delay', on: 'allinpay.withdrawResultQuery', orderId: lookedUp, ms: 22_000, times: 1 },
      { fault: 'delay', on: 'allinpay.withdraw', orderId: sent, ms: 22_000, times: 1 },
    ]);
    const [notSent, unknown] = await Promise.all([
      orders.start({ orderId: lookedUp }),
      orders.start({ orderId: sent }),
    ]);
    await unknown.untilStatus('outcomeUnknown');
    await notSent.untilStatus('processing');
    const { calls } = world.sandbox.ledger(notSent.orderId);
    expect(calls.map(({ api, fault }) => [api, fault])).toEqual([
      ['allinpay.withdrawResultQuery', 'delay'],
      // The wait asks first, and the next try for itself.
      ['allinpay.withdrawResultQuery', undefined],
      ['allinpay.withdrawResultQuery', undefined],
      ['allinpay.withdraw', undefined],
    ]);
    for (const order of [notSent, unknown]) {
      expect((await order.result()).status).toBe('settled');
      expect(order.calls('withdraw')).toHaveLength(1);
      expect(order.bookings).toBe(1);
    }
  });
});
