import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTime, TestOrders } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

const note = 'statement of the bank';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  world = await startTimeSkippingWorld({
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

describe('an outcome that a person states', () => {
  it('ends a payout that the provider leaves pending past its time, and names who stated it', async () => {
    await orders.changeAccounts({ externalCode: 'S70', settle: 'never' });
    const settleBy = new Date((await world.now()) + 600_000).toISOString();
    const order = await orders.start({ details: [{ externalCode: 'S70', amount: '20.5' }], settleBy });
    await inTime(world, 'overdue', async () => (await order.snapshot()).attention?.reason === 'overdue');
    const details = [{ externalCode: 'S70', status: 'settled' }];

    await order.update('resolve', { by: 'ann', decision: 'recordOutcome', note, details });

    expect(await order.result()).toMatchObject({
      status: 'settled',
      settled: '20.50',
      pending: '0.00',
      details: [{ externalCode: 'S70', status: 'settled', statedBy: 'ann' }],
    });
  });

  it('gives way to what the provider says as final when it is looked up once more', async () => {
    await orders.changeAccounts({ externalCode: 'S71', settle: 'never' });
    const settleBy = new Date((await world.now()) + 600_000).toISOString();
    const order = await orders.start({ details: [{ externalCode: 'S71', amount: '20.5' }], settleBy });
    await inTime(world, 'overdue', async () => (await order.snapshot()).attention?.reason === 'overdue');
    await orders.changeAccounts({ externalCode: 'S71', settle: 'settled' });
    const details = [{ externalCode: 'S71', status: 'failed' }];

    await order.update('resolve', { by: 'ann', decision: 'recordOutcome', note, details });

    const result = await order.result();
    expect(result).toMatchObject({ status: 'settled', settled: '20.50' });
    expect(result.details[0]).not.toHaveProperty('statedBy');
  });

  it('leaves the rest open, and of an order that was sent nothing can be sent again', async () => {
    const order = await orders.startFailing([{ fault: 'dropBefore', on: 'allinpay.withdraw' }], {
      details: [
        { externalCode: 'S72', amount: '1' },
        { externalCode: 'S73', amount: '2' },
      ],
    });
    await inTime(world, 'a person is asked', async () => {
      return (await order.snapshot()).attention?.reason === 'outcomeUnknown';
    });
    const state = (externalCode: string, status: string) =>
      order.update('resolve', {
        by: 'ann',
        decision: 'recordOutcome',
        note,
        details: [{ externalCode, status }],
      });
    await state('S72', 'settled');
    const attention = await order.untilAttention('outcomeUnknown', ['recordOutcome']);
    expect(attention.message).toContain('ann stated how 1 details ended');
    const again = { by: 'bob', decision: 'resubmit', note };
    expect((await order.refusal('resolve', again)).message).toContain('not resubmit');
    expect(
      (
        await order.refusal('resolve', {
          by: 'bob',
          decision: 'recordOutcome',
          note,
          details: [{ externalCode: 'S72', status: 'failed' }],
        })
      ).message,
    ).toContain('not for externalCode:S72');

    await state('S73', 'failed');

    expect(await order.result()).toMatchObject({
      status: 'partiallySettled',
      settled: '1.00',
      failed: '2.00',
      pending: '0.00',
      fee: '0.00',
    });
    expect(order.bookings).toBe(0);
  });
});

describe('what hides behind a graver reason', () => {
  it('is shown and can be decided: a password that is wrong while the payout is overdue', async () => {
    await orders.changeAccounts({ externalCode: 'S74', settle: 'never' });
    const settleBy = new Date((await world.now()) + 600_000).toISOString();
    const order = await orders.start({ details: [{ externalCode: 'S74', amount: '20.5' }], settleBy });
    await inTime(world, 'overdue', async () => (await order.snapshot()).attention?.reason === 'overdue');
    orders.fail(order.orderId, [
      { fault: 'code', on: 'allinpay.withdrawResultQuery', code: 3106, msg: 'wrong' },
    ]);
    await inTime(world, 'both are shown', async () => {
      const { attention } = await order.snapshot();
      return attention?.also.some(({ reason }) => reason === 'settings');
    });
    expect((await order.snapshot()).attention).toMatchObject({
      reason: 'overdue',
      decisions: ['extend', 'recordOutcome'],
      also: [{ reason: 'settings', decisions: ['retry'] }],
    });
    orders.fail(order.orderId, []);
    await order.update('resolve', { by: 'ann', decision: 'retry' });
    await inTime(world, 'the settings are mended', async () => {
      const { attention } = await order.snapshot();
      return attention?.reason === 'overdue' && attention.also.length === 0;
    });
  });
});
