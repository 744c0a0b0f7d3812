import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { UpdateName } from '../../../contract/updates.ts';
import { TestOrders } from '../../harness/allinpayOrders.ts';
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
const lookUp = 'allinpay.withdrawResultQuery';
const held = { approval: 'required', requestedBy: 'Ann Lee' } as const;

describe('approval by another person', () => {
  it('comes before any call, and names who gave it', async () => {
    const order = await orders.start(held);
    await order.untilStatus('awaitingApproval');
    await world.environment.sleep('10 days');
    expect(world.sandbox.ledger(order.orderId).calls).toEqual([]);
    await order.update('approve', { by: 'bob', note: 'seen' });
    expect(await order.result()).toMatchObject({
      status: 'settled',
      requestedBy: 'Ann Lee',
      approvedBy: 'bob',
    });
    expect(order.bookings).toBe(1);
  });

  it('refused ends it as ApprovalRefused, with the words', async () => {
    const order = await orders.start(held);
    await order.untilStatus('awaitingApproval');
    await order.update('reject', { by: 'bob', note: 'twice the sum' });
    const { type, message, known } = await order.failure();
    expect(type).toBe('ApprovalRefused');
    expect(message).toBe('refused by bob: twice the sum');
    expect(known).toMatchObject({ status: 'refused', problems: [{ message }] });
    expect(known.approvedBy).toBeUndefined();
    expect(world.sandbox.ledger(order.orderId).calls).toEqual([]);
  });

  it.each(['Ann Lee', 'ann lee', 'ANN  LEE', 'Ａnn Lee'])(
    'is not taken from the maker, written %j',
    async (by) => {
      const order = await orders.start(held);
      await order.untilStatus('awaitingApproval');
      for (const name of ['approve', 'reject'] as const) {
        const refusal = await order.refusal(name, { by });
        expect(refusal.type).toBe('UpdateRefused');
        expect(refusal.message).toContain('another person');
      }
      expect((await order.snapshot()).status).toBe('awaitingApproval');
    },
  );

  it('is recorded once for one update id, however often it is sent', async () => {
    const order = await orders.start(held);
    await order.untilStatus('awaitingApproval');
    const [first, second] = await Promise.all([
      order.update('approve', { by: 'bob' }, 'approve-1'),
      order.update('approve', { by: 'bob' }, 'approve-1'),
    ]);
    expect(second).toEqual(first);
    expect(first).toMatchObject({ recorded: 'approve' });
    expect((await order.result()).status).toBe('settled');
    expect(order.bookings).toBe(1);
  });

  it('is not asked for twice', async () => {
    world.sandbox.setFaults([{ fault: 'dropBefore', on: 'allinpay.balanceQuery' }]);
    const order = await orders.start({ ...held, checkBalance: true });
    await order.untilStatus('awaitingApproval');
    await order.update('approve', { by: 'bob' });
    await order.untilStatus('submitting');
    expect((await order.refusal('reject', { by: 'carl' })).message).toContain('nothing waits for approval');
  });
});

describe('`cancel`', () => {
  it('ends a payout that waits for approval', async () => {
    const order = await orders.start(held);
    await order.untilStatus('awaitingApproval');
    await order.update('cancel', { by: 'ann lee' });
    const { type, known } = await order.failure();
    expect(type).toBe('Cancelled');
    expect(known).toMatchObject({ status: 'cancelled', failed: '100.10', pending: '0.00' });
    expect(world.sandbox.ledger(order.orderId).calls).toEqual([]);
  });

  it('ends a balance check that gets no answer', async () => {
    world.sandbox.setFaults([{ fault: 'garbage', on: 'allinpay.balanceQuery' }]);
    const order = await orders.start({ checkBalance: true });
    await order.untilStatus('submitting');
    await order.untilWaiting(/signed envelope/);
    await order.update('cancel', { by: 'ann' });
    expect((await order.failure()).type).toBe('Cancelled');
    expect(order.calls('withdraw')).toHaveLength(0);
  });

  it.each(['processing', 'outcomeUnknown', 'confirmingRefusal'] as const)(
    'is refused while %s',
    async (status) => {
      const rules = {
        processing: [],
        outcomeUnknown: [{ fault: 'dropAfter', on }],
        confirmingRefusal: [{ fault: 'code', on, code: 3, after: true }],
      } as const;
      const order = await orders.startFailing(rules[status]);
      await order.untilStatus(status);
      expect(await order.refusal('cancel', { by: 'ann' })).toMatchObject({ type: 'UpdateRefused' });
      expect((await order.result()).status).toBe('settled');
    },
  );
});

describe('a cancel request of Temporal', () => {
  it('closes a payout that waits for approval as Canceled', async () => {
    const order = await orders.start(held);
    await order.untilStatus('awaitingApproval');
    await order.handle.cancel();
    await until('it is closed', async () => (await order.handle.describe()).status.name === 'CANCELLED');
    expect(await order.snapshot()).toMatchObject({ status: 'cancelled', attention: null });
    expect(world.sandbox.ledger(order.orderId).calls).toEqual([]);
  });

  it('closes one whose tries sent nothing as Canceled', async () => {
    const order = await orders.startFailing([{ fault: 'code', on: lookUp, code: 3103 }]);
    await order.untilAttention('settings');
    await order.handle.cancel();
    await until('it is closed', async () => (await order.handle.describe()).status.name === 'CANCELLED');
    expect(order.calls('withdraw')).toHaveLength(0);
  });

  it.each(['processing', 'outcomeUnknown'] as const)(
    'is set aside while %s: the money stays in sight',
    async (status) => {
      const order = await orders.startFailing(status === 'processing' ? [] : [{ fault: 'dropAfter', on }]);
      await order.untilStatus(status);
      await order.handle.cancel();
      expect((await order.result()).status).toBe('settled');
      expect(order.calls('withdraw')).toHaveLength(1);
      expect(order.bookings).toBe(1);
    },
  );
});

describe('an update', () => {
  const wrong: [UpdateName, unknown, string[]][] = [
    ['approve', {}, ['by: is required']],
    ['approve', null, ['must be object']],
    ['approve', 'bob', ['must be object']],
    ['cancel', { by: '  ' }, ['by: must not begin with U+0020 (space)']],
    ['pollNow', { by: 'bob', when: 'now' }, ['when: is not a member we know']],
    ['resolve', { by: 'bob' }, ['decision: must be one of']],
    ['resolve', { by: 'bob', decision: 'pay' }, ['decision: must be one of']],
    ['resolve', { by: 'bob', decision: 'extend' }, ['settleBy']],
    [
      'resolve',
      { by: 'bob', decision: 'extend', settleBy: 'tomorrow' },
      ['settleBy: must be an ISO 8601 instant'],
    ],
    ['confirmCredit', { by: 'bob', points: 1.5 }, ['points: must be a whole number', 'cash: is required']],
  ];

  it.each(wrong)(
    '%s of %j is refused, naming every problem, and changes nothing',
    async (name, argument, words) => {
      const order = await orders.start(held);
      await order.untilStatus('awaitingApproval');
      const { type, message } = await order.refusal(name, argument);
      expect(type).toBe('InvalidInput');
      for (const word of words) expect(message).toContain(word);
      expect((await order.snapshot()).status).toBe('awaitingApproval');
    },
  );

  it('that it is not the time for is refused by name', async () => {
    const order = await orders.start();
    await order.untilStatus('processing');
    for (const name of ['approve', 'reject', 'cancel', 'confirmCredit', 'resolve'] as const) {
      const argument = {
        by: 'bob',
        ...(name === 'resolve' ? { decision: 'resubmit', note: 'looked into it' } : {}),
        ...(name === 'confirmCredit' ? { points: 1, cash: [] } : {}),
      };
      expect(await order.refusal(name, argument)).toMatchObject({ type: 'UpdateRefused' });
    }
    expect((await order.result()).status).toBe('settled');
  });
});
