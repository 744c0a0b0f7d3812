import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTime, TestOrders } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  // Asked by code, answered by number, and nowhere are both told.
  const names = { answerBy: 'accountUserId', balanceNames: 'accountUserId' } as const;
  world = await startTimeSkippingWorld({
    sandbox: { allinpay: names },
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

const pair = (one: string, other: string) => ({
  details: [
    { externalCode: one, amount: '100' },
    { externalCode: other, amount: '100' },
  ],
});

describe('details that no answer tells from each other', () => {
  it('are settled where all lines are, whoever is who', async () => {
    const order = await orders.start(pair('S90', 'S91'));
    expect(await order.result()).toMatchObject({ status: 'settled', settled: '200.00', attention: null });
  });

  it('stay pending where one failed, and a person is called who may state which', async () => {
    await orders.changeAccounts({ externalCode: 'S93', settle: 'failed' });
    const order = await orders.start(pair('S92', 'S93'));
    await inTime(world, 'a person is called', async () => {
      return (await order.snapshot()).attention?.reason === 'outcomeUnknown';
    });
    const shown = await order.snapshot();
    expect(shown).toMatchObject({ status: 'processing', pending: '200.00' });
    expect(shown.attention).toMatchObject({ decisions: ['recordOutcome'] });
    const details = [
      { externalCode: 'S92', status: 'settled' },
      { externalCode: 'S93', status: 'failed' },
    ];

    await order.update('resolve', {
      by: 'ann',
      decision: 'recordOutcome',
      note: 'asked Allinpay',
      details,
    });

    expect(await order.result()).toMatchObject({
      status: 'partiallySettled',
      settled: '100.00',
      failed: '100.00',
      details: [
        { status: 'settled', statedBy: 'ann' },
        { status: 'failed', statedBy: 'ann' },
      ],
    });
  });
});

describe('an order that was asked for before under the same id, of which a line names none of our accounts', () => {
  it('is not believed for its amounts: a person is called, and nothing is sent', async () => {
    const first = await orders.start(pair('S70', 'S71'));
    await first.result();

    const again = await orders.start({ orderId: first.orderId, ...pair('S72', 'S73') });

    const attention = await again.untilAttention('orderConflict', ['adopt', 'abandon', 'recordOutcome']);
    expect(attention.message).toContain('2 lines name no account of ours');
    expect(await again.snapshot()).toMatchObject({ settled: '0.00', pending: '200.00' });
    await again.update('resolve', { by: 'ann', decision: 'adopt', note: 'they are the same shops' });
    expect(await again.result()).toMatchObject({ status: 'settled', adopted: expect.any(String) });
    expect(again.calls('withdraw')).toHaveLength(1);
  });

  it('is not believed for the amounts where it has one account in common either', async () => {
    const platform = { isPlatform: true, amount: '100' } as const;
    const first = await orders.start({ details: [platform, { externalCode: 'S74', amount: '100' }] });
    await first.result();

    const details = [platform, { externalCode: 'S75', amount: '100' }];
    const again = await orders.start({ orderId: first.orderId, details });

    const attention = await again.untilAttention('orderConflict', ['adopt', 'abandon', 'recordOutcome']);
    expect(attention.message).toContain('a line names no account of ours');
    expect(await again.snapshot()).toMatchObject({ settled: '0.00', pending: '200.00' });
    await again.update('resolve', { by: 'ann', decision: 'abandon', note: 'not ours' });
    await again.result().catch(() => undefined);
    expect(again.calls('withdraw')).toHaveLength(1);
  });
});
