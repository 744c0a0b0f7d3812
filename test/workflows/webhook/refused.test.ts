import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { PAYOUTS_TASK_QUEUE } from '../../../contract/names.ts';
import { TestOrders } from '../../harness/allinpayOrders.ts';
import { deliveriesOf } from '../../harness/outcomes.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  world = await startTimeSkippingWorld({ sandbox: { owner: { outcomes: true } } });
  orders = new TestOrders(world);
});
afterEach(() => {
  world.sandbox.setFaults([]);
});
afterAll(async () => {
  await world.stop();
});

async function notDelivered(delivery: WorkflowHandle): Promise<ApplicationFailure> {
  const error: unknown = await delivery.result().catch((reason: unknown) => reason);
  if (!(error instanceof WorkflowFailedError) || !(error.cause instanceof ApplicationFailure)) {
    throw new Error('it did not fail');
  }
  return error.cause;
}

const callsOf = (orderId: string): number =>
  world.sandbox.ledger(orderId).calls.filter(({ api }) => api === 'owner.outcome').length;

async function closedAt(handle: WorkflowHandle): Promise<number> {
  return (await handle.describe()).closeTime?.getTime() ?? NaN;
}

describe('a receiver that takes nothing', () => {
  it('is asked for a day, keeps no payout open, and leaves the failure in sight', async () => {
    const order = await orders.startFailing([{ on: 'owner.outcome', fault: 'serverError' }]);
    expect((await order.result()).status).toBe('settled');
    const payoutClosed = await closedAt(order.handle);
    const deliveries = await deliveriesOf(world.environment.client, order.handle);
    expect(deliveries).toHaveLength(2);
    for (const [index, delivery] of deliveries.entries()) {
      const { type, message, details } = await notDelivered(delivery);
      expect(type).toBe('NotDelivered');
      expect(message).toMatch(
        /^payout\.\w+ \(\d\) of allinpay-withdrawal\/.* tries: 127\.0\.0\.1:\d+: HTTP 500$/,
      );
      const { tries } = (details as [{ tries: number }])[0];
      // 1 s, 2 s, 4 s … 5 min: some 290 of them fit into a day.
      expect(tries).toBeGreaterThan(250);
      expect(tries).toBeLessThan(300);
      if (index === 0) expect((await closedAt(delivery)) - payoutClosed).toBeGreaterThan(23 * 3600_000);
    }
    expect(callsOf(order.orderId)).toBeGreaterThan(500);
  });

  it('and says 410 is not asked again', async () => {
    const order = await orders.startFailing([
      { on: 'owner.outcome', fault: 'code', code: 410, httpStatus: 410 },
    ]);
    expect((await order.result()).status).toBe('settled');
    const deliveries = await deliveriesOf(world.environment.client, order.handle);
    for (const delivery of deliveries) {
      const { type, message } = await notDelivered(delivery);
      expect(type).toBe('NotDelivered');
      expect(message).toMatch(/after 1 tries: 127\.0\.0\.1:\d+: it wants no events \(HTTP 410\)$/);
    }
    expect(callsOf(order.orderId)).toBe(2);
  });
});

describe('a delivery that an operator ends', () => {
  it.each([
    [
      'failed',
      ApplicationFailure.create({ message: 'by an operator', nonRetryable: true }),
      'by an operator',
    ],
    ['completed without an answer', null, 'it was completed by hand, without an answer'],
  ])(
    'is not delivered where it was %s, and the payout is settled all the same',
    async (_how, ending, why) => {
      world.knobs.endings.set('deliverOutcome', ending);
      const order = await orders.start();
      expect((await order.result()).status).toBe('settled');
      const [first] = await deliveriesOf(world.environment.client, order.handle);
      const { type, message } = await notDelivered(first!);
      expect([type, message]).toEqual(['NotDelivered', expect.stringContaining(`not delivered: ${why}`)]);
    },
  );
});

describe('a receiver that takes it at last', () => {
  it('gets the same id and the same body on every try', async () => {
    const order = await orders.startFailing([
      { on: 'owner.outcome', fault: 'dropAfter', times: 2 },
      { on: 'owner.outcome', fault: 'serverError', times: 3 },
      { on: 'owner.outcome', fault: 'redirect', times: 1 },
    ]);
    await order.result();
    const deliveries = await deliveriesOf(world.environment.client, order.handle);
    const tries = await Promise.all(
      deliveries.map(async (delivery) => ((await delivery.result()) as { tries: number }).tries),
    );
    expect(tries[0]! + tries[1]!).toBe(8);
    const { outcomes } = world.sandbox.ledger(order.orderId);
    expect(outcomes).toHaveLength(2);
    // A repeat with another body is refused, and would have been asked again.
    expect(outcomes.reduce((total, { times }) => total + times, 0)).toBe(4);
  });
});

it.each([
  ['nothing', undefined, 'is required'],
  ['a text', 'hello', 'must be object'],
  ['no event', { profile: 'default' }, 'event: is required'],
  [
    'an event of no payout',
    { profile: 'default', event: { type: 'payout.settled', data: { runId: 'r', sequence: 1 } } },
    'event.data.workflowId: is required',
  ],
])('a delivery that somebody starts with %s ends at once, and says why', async (_what, input, why) => {
  const delivery = await world.environment.client.workflow.start('outcomeWebhook', {
    workflowId: `outcome-webhook/${randomUUID()}`,
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: input === undefined ? [] : [input],
  });
  const { type, message } = await notDelivered(delivery);
  expect(type).toBe('InvalidInput');
  expect(message).toContain(why);
});
