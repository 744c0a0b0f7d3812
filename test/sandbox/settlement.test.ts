import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../sandbox/index.ts';
import { AllinpayCaller, literal } from './allinpayCaller.ts';
import { at, Clock, put } from './callers.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
let allinpay: AllinpayCaller;
const clock = new Clock('2026-03-02T10:55:00+08:00');

beforeEach(async () => {
  clock.set('2026-03-02T10:55:00+08:00');
  sandbox = await startTestSandbox({ clock: clock.read });
  allinpay = new AllinpayCaller(sandbox);
});

afterEach(() => sandbox.close());

async function pay(
  orderId: string,
  amount = '100',
  account: object = { accountUserId: 100 },
): Promise<unknown> {
  return allinpay.withdraw(orderId, [{ ...account, withdrawAmount: literal(amount) }]);
}

async function statusOf(orderId: string): Promise<unknown> {
  return at(await allinpay.look(orderId), 'data.details.0.withdrawStatus');
}

describe('the documented plan', () => {
  beforeEach(() => {
    sandbox.setSettings({ allinpay: { settle: 'documented' } });
  });

  test.each([
    ['10:55', '2026-03-02T10:55:00+08:00', '2026-03-02T11:30:00+08:00'],
    ['10:00', '2026-03-02T10:00:00+08:00', '2026-03-02T11:30:00+08:00'],
    ['21:59', '2026-03-02T21:59:59+08:00', '2026-03-02T22:30:00+08:00'],
    [
      '22:10, which would be shown in the quiet hours',
      '2026-03-02T22:10:00+08:00',
      '2026-03-03T07:30:00+08:00',
    ],
    [
      '05:40, which would be shown in the quiet hours',
      '2026-03-02T05:40:00+08:00',
      '2026-03-02T07:30:00+08:00',
    ],
    ['23:50', '2026-03-02T23:50:00+08:00', '2026-03-03T07:30:00+08:00'],
  ])('shows the result of %s at minute 30 of an hour that is not quiet', async (_what, booked, shown) => {
    clock.set(booked);
    await pay('o1');
    clock.now = Date.parse(shown) - 1;
    expect(await statusOf('o1')).toBe('#1');
    clock.set(shown);
    expect(await statusOf('o1')).toBe('#2');
    expect(sandbox.ledger('o1').effects[1]).toMatchObject({
      kind: 'allinpay.settlement',
      at: new Date(shown).toISOString(),
    });
  });

  test('is the default of a worker, which is told no plan', () => {
    expect(sandbox.env).not.toHaveProperty('ALLINPAY_POLL_PLAN');
  });
});

test('a plan of seconds is handed to the worker', () => {
  expect(JSON.parse(sandbox.env['ALLINPAY_POLL_PLAN'] ?? '')).toEqual({
    first: { after: '2s' },
    every: '1s',
    quiet: null,
    jitter: '0s',
  });
});

test('a settled detail has arrived less its fee, and its money is gone', async () => {
  await put(sandbox, 'allinpay/accounts', [{ accountUserId: 100, balance: '150.00' }]);
  await pay('o1', '100.10');
  clock.forward(2000);
  expect(at(await allinpay.look('o1'), 'data.details.0')).toMatchObject({
    withdrawStatus: '#2',
    withdrawAmount: '#99.6',
    fee: '#0.5',
  });
  expect(sandbox.ledger().effects[1]).toMatchObject({
    kind: 'allinpay.settlement',
    status: 'settled',
    amount: '100.10',
    fee: '0.50',
    arrived: '99.60',
  });
  const balance = await allinpay.ask('balanceQuery', { details: [{ accountUserId: 100 }] });
  expect(at(balance, 'data.0')).toMatchObject({ balance: '#49.9', frozenBalance: '#0' });
});

test('a failed detail costs no fee, gives its reason and returns the money', async () => {
  await put(sandbox, 'allinpay/accounts', [
    { accountUserId: 100, balance: '150.00', settle: 'failed', reason: '银行卡已注销' },
  ]);
  await pay('o1');
  clock.forward(2000);
  expect(at(await allinpay.look('o1'), 'data.details.0')).toMatchObject({
    withdrawStatus: '#3',
    withdrawStatusDesc: '银行卡已注销',
    withdrawAmount: '#100',
    fee: '#0',
  });
  const balance = await allinpay.ask('balanceQuery', { details: [{ accountUserId: 100 }] });
  expect(at(balance, 'data.0')).toMatchObject({ balance: '#150', availableBalance: '#150' });
  expect(sandbox.ledger().totals.allinpay).toMatchObject({ asked: '100.00', failed: '100.00', fee: '0.00' });
});

test('a detail can fail by rule, apart from the others of its order', async () => {
  sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'detailFails', account: 'abc', reason: '户名不符' }]);
  await allinpay.withdraw('o1', [
    { externalCode: 'abc', withdrawAmount: literal('5') },
    { accountUserId: 100, withdrawAmount: literal('7') },
  ]);
  clock.forward(2000);
  const details = at(await allinpay.look('o1'), 'data.details');
  expect(details).toMatchObject([{ withdrawStatusDesc: '户名不符' }, { withdrawStatus: '#2' }]);
  expect(sandbox.ledger().totals.allinpay).toEqual({
    bookings: 2,
    asked: '12.00',
    settled: '7.00',
    failed: '5.00',
    pending: '0.00',
    arrived: '6.50',
    fee: '0.50',
  });
});

test('a detail that will fail is failed in the answer of withdraw where that is wanted', async () => {
  sandbox.setSettings({ allinpay: { failAtBooking: true } });
  await put(sandbox, 'allinpay/accounts', [{ accountUserId: 100, settle: 'failed' }]);
  expect(at(await pay('o1'), 'data.details.0')).toMatchObject({ withdrawStatus: '#3' });
});

test('a detail held back settles when it is let go, and not before', async () => {
  await put(sandbox, 'allinpay/accounts', [{ accountUserId: 100, settle: 'never' }]);
  await pay('o1');
  clock.forward(30 * 86_400_000);
  expect(await statusOf('o1')).toBe('#1');
  await put(sandbox, 'allinpay/accounts', [{ accountUserId: 100, settle: 'settled' }]);
  expect(await statusOf('o1')).toBe('#2');
  expect(sandbox.ledger().effects[1]?.at).toBe(new Date(clock.now).toISOString());
});

test('the ledger holds settlements that nobody has asked about yet', async () => {
  await pay('o1');
  clock.forward(2000);
  expect(sandbox.ledger().effects.map((effect) => effect.kind)).toEqual([
    'allinpay.withdrawal',
    'allinpay.settlement',
  ]);
});
