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
}, 120_000);
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
