import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTime, TestOrders, type TestOrder } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';
import { until } from '../../harness/until.ts';

const on = 'allinpay.withdraw';
const because = 'looked into it';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  // Real time, since a call under way takes it.
  world = await startTimeSkippingWorld({
    timeoutMs: 1500,
    environment: {
      ALLINPAY_POLL_PLAN: JSON.stringify({ first: { after: '5m' }, every: '30m', quiet: null, jitter: '0s' }),
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

/** An order that never reached the provider, with a person asked; the next send is booked and shown late. */
async function askedOrder(): Promise<TestOrder> {
  const order = await orders.startFailing([{ fault: 'dropBefore', on, times: 1 }]);
  await inTime(world, 'a person is asked', async () => {
    return (await order.snapshot()).attention?.reason === 'outcomeUnknown';
  });
  orders.fail(order.orderId, [
    { fault: 'delay', ms: 3500, on },
    { fault: 'lookupLag', on: 'allinpay.withdrawResultQuery', ms: 1_200_000 },
  ]);
  return order;
}

describe('while a resubmit is under way', () => {
  it.each(['resubmit', 'notSubmitted'] as const)(
    'nothing is offered, and another person’s %s is refused: the order is paid once',
    async (decision) => {
      const order = await askedOrder();
      await order.update('resolve', { by: 'ann', decision: 'resubmit', note: because });
      await until('it is sent', () => Promise.resolve(order.calls('withdraw').length === 2));

      const refused = await order.refusal('resolve', { by: 'bob', decision, note: because });

      expect(refused).toEqual({
        type: 'UpdateRefused',
        message: expect.stringContaining('resubmit by ann is being carried out'),
      });
      const { attention } = await order.snapshot();
      expect(attention).toMatchObject({ reason: 'outcomeUnknown', decisions: [] });
      expect(attention?.message).toContain('resubmit by ann is being carried out');
      expect((await order.refusal('cancel', { by: 'bob' })).message).toContain('is being carried out');
      expect((await order.result()).status).toBe('settled');
      expect(order.calls('withdraw')).toHaveLength(2);
      expect(order.bookings).toBe(1);
    },
    120_000,
  );
});

describe('a decision', () => {
  it('answers the offer that was shown, and no later one', async () => {
    const order = await askedOrder();
    const { offer } = (await order.snapshot()).attention!;
    orders.fail(order.orderId, [{ fault: 'dropBefore', on: 'allinpay.withdrawResultQuery', times: 1 }]);
    await order.update('resolve', { by: 'ann', decision: 'resubmit', note: because, offer });
    const again = await until('it is offered anew', async () => {
      const { attention } = await order.snapshot();
      return attention !== null && attention.decisions.length > 0 && attention.offer > offer && attention;
    });

    expect(again.message).toContain('resubmit by ann was not carried out');
    const late = { by: 'bob', decision: 'resubmit', note: because, offer };
    expect((await order.refusal('resolve', late)).message).toContain(`offer ${offer} does not stand`);
    expect(order.calls('withdraw')).toHaveLength(1);
    await order.update('resolve', { ...late, offer: again.offer });
    expect((await order.result()).status).toBe('settled');
    expect(order.bookings).toBe(1);
  });

  it('of two that come at once only the first counts', async () => {
    const order = await askedOrder();
    const decide = (by: string) =>
      order.update('resolve', { by, decision: 'resubmit', note: because }).then(
        () => 'accepted',
        () => 'refused',
      );
    const said = await Promise.all([decide('ann'), decide('bob'), decide('eve')]);
    expect(said.sort()).toEqual(['accepted', 'refused', 'refused']);
    expect((await order.result()).status).toBe('settled');
    expect(order.bookings).toBe(1);
  });
});
