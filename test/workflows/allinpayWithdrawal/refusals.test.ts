import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTime, TestOrders } from '../../harness/allinpayOrders.ts';
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

const on = 'allinpay.withdraw';
const lookUp = 'allinpay.withdrawResultQuery';

describe('a refusal', () => {
  it.each([1001, 2001, 3101, 3102])('%d ends the payout: no money moved', async (code) => {
    const order = await orders.startFailing([{ fault: 'code', on, code, msg: 'no' }]);
    const { type, message, known } = await order.failure();
    expect(type).toBe('PayoutRejected');
    expect(message).toContain(`${code} no`);
    expect(known).toMatchObject({
      status: 'rejected',
      asked: '100.10',
      failed: '100.10',
      pending: '0.00',
      attention: null,
    });
    expect(known.problems).toEqual([{ code: String(code), message: 'no' }]);
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(0);
  });

  it('3 is shown at once and believed when the first planned poll does not know the order either', async () => {
    const order = await orders.startFailing([{ fault: 'code', on, code: 3, msg: '余额不足' }]);
    const snapshot = await order.untilStatus('confirmingRefusal');
    expect(snapshot).toMatchObject({ attention: null, problems: [{ code: '3', message: '余额不足' }] });
    await world.environment.sleep('29m');
    expect((await order.snapshot()).status).toBe('confirmingRefusal');
    const { type, known } = await order.failure();
    expect(type).toBe('PayoutRejected');
    expect(known).toMatchObject({ status: 'rejected', problems: [{ code: '3', message: '余额不足' }] });
    expect(order.calls('withdrawResultQuery')).toHaveLength(2);
    expect(order.calls('withdraw')).toHaveLength(1);
  });

  it('3 that hid a booked order is set aside: the order is found and settles', async () => {
    const order = await orders.startFailing([{ fault: 'code', on, code: 3, after: true }]);
    await order.untilStatus('confirmingRefusal');
    const result = await order.result();
    expect(result.status).toBe('settled');
    expect(result.problems).toBeUndefined();
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
  });

  it('3 is not believed for a poll that a person asked for before the plan', async () => {
    const order = await orders.startFailing([
      { fault: 'code', on, code: 3, after: true },
      { fault: 'lookupLag', on: lookUp, ms: 20 * 60_000 },
    ]);
    await order.untilStatus('confirmingRefusal');
    await order.update('pollNow', { by: 'ann' });
    await order.untilPolled(2);
    expect((await order.snapshot()).status).toBe('confirmingRefusal');
    expect((await order.result()).status).toBe('settled');
    expect(order.bookings).toBe(1);
  });
});

describe('wrong settings', () => {
  it.each([3103, 3104, 3106])('%d wait for a person; `retry` sends once', async (code) => {
    const order = await orders.startFailing([{ fault: 'code', on, code, msg: 'mend me', times: 1 }]);
    const attention = await order.untilAttention('settings', ['retry', 'cancel']);
    expect(attention.message).toContain('mend me');
    await world.environment.sleep('2 days');
    expect(order.calls('withdraw')).toHaveLength(1);
    await order.update('resolve', { by: 'ann', decision: 'retry' });
    expect(await order.result()).toMatchObject({ status: 'settled', attention: null });
    expect(order.calls('withdraw')).toHaveLength(2);
    expect(order.bookings).toBe(1);
  });

  it('that the look-up before complains of send nothing either, and may be cancelled', async () => {
    const order = await orders.startFailing([{ fault: 'code', on: lookUp, code: 3104 }]);
    await order.untilAttention('settings', ['retry', 'cancel']);
    await order.update('cancel', { by: 'ann' });
    expect(await order.failure()).toMatchObject({ type: 'Cancelled', known: { status: 'cancelled' } });
    expect(order.calls('withdraw')).toHaveLength(0);
  });

  it('met by a poll are shown, and polling goes on by the plan until they are mended', async () => {
    const order = await orders.start();
    await order.untilStatus('processing');
    orders.fail(order.orderId, [{ fault: 'code', on: lookUp, code: 3103, times: 3 }]);
    await world.environment.sleep('31m');
    expect((await order.untilAttention('settings', ['retry'])).message).toContain('3103');
    expect(await order.result()).toMatchObject({ status: 'settled', attention: null });
    expect(order.calls('withdrawResultQuery').length).toBe(1 + 3 + 1);
    expect(order.bookings).toBe(1);
  });

  it('met by a poll are tried again at once by `retry`', async () => {
    const order = await orders.start();
    await order.untilStatus('processing');
    orders.fail(order.orderId, [{ fault: 'code', on: lookUp, code: 3103, times: 1 }]);
    await world.environment.sleep('31m');
    await order.untilAttention('settings');
    await order.update('resolve', { by: 'ann', decision: 'retry' });
    await order.untilStatus('settled');
    expect(order.bookings).toBe(1);
  });
});

describe('a try that sent nothing', () => {
  it('302 is tried again, growing to an hour, and is never silence of the provider', async () => {
    const order = await orders.startFailing([{ fault: 'rateLimit', on, times: 25 }]);
    await inTime(world, '25 tries', () => Promise.resolve(order.calls('withdraw').length >= 20), {
      step: '1h',
    });
    expect((await order.snapshot()).attention).toBeNull();
    expect((await order.result()).status).toBe('settled');
    expect(order.calls('withdraw')).toHaveLength(26);
    expect(order.bookings).toBe(1);
    expect(Math.max(...(await order.secondsBetweenCalls()).slice(0, 25))).toBeLessThan(3700);
  });

  it('waits for the provider by one small call, at no cost to the history', async () => {
    const order = await orders.startFailing([{ fault: 'dropBefore', on: lookUp, times: 15 }]);
    expect((await order.result()).status).toBe('settled');
    expect(order.calls('withdrawResultQuery').length).toBeGreaterThan(15);
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
    const { all, upserts } = await order.eventCount();
    // The try that did not leave, and the wait, which comes back once to say that a person must know.
    expect(all - upserts).toBeLessThanOrEqual(17 + 4 * 6);
  });

  it('for half an hour calls a person, and goes on all the same', async () => {
    const order = await orders.startFailing([{ fault: 'garbage', on: lookUp, times: 22 }]);
    await inTime(world, 'attention', async () => (await order.snapshot()).attention !== null, { step: '1h' });
    expect(order.calls('withdrawResultQuery').length).toBeGreaterThan(15);
    const { attention, status } = await order.snapshot();
    expect(attention).toMatchObject({ reason: 'providerDown', decisions: ['retry', 'cancel'] });
    expect(status).toBe('submitting');
    expect(await order.result()).toMatchObject({ status: 'settled', attention: null });
    expect(order.bookings).toBe(1);
  });

  it('may be cancelled while it stands back', async () => {
    const order = await orders.startFailing([{ fault: 'emptyBody', on: lookUp }]);
    await inTime(world, 'three tries', () => Promise.resolve(order.calls('withdrawResultQuery').length > 5), {
      step: '1s',
    });
    await order.update('cancel', { by: 'ann' });
    const { type, known } = await order.failure();
    expect(type).toBe('Cancelled');
    expect(known.status).toBe('cancelled');
    expect(order.calls('withdraw')).toHaveLength(0);
  });

  it('is one where the server cannot tell of earlier runs', async () => {
    world.knobs.tells = false;
    const order = await orders.start();
    await world.environment.sleep('10m');
    expect((await order.snapshot()).status).toBe('submitting');
    expect(order.calls('withdraw')).toHaveLength(0);
    world.knobs.tells = true;
    expect((await order.result()).status).toBe('settled');
    expect(order.bookings).toBe(1);
  });
});
