import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../sandbox/index.ts';
import { at, Clock, postCredit } from './callers.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
const clock = new Clock('2026-03-02T10:00:00Z');

beforeEach(async () => {
  clock.set('2026-03-02T10:00:00Z');
  sandbox = await startTestSandbox({ clock: clock.read });
});

afterEach(() => sandbox.close());

const id = 'credit/cli_sandbox/order-1';
const data = {
  profile: 'default',
  externalOrderId: 'order-1',
  referralAccountId: '6930815272790114324',
  transTime: '1772445600000',
  points: 100,
  cash: [{ currency: 'CNY', amount: '10.50' }],
};
const body = { type: 'referral.withdrawn', timestamp: '2026-03-02T10:00:00.000Z', data };
const now = (): number => clock.now / 1000;

test('a credit is booked and answered with what was credited', async () => {
  const reply = await postCredit(sandbox, id, body, now());
  expect(reply.status).toBe(200);
  expect(reply.json).toEqual({ points: 100, cash: data.cash, reference: expect.any(String) });
  expect(sandbox.ledger('order-1').effects).toMatchObject([
    { kind: 'wallet.credit', account: data.referralAccountId, points: 100, cash: data.cash },
  ]);
});

test('a repeat with a fresh signature credits nothing and gives the same reference', async () => {
  const first = await postCredit(sandbox, id, body, now());
  clock.forward(60_000);
  const second = await postCredit(sandbox, id, body, now());
  expect(second.json).toEqual(first.json);
  sandbox.setSettings({ wallet: { repeat: 'conflict' } });
  expect((await postCredit(sandbox, id, body, now())).status).toBe(409);
  expect(sandbox.ledger('order-1').effects).toHaveLength(1);
  expect(sandbox.ledger().totals.wallet).toEqual({ credits: 1, points: 100, cash: { CNY: '10.50' } });
});

test('another body under a used id is 422, on record, and credits nothing', async () => {
  await postCredit(sandbox, id, body, now());
  const reply = await postCredit(sandbox, id, { ...body, data: { ...data, points: 101 } }, now());
  expect(reply.status).toBe(422);
  expect(sandbox.ledger('order-1').calls.map((call) => call.httpStatus)).toEqual([200, 422]);
  expect(sandbox.ledger('order-1').effects).toHaveLength(1);
});

describe('a request is not believed', () => {
  test('signed with another secret', async () => {
    const reply = await postCredit(
      sandbox,
      id,
      body,
      now(),
      `whsec_${Buffer.from('other').toString('base64')}`,
    );
    expect(reply.status).toBe(401);
  });

  test.each([-301, 301])('%d seconds off the clock', async (seconds) => {
    expect((await postCredit(sandbox, id, body, now() + seconds)).status).toBe(401);
    expect((await postCredit(sandbox, id, body, now() + seconds - Math.sign(seconds))).status).toBe(200);
  });

  test('without an id', async () => {
    expect((await postCredit(sandbox, '', body, now())).status).toBe(401);
  });
});

test.each([
  ['number for an amount', { ...data, cash: [{ currency: 'CNY', amount: 10.5 }] }],
  ['one decimal', { ...data, cash: [{ currency: 'CNY', amount: '10.5' }] }],
  ['text for points', { ...data, points: '100' }],
  ['negative points', { ...data, points: -1 }],
  ['seconds for transTime', { ...data, transTime: '1772445600' }],
  ['no profile', { ...data, profile: undefined }],
])('a body with a %s is 400', async (_what, bad) => {
  const reply = await postCredit(sandbox, id, { ...body, data: bad }, now());
  expect(reply.status).toBe(400);
  expect(at(reply.json, 'error')).toEqual(expect.any(String));
  expect(sandbox.ledger().effects).toEqual([]);
});

test('a body with a member that the contract does not name is 422', async () => {
  expect((await postCredit(sandbox, id, { ...body, data: { ...data, token: 'x' } }, now())).status).toBe(422);
  expect((await postCredit(sandbox, id, { ...body, extra: 1 }, now())).status).toBe(422);
});

test('an idempotency key that is not that of the order is 400', async () => {
  for (const wrong of ['order-1', 'credit/cli_sandbox/order-2', 'credit//order-1']) {
    expect((await postCredit(sandbox, wrong, body, now())).status).toBe(400);
  }
});
