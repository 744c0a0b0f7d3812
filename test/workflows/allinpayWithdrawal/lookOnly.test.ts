import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { workflowIdOf } from '../../../contract/workflowId.ts';
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

const on = 'allinpay.withdraw';

describe('a run that must not send', () => {
  it('because it follows one that may have sent: looks the order up, calls a person, and sends nothing', async () => {
    const order = await follower();
    await order.untilStatus('outcomeUnknown');
    expect((await order.snapshot()).submittedAt).toBeUndefined();
    await world.environment.sleep('31m');
    const { message, decisions } = await order.untilAttention('outcomeUnknown');
    expect(message).toContain('an earlier run of this order');
    expect(decisions).toEqual(['notSubmitted', 'recordOutcome', 'resubmit']);
    await world.environment.sleep('1 day');
    expect(order.calls('withdraw')).toHaveLength(0);
  });

  it('because it follows another sends once a person says `resubmit`', async () => {
    const order = await follower();
    await order.untilStatus('outcomeUnknown');
    await world.environment.sleep('31m');
    await order.untilAttention('outcomeUnknown');
    await order.update('resolve', { by: 'ann', decision: 'resubmit', note: 'looked into it' });
    expect((await order.result()).status).toBe('settled');
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
  });

  it.each(['it follows another', 'of send "never"'])(
    'because %s finds its order, whatever is left of the balance it was paid out of',
    async (why) => {
      const details = [{ externalCode: 'S97', amount: '60' }];
      await orders.changeAccounts({ externalCode: 'S97', balance: '100.00' });
      const first = await orders.start({ details });
      await first.untilStatus('processing');
      await first.terminate();
      if (why === 'it follows another')
        world.knobs.followers.add(workflowIdOf('allinpayWithdrawal', 'default', first.orderId));
      const again = await orders.start({
        orderId: first.orderId,
        details,
        checkBalance: true,
        ...(why === 'it follows another' ? {} : { send: 'never' }),
      });
      expect(await again.result()).toMatchObject({ status: 'settled', settled: '60.00' });
      expect(again.bookings).toBe(1);
    },
  );

  it('because of send "never": tracks the order that the provider has', async () => {
    const first = await orders.start();
    await first.result();
    const again = await orders.start({ orderId: first.orderId, send: 'never' });
    expect(await again.result()).toMatchObject({ status: 'settled', settled: '100.10' });
    expect(again.calls('withdraw')).toHaveLength(1);
    expect(again.bookings).toBe(1);
  });

  it('because of send "never": finds the order when it turns up later', async () => {
    const first = await orders.start();
    await first.untilStatus('processing');
    await first.terminate();
    orders.fail(first.orderId, [{ fault: 'lookupLag', on: 'allinpay.withdrawResultQuery', times: 3 }]);
    const again = await orders.start({ orderId: first.orderId, send: 'never' });
    await again.untilStatus('outcomeUnknown');
    const result = await again.result();
    expect(result).toMatchObject({ status: 'settled', attention: null });
    // It was sent by another run, by a worker that this one knows nothing of.
    expect(result).not.toHaveProperty('sentBy');
    expect(again.calls('withdraw')).toHaveLength(1);
    expect(again.bookings).toBe(1);
  });

  it('because of send "never" fails when a person states that it was not submitted', async () => {
    const order = await orders.start({ send: 'never' });
    await order.untilStatus('outcomeUnknown');
    await world.environment.sleep('31m');
    await order.untilAttention('outcomeUnknown');
    await order.update('resolve', { by: 'ann', decision: 'notSubmitted', note: 'looked into it' });
    expect(await order.failure()).toMatchObject({ type: 'Cancelled', known: { statedBy: 'ann' } });
    expect(order.calls('withdraw')).toHaveLength(0);
  });

  async function follower(): ReturnType<TestOrders['start']> {
    const orderId = orders.nextId();
    world.knobs.followers.add(workflowIdOf('allinpayWithdrawal', 'default', orderId));
    return orders.start({ orderId });
  }
});

describe('an order that the provider knows already', () => {
  it('is taken for ours where accounts and amounts are, and is not sent again', async () => {
    const first = await orders.start();
    await first.result();
    const again = await orders.start({ orderId: first.orderId });
    expect((await again.result()).status).toBe('settled');
    expect(again.calls('withdraw')).toHaveLength(1);
    expect(again.bookings).toBe(1);
  });

  it.each([
    ['another amount', { externalCode: 'S17', amount: '100.20' }],
    ['another account', { externalCode: 'S18', amount: '100.10' }],
  ])('with %s is a conflict, and nothing is sent', async (_, detail) => {
    const first = await orders.start();
    await first.result();
    const again = await orders.start({ orderId: first.orderId, details: [detail] });
    const attention = await again.untilAttention('orderConflict', ['adopt', 'abandon', 'recordOutcome']);
    expect(attention.message).toContain('S17: 99.60 (fee 0.50)');
    expect((await again.snapshot()).status).toBe('orderConflict');
    await again.update('resolve', { by: 'ann', decision: 'abandon', note: 'looked into it' });
    const { type, known } = await again.failure();
    expect(type).toBe('OrderConflict');
    expect(known).toMatchObject({ status: 'failed', statedBy: 'ann', attention: null });
    expect(again.calls('withdraw')).toHaveLength(1);
    expect(again.bookings).toBe(1);
  });
});

describe('a conflict met by a poll', () => {
  const changed = [
    ['amount', { fault: 'changedAmount', on: 'allinpay.withdrawResultQuery', amount: '77.00' }, '77.00'],
    ['account', { fault: 'otherAccount', on: 'allinpay.withdrawResultQuery', accountUserId: '777' }, '99.60'],
  ] as const;

  it.each(changed)('of the %s may be adopted: asked stays, adopted is tracked', async (_, rule, adopted) => {
    const order = await orders.startFailing([rule]);
    await order.untilStatus('processing');
    await world.environment.sleep('31m');
    await order.untilAttention('orderConflict', ['adopt', 'abandon', 'recordOutcome']);
    expect(
      (await order.refusal('resolve', { by: 'ann', decision: 'resubmit', note: 'looked into it' })).type,
    ).toBe('UpdateRefused');
    await order.update('resolve', { by: 'ann', decision: 'adopt', note: 'looked into it' });
    const result = await order.result();
    expect(result).toMatchObject({
      status: 'settled',
      asked: '100.10',
      adopted,
      settled: adopted,
      attention: null,
    });
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
  });

  it('after an unknown send may be abandoned', async () => {
    const order = await orders.startFailing([
      { fault: 'dropAfter', on },
      { fault: 'changedAmount', on: 'allinpay.withdrawResultQuery', amount: '77.00' },
    ]);
    await order.untilStatus('outcomeUnknown');
    await world.environment.sleep('31m');
    await order.untilAttention('orderConflict');
    await order.update('resolve', { by: 'ann', decision: 'abandon', note: 'looked into it' });
    expect((await order.failure()).type).toBe('OrderConflict');
    expect(order.calls('withdraw')).toHaveLength(1);
  });
});
