import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/client';
import { TestOrders, type TestOrder } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';
import { untilUnstarted } from '../../harness/unservedCall.ts';
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

describe('a profile that nobody serves', () => {
  it('calls a person after ten minutes, who may cancel: nothing was sent', async () => {
    world.knobs.served = false;
    const order = await orders.start({ profile: 'nobody' });
    await order.untilStatus('submitting');
    expect((await order.snapshot()).attention).toBeNull();
    await cancelUnserved(order);
  });

  it('is no matter for a person any more as soon as somebody serves it', async () => {
    world.knobs.served = false;
    const order = await orders.start({ profile: 'nobody' });
    await order.untilStatus('submitting');
    await untilUnstarted(world, order.handle, 'submitAllinpayWithdrawal');
    await order.untilAttention('profileNotServed');
    world.knobs.served = true;
    await order.update('resolve', { by: 'ann', decision: 'retry' });
    await until('it is over', async () => (await order.snapshot()).attention === null);
    world.knobs.served = false;
    await cancelUnserved(order);
  });

  it.each([
    ['failed', ApplicationFailure.create({ message: 'by an operator', nonRetryable: true })],
    ['completed without an answer', null],
  ])('is asked for again where the question itself was %s by hand', async (_how, byHand) => {
    world.knobs.served = false;
    const order = await orders.start({ profile: 'nobody' });
    await order.untilStatus('submitting');
    for (const name of ['isTaskQueueServed', 'untilTaskQueueServed']) {
      world.knobs.endings.set(name, byHand);
      await untilUnstarted(world, order.handle, 'submitAllinpayWithdrawal');
      await until(`${name} was ended`, () => !world.knobs.endings.has(name));
      expect((await order.handle.describe()).status.name).toBe('RUNNING');
      if (name === 'isTaskQueueServed') continue;
      await order.untilAttention('profileNotServed', ['retry', 'cancel']);
    }
    await order.update('cancel', { by: 'ann' });
    expect((await order.failure()).type).toBe('Cancelled');
  });

  it('is not the same as waiting behind a limit, however long', async () => {
    world.knobs.served = true;
    const order = await orders.start({ profile: 'nobody' });
    await order.untilStatus('submitting');
    // 10 min, 20 min, 40 min …: 42 hours
    for (let times = 0; times < 8; times += 1)
      await untilUnstarted(world, order.handle, 'submitAllinpayWithdrawal');
    expect(await order.snapshot()).toMatchObject({ status: 'submitting', attention: null });
    expect((await order.eventCount()).all).toBeLessThan(200);
    world.knobs.served = false;
    await cancelUnserved(order);
  });
});

async function cancelUnserved(order: TestOrder): Promise<void> {
  await untilUnstarted(world, order.handle, 'submitAllinpayWithdrawal');
  const { message } = await order.untilAttention('profileNotServed', ['retry', 'cancel']);
  expect(message).toContain('no worker serves payouts/nobody/allinpay-send:');
  await order.update('cancel', { by: 'ann' });
  expect((await order.failure()).type).toBe('Cancelled');
}
