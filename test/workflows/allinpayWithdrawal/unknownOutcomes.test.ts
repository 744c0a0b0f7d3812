import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../sandbox/faults/rules.ts';
import { inTime, TestOrders, type TestOrder } from '../../harness/allinpayOrders.ts';
import { sentBy } from '../../harness/sender.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';
import { until } from '../../harness/until.ts';

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

const UNKNOWN = ['notSubmitted', 'recordOutcome', 'resubmit'];

describe('a sent order whose answer says nothing', () => {
  const faults: [string, FaultRuleInput][] = [
    ['the connection dropped after booking', { fault: 'dropAfter', on }],
    ['a page instead of an answer', { fault: 'garbage', on }],
    ['an empty answer', { fault: 'emptyBody', on }],
    ['an answer cut in half', { fault: 'truncated', on }],
    ['an answer too large', { fault: 'hugeBody', on }],
    ['an HTML error page after booking', { fault: 'serverErrorAfter', on }],
    ['a signed code 500 after booking', { fault: 'serverErrorAfter', on, signed: true }],
    ['a wrong signature', { fault: 'badSignature', on }],
    ['no signature', { fault: 'unsigned', on }],
    ['the id of another order', { fault: 'wrongEcho', on }],
    ['code 3201 after booking', { fault: 'code', on, code: 3201, after: true }],
    ['code 3999 after booking', { fault: 'code', on, code: 3999, after: true }],
    ['a code nobody documented, after booking', { fault: 'code', on, code: 4711, after: true }],
    ['an answer with another amount', { fault: 'changedAmount', on, amount: '7.00' }],
    ['an answer with another account', { fault: 'otherAccount', on, accountUserId: '777' }],
  ];

  it.each(faults)('%s: is looked up, never resent, and settles as one payment', async (_, rule) => {
    const order = await orders.startFailing([rule]);
    const unknown = await order.untilStatus('outcomeUnknown');
    expect(unknown.attention).toBeNull();
    expect(unknown.pending).toBe('100.10');
    const result = await order.result();
    expect(result).toMatchObject({ status: 'settled', settled: '100.10', attention: null, sentBy });
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
  });

  it('and that the look-up does not know for hours: calls a person, who need not do anything', async () => {
    const order = await orders.startFailing([
      { fault: 'dropAfter', on },
      { fault: 'lookupLag', on: 'allinpay.withdrawResultQuery', ms: 5 * 3600_000 },
    ]);
    const { attention } = await order.untilStatus('outcomeUnknown');
    expect(attention).toBeNull();
    await inTime(
      world,
      'attention',
      async () => (await order.snapshot()).attention?.reason === 'outcomeUnknown',
    );
    expect((await order.snapshot()).attention).toMatchObject({ decisions: UNKNOWN });
    expect(order.calls('withdrawResultQuery')).toHaveLength(2);
    const result = await order.result();
    expect(result).toMatchObject({ status: 'settled', attention: null });
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
  });
});

describe('an order lost on its way to the provider', () => {
  const lost: [string, FaultRuleInput][] = [
    ['a dropped connection', { fault: 'dropBefore', on, times: 1 }],
    ['an HTML error page', { fault: 'serverError', on, times: 1 }],
    ['a signed code 500', { fault: 'serverError', on, signed: true, times: 1 }],
    ['a redirect', { fault: 'redirect', on, times: 1 }],
  ];

  it.each(lost)('%s: is never sent again by itself', async (_, rule) => {
    const order = await orders.startFailing([rule]);
    await order.untilStatus('outcomeUnknown');
    await world.environment.sleep('29m');
    expect((await order.snapshot()).attention).toBeNull();
    await world.environment.sleep('2m');
    expect((await order.untilAttention('outcomeUnknown')).message).toContain('does not know the order');
    await world.environment.sleep('3 days');
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(0);
    expect((await order.snapshot()).status).toBe('outcomeUnknown');
  });

  it('waits three days for a person in as much history as one', async () => {
    const order = await orders.startFailing([{ fault: 'dropBefore', on, times: 1 }]);
    await order.untilStatus('outcomeUnknown');
    await world.environment.sleep('31m');
    await order.untilAttention('outcomeUnknown');
    await world.environment.sleep('1 day');
    const { all } = await order.eventCount();
    await world.environment.sleep('2 days');
    expect((await order.eventCount()).all).toBe(all);
    expect(order.calls('withdrawResultQuery').length).toBeGreaterThan(70);
  });

  it('is paid once by `resubmit`', async () => {
    const order = await lostOrder([{ fault: 'dropBefore', on, times: 1 }]);
    await order.update('resolve', { by: 'ann', decision: 'resubmit', note: 'looked into it' });
    const result = await order.result();
    expect(result).toMatchObject({ status: 'settled', attention: null });
    expect(order.calls('withdraw')).toHaveLength(2);
    expect(order.bookings).toBe(1);
  });

  it('fails in the name of who had it sent again, where every detail fails: the first may be processed late', async () => {
    const order = await lostOrder([
      { fault: 'dropBefore', on, times: 1 },
      { fault: 'detailFails', on },
    ]);
    await order.update('resolve', { by: 'ann', decision: 'resubmit', note: 'looked into it' });
    const { type, known } = await order.failure();
    expect(type).toBe('PayoutRejected');
    expect(known).toMatchObject({ status: 'rejected', failed: '100.10', statedBy: 'ann' });
  });

  it('is given up by `notSubmitted`, which is looked up and stated by name', async () => {
    const order = await lostOrder([{ fault: 'dropBefore', on, times: 1 }]);
    const before = order.calls('withdrawResultQuery').length;
    await order.update('resolve', { by: 'ann', decision: 'notSubmitted', note: 'they told me by phone' });
    const { type, known } = await order.failure();
    expect(type).toBe('Cancelled');
    expect(known).toMatchObject({
      status: 'cancelled',
      statedBy: 'ann',
      attention: null,
      failed: '100.10',
      pending: '0.00',
    });
    expect(order.calls('withdrawResultQuery')).toHaveLength(before + 1);
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(0);
  });

  it.each(['resubmit', 'notSubmitted'] as const)(
    '%s finds the order that turned up meanwhile, and sends nothing',
    async (decision) => {
      const order = await lostOrder([
        { fault: 'dropAfter', on, times: 1 },
        { fault: 'lookupLag', on: 'allinpay.withdrawResultQuery', ms: 40 * 60_000 },
      ]);
      await world.environment.sleep('15m');
      await world.now();
      await order.update('resolve', { by: 'ann', decision, note: 'looked into it' });
      expect((await order.result()).status).toBe('settled');
      expect(order.calls('withdraw')).toHaveLength(1);
      expect(order.bookings).toBe(1);
    },
  );

  it('stays unknown when a `resubmit` is refused, and asks again after the next planned poll only', async () => {
    const order = await lostOrder([
      { fault: 'dropBefore', on, times: 1 },
      { fault: 'code', on, code: 3101, msg: '无法识别', times: 1 },
    ]);
    await order.update('resolve', { by: 'ann', decision: 'resubmit', note: 'looked into it' });
    const snapshot = await order.untilStatus('outcomeUnknown');
    expect(snapshot.problems).toBeUndefined();
    await inTime(world, 'no decision', async () => (await order.snapshot()).attention === null, {
      step: '1s',
    });
    await world.environment.sleep('25m');
    expect((await order.snapshot()).attention).toBeNull();
    await world.environment.sleep('10m');
    const { message } = await order.untilAttention('outcomeUnknown', UNKNOWN);
    expect(message).toContain('sent again by ann and refused (3101 无法识别)');
    await order.update('resolve', { by: 'ann', decision: 'resubmit', note: 'looked into it' });
    expect((await order.result()).status).toBe('settled');
    expect(order.bookings).toBe(1);
  });

  it('that is lost again after a `resubmit` may not be decided on before its first planned poll', async () => {
    const order = await lostOrder([
      { fault: 'dropBefore', on, times: 1 },
      { fault: 'dropAfter', on, times: 1 },
      { fault: 'lookupLag', on: 'allinpay.withdrawResultQuery', ms: 2 * 3600_000 },
    ]);
    await order.update('resolve', { by: 'ann', decision: 'resubmit', note: 'looked into it' });
    await inTime(world, 'no decision', async () => (await order.snapshot()).attention === null, {
      step: '1s',
    });
    expect(
      (await order.refusal('resolve', { by: 'bob', decision: 'resubmit', note: 'looked into it' })).type,
    ).toBe('UpdateRefused');
    expect((await order.result()).status).toBe('settled');
    expect(order.calls('withdraw')).toHaveLength(2);
    expect(order.bookings).toBe(1);
  });

  it('stays undecided, with the reason shown, when the look-up of a decision gets no answer', async () => {
    const order = await lostOrder([{ fault: 'dropBefore', on, times: 1 }]);
    orders.fail(order.orderId, [{ fault: 'dropBefore', on: 'allinpay.withdrawResultQuery', times: 1 }]);
    await order.update('resolve', { by: 'ann', decision: 'resubmit', note: 'looked into it' });
    await until('it is said why', async () => {
      const { attention } = await order.snapshot();
      return attention?.message.includes('resubmit by ann was not carried out');
    });
    expect(order.calls('withdraw')).toHaveLength(1);
  });

  /** An order that a person was just asked about. */
  async function lostOrder(rules: readonly FaultRuleInput[]): Promise<TestOrder> {
    const order = await orders.startFailing(rules);
    await order.untilStatus('outcomeUnknown');
    await world.environment.sleep('31m');
    await order.untilAttention('outcomeUnknown');
    return order;
  }
});
