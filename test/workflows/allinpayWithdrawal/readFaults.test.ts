import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestOrders } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  world = await startTimeSkippingWorld();
  orders = new TestOrders(world);
});
afterEach(async () => {
  await orders.settleAccounts();
});
afterAll(async () => {
  await world.stop();
});

/** Every way in which a read can go wrong but by being late, which `slowAnswers` waits for. */
const faults = [
  { fault: 'dropBefore' },
  { fault: 'dropAfter' },
  { fault: 'rateLimit' },
  { fault: 'redirect' },
  { fault: 'serverError' },
  { fault: 'serverError', signed: true },
  { fault: 'serverErrorAfter' },
  { fault: 'serverErrorAfter', signed: true },
  { fault: 'garbage' },
  { fault: 'emptyBody' },
  { fault: 'truncated' },
  { fault: 'hugeBody' },
  { fault: 'badSignature' },
  { fault: 'unsigned' },
  { fault: 'code', code: 3201 },
  { fault: 'code', code: 3999 },
  { fault: 'code', code: 4242 },
] as const;
const lookUpFaults = [...faults, { fault: 'wrongEcho' }, { fault: 'code', code: 1001 }] as const;

const on = 'allinpay.withdrawResultQuery';

describe.each(lookUpFaults)('a look-up that meets %j', (fault) => {
  it('before the send: nothing is sent until one is answered, then once', async () => {
    const order = await orders.startFailing([{ ...fault, on, times: 2 }]);
    expect(await order.result()).toMatchObject({ status: 'settled', attention: null });
    expect(order.calls('withdrawResultQuery').length).toBeGreaterThanOrEqual(3);
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
  });

  it('in a poll: is asked again until it is answered, and settles', async () => {
    const order = await orders.startFailing([{ ...fault, on, skip: 1, times: 2 }]);
    expect(await order.result()).toMatchObject({ status: 'settled', attention: null });
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
  });
});

describe.each(faults)('a balance query that meets %j', (fault) => {
  it('is asked again before anything is sent', async () => {
    world.sandbox.setFaults([{ ...fault, on: 'allinpay.balanceQuery', times: 2 }]);
    const order = await orders.start({ checkBalance: true });
    expect(await order.result()).toMatchObject({ status: 'settled', attention: null });
    expect(order.bookings).toBe(1);
  });
});
