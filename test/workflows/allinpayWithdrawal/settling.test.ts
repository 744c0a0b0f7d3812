import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTime, TestOrders } from '../../harness/allinpayOrders.ts';
import { sentBy } from '../../harness/sender.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';
import { until } from '../../harness/until.ts';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  world = await startTimeSkippingWorld();
  orders = new TestOrders(world);
});
afterEach(async () => {
  await orders.settleAccounts();
});
afterAll(async () => {
  await world.stop();
});

const TWO_CALLS = 17;

describe('an order that the provider takes', () => {
  it('settles in exactly 17 events and what the upserts cost, with money as decimal strings', async () => {
    const order = await orders.start({
      details: [
        { externalCode: 'S17', amount: '100.1' },
        { accountUserId: 42, amount: '5' },
        { isPlatform: true, amount: '0.61' },
      ],
      summary: 'October',
      batchId: 'B-1',
    });
    const result = await order.result();
    expect(result).toMatchObject({
      flow: 'allinpayWithdrawal',
      status: 'settled',
      profile: 'default',
      batchId: 'B-1',
      attention: null,
      orderId: order.orderId,
      asked: '105.71',
      settled: '105.71',
      failed: '0.00',
      pending: '0.00',
      fee: '1.50',
      sentBy,
    });
    expect(result.details).toMatchObject([
      { externalCode: 'S17', amount: '100.10', status: 'settled', arrived: '99.60', fee: '0.50' },
      { accountUserId: 42, amount: '5.00', status: 'settled', arrived: '4.50', fee: '0.50' },
      { isPlatform: true, amount: '0.61', status: 'settled', arrived: '0.11', fee: '0.50' },
    ]);
    expect(result.details.map(({ withdrawTId }) => withdrawTId)).toEqual([
      expect.stringMatching(/^7205759403792793\d$/),
      expect.stringMatching(/^7205759403792793\d$/),
      expect.stringMatching(/^7205759403792794\d|7205759403792793\d$/),
    ]);
    expect(result.nextPollAt).toBeUndefined();
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(3);
    const { all, upserts } = await order.eventCount();
    console.log(`submit and settle: ${all} events, ${upserts} of them upserts`);
    expect(all - upserts).toBe(TWO_CALLS);
    expect(upserts).toBe(4);
  });

  it('costs not one event more for many polls', async () => {
    const order = await orders.startFailing([
      { fault: 'lookupLag', on: 'allinpay.withdrawResultQuery', times: 40 },
    ]);
    expect((await order.result()).status).toBe('settled');
    expect(order.calls('withdrawResultQuery').length).toBeGreaterThan(40);
    const { all, upserts } = await order.eventCount();
    expect(all - upserts).toBe(TWO_CALLS);
    expect(order.bookings).toBe(1);
  });

  it('was looked up before it was sent', async () => {
    const order = await orders.start();
    await order.result();
    const { calls } = world.sandbox.ledger(order.orderId);
    expect(calls.map(({ api, code }) => `${api} ${code ?? ''}`)).toEqual([
      'allinpay.withdrawResultQuery 3',
      'allinpay.withdraw 0',
      'allinpay.withdrawResultQuery 0',
    ]);
  });
});

describe('an order whose details end differently', () => {
  it('is partially settled, each failure with its reason', async () => {
    await orders.changeAccounts({ externalCode: 'S81', settle: 'failed', reason: '账户已冻结' });
    const order = await orders.start({
      details: [
        { externalCode: 'S80', amount: '10' },
        { externalCode: 'S81', amount: '20.5' },
      ],
    });
    const result = await order.result();
    expect(result).toMatchObject({
      status: 'partiallySettled',
      asked: '30.50',
      settled: '10.00',
      failed: '20.50',
      pending: '0.00',
      fee: '0.50',
      attention: null,
    });
    expect(result.details[1]).toMatchObject({ status: 'failed', reason: '账户已冻结' });
    expect(result.details[1]?.arrived).toBeUndefined();
  });

  it('at different times is shown as far as it is, and keeps what is final', async () => {
    await orders.changeAccounts({ externalCode: 'S82', settle: 'never' });
    const order = await orders.start({
      details: [
        { externalCode: 'S82', amount: '20.5' },
        { externalCode: 'S80', amount: '10' },
      ],
    });
    const half = await inTime(
      world,
      'half of it',
      async () => {
        const snapshot = await order.snapshot();
        return snapshot.settled === '10.00' && snapshot;
      },
      { step: '1s' },
    );
    expect(half).toMatchObject({ status: 'processing', pending: '20.50', asked: '30.50' });
    await orders.changeAccounts(
      { externalCode: 'S82', settle: 'failed' },
      { externalCode: 'S80', settle: 'failed' },
    );
    expect(await order.result()).toMatchObject({
      status: 'partiallySettled',
      settled: '10.00',
      failed: '20.50',
    });
    await orders.changeAccounts({ externalCode: 'S80', settle: 'settled' });
  });

  it('all of them failed: fails as PayoutRejected, since no money arrived', async () => {
    const order = await orders.startFailing(
      [{ fault: 'detailFails', on: 'allinpay.withdraw', reason: '退票' }],
      {
        details: [
          { externalCode: 'S83', amount: '1' },
          { accountUserId: 84, amount: '2' },
        ],
      },
    );
    const { type, known } = await order.failure();
    expect(type).toBe('PayoutRejected');
    expect(known).toMatchObject({
      status: 'rejected',
      asked: '3.00',
      failed: '3.00',
      pending: '0.00',
      fee: '0.00',
    });
    expect(known.problems).toEqual([
      { field: 'details[0]', message: '退票' },
      { field: 'details[1]', message: '退票' },
    ]);
  });

  it('is told by what the provider names where it leaves our codes out and turns the list around', async () => {
    world.sandbox.setSettings({
      allinpay: { answerBy: 'accountUserId', detailOrder: 'reversed', feeOnTop: true },
    });
    const order = await orders.startFailing(
      [{ fault: 'detailFails', on: 'allinpay.withdraw', account: 'S86', reason: '退票' }],
      {
        details: [
          { externalCode: 'S85', amount: '1' },
          { externalCode: 'S86', amount: '2' },
          { isPlatform: true, amount: '2' },
        ],
      },
    );
    const result = await order.result();
    world.sandbox.setSettings({ allinpay: { answerBy: 'both', detailOrder: 'asked', feeOnTop: false } });
    expect(result.details.map(({ status }) => status)).toEqual(['settled', 'failed', 'settled']);
    expect(result).toMatchObject({
      status: 'partiallySettled',
      settled: '3.00',
      failed: '2.00',
      fee: '1.00',
    });
  });
});

describe('the balance check', () => {
  it('lets an order pass that every account can pay', async () => {
    await orders.changeAccounts({ externalCode: 'S90', balance: '5.00' });
    const order = await orders.start({ checkBalance: true, details: [{ externalCode: 'S90', amount: '5' }] });
    expect((await order.result()).status).toBe('settled');
  });

  it('ends an order that one account cannot pay, before it is sent', async () => {
    await orders.changeAccounts({ externalCode: 'S91', balance: '4.99' });
    const order = await orders.start({
      checkBalance: true,
      details: [
        { externalCode: 'S80', amount: '1' },
        { externalCode: 'S91', amount: '5' },
      ],
    });
    const { type, known } = await order.failure();
    expect(type).toBe('InsufficientBalance');
    expect(known).toMatchObject({ status: 'rejected', failed: '6.00', pending: '0.00' });
    expect(known.problems).toEqual([
      { field: 'details[1].amount', message: 'only 4.99 can be withdrawn from externalCode:S91, asked 5.00' },
    ]);
    expect(order.calls('withdraw')).toHaveLength(0);
  });

  it('takes a negative balance for what it is', async () => {
    await orders.changeAccounts({ externalCode: 'S92', balance: '100.00', settle: 'never' });
    const first = await orders.start({ details: [{ externalCode: 'S92', amount: '100' }] });
    await first.untilStatus('processing');
    await orders.changeAccounts({ externalCode: 'S92', balance: '10.00' });
    const order = await orders.start({ checkBalance: true, details: [{ externalCode: 'S92', amount: '1' }] });
    expect((await order.failure()).message).toContain('only -90.00 can be withdrawn');
    await orders.changeAccounts({ externalCode: 'S92', settle: 'settled' });
    await first.result();
  });

  it('refused by the provider ends the order, before it is sent', async () => {
    await orders.changeAccounts({ externalCode: 'S93', exists: false });
    const order = await orders.start({ checkBalance: true, details: [{ externalCode: 'S93', amount: '1' }] });
    const { type, known } = await order.failure();
    expect(type).toBe('PayoutRejected');
    expect(known.problems).toMatchObject([{ code: '3101' }]);
    expect(order.calls('withdraw')).toHaveLength(0);
  });
});

describe('allinpayBalance', () => {
  it.each(['data', 'details'] as const)(
    'reads balances from `%s`, in the order of the provider',
    async (balanceShape) => {
      world.sandbox.setSettings({ allinpay: { balanceShape } });
      await orders.changeAccounts({ externalCode: 'S95', balance: '12.30' });
      const handle = await world.start('allinpayBalance', `balance-${balanceShape}`, {
        accounts: [{ externalCode: 'S95' }, { isPlatform: true }],
      });
      expect(await handle.result()).toMatchObject({
        accounts: [
          {
            accountUserId: '95',
            externalCode: 'S95',
            balance: '12.30',
            frozenBalance: '0.00',
            withdrawBalance: '12.30',
          },
          { referenceType: '11' },
        ],
      });
    },
  );

  it('waits through trouble and wrong settings, and answers when they are over', async () => {
    world.sandbox.setFaults([
      { fault: 'code', on: 'allinpay.balanceQuery', code: 3103, times: 3 },
      { fault: 'garbage', on: 'allinpay.balanceQuery', times: 3 },
    ]);
    const handle = await world.start('allinpayBalance', 'balance-trouble', {
      accounts: [{ isPlatform: true }],
    });
    expect(await handle.result()).toMatchObject({ accounts: [{ referenceType: '11' }] });
  });

  it('that gets no answer can be cancelled', async () => {
    world.sandbox.setFaults([{ fault: 'garbage', on: 'allinpay.balanceQuery' }]);
    const handle = await world.start('allinpayBalance', 'balance-cancelled', {
      accounts: [{ isPlatform: true }],
    });
    await world.environment.sleep('5s');
    await handle.cancel();
    await until('it is closed', async () => (await handle.describe()).status.name === 'CANCELLED');
  });

  it('refused by the provider, or asked wrongly, fails by name', async () => {
    await orders.changeAccounts({ externalCode: 'S96', exists: false });
    const refused = await orders.watch('allinpayBalance', 'balance-refused', {
      accounts: [{ externalCode: 'S96' }],
    });
    expect(await refused.failure()).toMatchObject({ type: 'PayoutRejected' });
    const wrong = await orders.watch('allinpayBalance', 'balance-wrong', { accounts: [{}], limit: 1 });
    const { type, message } = await wrong.failure();
    expect(type).toBe('InvalidInput');
    expect(message).toContain('accounts[0]: must name exactly one of');
    expect(message).toContain('limit: is not a member we know');
  });
});
