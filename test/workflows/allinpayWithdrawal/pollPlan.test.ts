import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { TestOrders } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  world = await startTimeSkippingWorld({ sandbox: { allinpay: { settle: 'documented' } } });
  orders = new TestOrders(world);
});
afterEach(async () => {
  await orders.settleAccounts();
});
afterAll(async () => {
  await world.stop();
});

const lookUp = 'allinpay.withdrawResultQuery';

describe('the documented poll plan', () => {
  it("asks at 11:30 and the order's jitter for what was sent at 10:55", async () => {
    await moveTo('10:55');
    const order = await orders.start();
    const { nextPollAt } = await order.untilStatus('processing');
    expect((await order.result()).status).toBe('settled');
    const [, poll] = order.calls('withdrawResultQuery');
    expect(order.calls('withdrawResultQuery')).toHaveLength(2);
    expect(clockOf(poll?.at)).toMatch(/^11:3\d$/);
    expect(clockOf(nextPollAt)).toBe(clockOf(poll?.at));
    expect(Date.parse(poll?.at ?? '') - Date.parse(order.calls('withdraw')[0]?.at ?? '')).toBeLessThan(HOUR);
  });

  it('asks once more before the night and then at 07:30 for what was sent after 21:00', async () => {
    await orders.changeAccounts({ externalCode: 'S21', settle: 'never' });
    await moveTo('21:20');
    const order = await orders.start({ details: [{ externalCode: 'S21', amount: '1' }] });
    await order.untilStatus('processing');
    await world.environment.sleep('12h');
    const polls = order.calls('withdrawResultQuery').slice(1);
    expect(polls.map(({ at }) => clockOf(at).slice(0, 4))).toEqual(['22:3', '07:3', '08:3']);
  });

  it('leaves the whole night out for what was sent at 22:10', async () => {
    await moveTo('22:10');
    const order = await orders.start();
    await order.untilStatus('processing');
    expect((await order.result()).status).toBe('settled');
    const [, ...polls] = order.calls('withdrawResultQuery');
    expect(polls.map(({ at }) => clockOf(at).slice(0, 4))).toEqual(['07:3']);
  });

  it('keeps an order open for 30 days of hourly polls without history, but for what a person must know', async () => {
    await orders.changeAccounts({ externalCode: 'S30', settle: 'never' });
    await moveTo('10:55');
    const order = await orders.start({ details: [{ externalCode: 'S30', amount: '9.99' }] });
    await order.untilStatus('processing');
    await world.environment.sleep('10m');
    const { all: sent } = await order.eventCount();

    await world.environment.sleep('2d');
    await world.environment.sleep('23h');
    expect(await order.snapshot()).toMatchObject({ status: 'processing', attention: null });
    expect((await order.eventCount()).all).toBe(sent);

    await world.environment.sleep('2h');
    const attention = await order.untilAttention('overdue', ['extend', 'recordOutcome']);
    expect(attention.message).toContain('still asked for');
    expect((await order.snapshot()).status).toBe('overdue');
    const { all: overdue, upserts } = await order.eventCount();

    await world.environment.sleep('12d');
    expect((await order.eventCount()).all).toBe(overdue);

    const settleBy = new Date((await world.now()) + 5 * 24 * HOUR).toISOString();
    await order.update('resolve', { by: 'ann', decision: 'extend', settleBy });
    expect(await order.untilStatus('processing')).toMatchObject({ attention: null });
    await world.environment.sleep('4d');
    expect((await order.snapshot()).status).toBe('processing');
    await world.environment.sleep('2d');
    await order.untilAttention('overdue');
    await world.environment.sleep('9d');

    const polls = order.calls('withdrawResultQuery').slice(1);
    expect(polls.length).toBeGreaterThan(29 * 16);
    expect(polls.length).toBeLessThanOrEqual(31 * 16);
    for (const { at } of polls) expect(isQuiet(at)).toBe(false);
    const gaps = polls.slice(1).map(({ at }, index) => Date.parse(at) - Date.parse(polls[index]?.at ?? ''));
    expect(Math.min(...gaps)).toBeGreaterThan(HOUR - 5000);
    const { all } = await order.eventCount();
    console.log(`sent ${sent} events, overdue ${overdue} (${upserts} upserts), after 30 days ${all}`);

    await orders.changeAccounts({ externalCode: 'S30', settle: 'settled' });
    expect(await order.result()).toMatchObject({ status: 'settled', attention: null, settled: '9.99' });
    expect(order.bookings).toBe(1);
  });
});

describe('`pollNow`', () => {
  it('asks at once, once a minute, and leaves the plan as it was', async () => {
    await orders.changeAccounts({ externalCode: 'S40', settle: 'never' });
    await moveTo('10:55');
    const order = await orders.start({ details: [{ externalCode: 'S40', amount: '1' }] });
    await order.untilStatus('processing');
    await order.update('pollNow', { by: 'ann' });
    await order.untilPolled(2);
    expect((await order.refusal('pollNow', { by: 'bob' })).message).toContain('less than a minute ago');
    await world.environment.sleep('61s');
    await order.update('pollNow', { by: 'bob' });
    await order.untilPolled(3);
    await world.environment.sleep('1h');
    const polls = order.calls('withdrawResultQuery').slice(1);
    expect(polls.map(({ at }) => clockOf(at))).toEqual(['10:55', '10:56', expect.stringMatching(/^11:3/)]);
  });

  it('makes no call in quiet hours, and is done when they end', async () => {
    await orders.changeAccounts({ externalCode: 'S41', settle: 'never' });
    await moveTo('21:20');
    const order = await orders.start({ details: [{ externalCode: 'S41', amount: '1' }] });
    await order.untilStatus('processing');
    await moveTo('23:00');
    const before = order.calls('withdrawResultQuery').length;
    await order.update('pollNow', { by: 'ann' });
    await order.untilWaiting(/quiet hours/);
    await moveTo('06:59');
    expect(order.calls('withdrawResultQuery')).toHaveLength(before);
    await world.environment.sleep('1h');
    expect(order.calls('withdrawResultQuery')).toHaveLength(before + 1);
  });

  it('asks at once where the poll stands back from a provider that gives no answer', async () => {
    await moveTo('10:55');
    const order = await orders.start();
    await order.untilStatus('processing');
    orders.fail(order.orderId, [{ fault: 'dropBefore', on: lookUp, times: 12 }]);
    await world.environment.sleep('1h');
    const before = order.calls('withdrawResultQuery').length;
    expect(before).toBeGreaterThan(9);
    orders.fail(order.orderId, []);
    await order.update('pollNow', { by: 'ann' });
    await order.untilStatus('settled');
    expect(order.calls('withdrawResultQuery')).toHaveLength(before + 1);
  });
});

const HOUR = 3600_000;

/** Lets time go by to the next time the provider's clock shows this. */
async function moveTo(time: string): Promise<void> {
  const now = DateTime.fromMillis(await world.now(), { zone: 'Asia/Shanghai' });
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const today = now.set({ hour, minute, second: 0, millisecond: 0 });
  const then = today > now ? today : today.plus({ days: 1 });
  await world.environment.sleep(then.toMillis() - now.toMillis());
  await world.now();
}

function clockOf(at: string | undefined): string {
  return DateTime.fromISO(at ?? '', { zone: 'Asia/Shanghai' }).toFormat('HH:mm');
}

function isQuiet(at: string): boolean {
  const { hour } = DateTime.fromISO(at, { zone: 'Asia/Shanghai' });
  return hour >= 23 || hour < 7;
}
