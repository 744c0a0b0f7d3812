import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestOrders } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  world = await startTimeSkippingWorld();
  orders = new TestOrders(world);
}, 120_000);
afterEach(async () => {
  await orders.settleAccounts();
});
afterAll(async () => {
  await world.stop();
});

const TWO_CALLS = 17;

describe('an order that the provider takes', () => {
  it('settles in exactly 17 events and what the upserts cost, with money as decimal strings', async () => {
    const order = await orders.start({
      details: [
        { externalCode: 'S17', amount: '100.1' },
        { accountUserId: 42, amount: '5' },
        { isPlatform: true, amount: '0.61' },
      ],
      summary: 'October',
      batchId: 'B-1',
    });
    const result = await order.result();
    expect(result).toMatchObject({
      flow: 'allinpayWithdrawal',
      status: 'settled',
      profile: 'default',
      batchId: 'B-1',
      attention: null,
      orderId: order.orderId,
      asked: '105.71',
      settled: '105.71',
      failed: '0.00',
      pending: '0.00',
      fee: '1.50',
    });
    expect(result.details).toMatchObject([
      { externalCode: 'S17', amount: '100.10', status: 'settled', arrived: '99.60', fee: '0.50' },
      { accountUserId: 42, amount: '5.00', status: 'settled', arrived: '4.50', fee: '0.50' },
      { isPlatform: true, amount: '0.61', status: 'settled', arrived: '0.11', fee: '0.50' },
    ]);
    expect(result.details.map(({ withdrawTId }) => withdrawTId)).toEqual([
      expect.stringMatching(/^7205759403792793\d$/),
      expect.stringMatching(/^7205759403792793\d$/),
      expect.stringMatching(/^7205759403792794\d|7205759403792793\d$/),
    ]);
    expect(result.nextPollAt).toBeUndefined();
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(3);
    const { all, upserts } = await order.eventCount();
    console.log(`submit and settle: ${all} events, ${upserts} of them upserts`);
    expect(all - upserts).toBe(TWO_CALLS);
    expect(upserts).toBe(3);
  });

  it('costs not one event more for many polls', async () => {
    const order = await orders.startFailing([
      { fault: 'lookupLag', on: 'allinpay.withdrawResultQuery', times: 40 },
    ]);
    expect((await order.result()).status).toBe('settled');
    expect(order.calls('withdrawResultQuery').length).toBeGreaterThan(40);
    const { all, upserts } = await order.eventCount();
    expect(all - upserts).toBe(TWO_CALLS);
    expect(order.bookings).toBe(1);
  });

  it('was looked up before it was sent', async () => {
    const order = await orders.start();
    await order.result();
    const { calls } = world.sandbox.ledger(order.orderId);
    expect(calls.map(({ api, code }) => `${api} ${code ?? ''}`)).toEqual([
      'allinpay.withdrawResultQuery 3',
      'allinpay.withdraw 0',
      'allinpay.withdrawResultQuery 0',
    ]);
  });
});
