import { afterEach, describe, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { sendJson } from '../stubServer.ts';
import { code, feishu, ok, stopFeishu, type Answer } from './feishu.fixture.ts';

const order = { referralAccountId: '6930', bonusTypes: ['point'], externalOrderId: 'order-1' } as const;
const window = { startTransTime: '1', endTransTime: '2', tradeDetails: [] };

afterEach(stopFeishu);

const withdrawn = ok({ external_order_id: 'order-1', trans_time: '1683634459543' });

const limited =
  (headers: Record<string, string>): Answer =>
  (response: ServerResponse) => {
    sendJson(response, { code: 99991400, msg: 'request trigger frequency limit' }, { status: 429, headers });
  };

const turnedAway = { ok: false, failure: { type: 'RateLimited', outcome: 'none', retryable: true } };

describe('a call beyond the limit', () => {
  test('is not sent, and says how long to wait', async () => {
    const limits = { withdraw: { calls: 2, windowMs: 60_000 } };
    const { client, calls } = await feishu([withdrawn], { limits });
    await Promise.all([client.withdraw(order), client.withdraw(order)]);

    const third = await client.withdraw(order);

    expect(third).toMatchObject(turnedAway);
    expect(!third.ok && third.failure.retryAfterMs).toBeGreaterThan(59_000);
    expect(!third.ok && third.failure.httpStatus).toBeUndefined();
    expect(calls).toHaveLength(2);
  });

  test('is counted for its own API alone', async () => {
    const limits = { withdraw: { calls: 1, windowMs: 60_000 } };
    const { client, calls } = await feishu([withdrawn, ok({})], { limits });
    await client.withdraw(order);
    expect(await client.reconcile(window)).toMatchObject({ ok: true });
    expect(calls).toHaveLength(2);
  });

  test('may be the repeat with a fresh token: it is not sent either', async () => {
    const limits = { withdraw: { calls: 1, windowMs: 60_000 } };
    const { client, calls, tokens } = await feishu([code(99991663), withdrawn], { limits });
    expect(await client.withdraw(order)).toMatchObject(turnedAway);
    expect([calls.length, tokens.length]).toEqual([1, 2]);
  });

  test('is one more than documented, by default', async () => {
    const { client, calls } = await feishu([withdrawn]);
    const all = await Promise.all(Array.from({ length: 101 }, () => client.withdraw(order)));
    expect(all.filter(({ ok: isOk }) => isOk)).toHaveLength(100);
    expect(all.find(({ ok: isOk }) => !isOk)).toMatchObject(turnedAway);
    expect(calls).toHaveLength(100);
  });

  test('is sent all the same where no limits are kept', async () => {
    const { client, calls } = await feishu([withdrawn], { limits: 'none' });
    await Promise.all(Array.from({ length: 101 }, () => client.withdraw(order)));
    expect(calls).toHaveLength(101);
  });
});

describe('a rejection for the limit of the whole tenant', () => {
  test.each([
    ['as long as it says', { 'x-ogw-ratelimit-reset': '52' }, 52_000],
    ['at most a minute', { 'x-ogw-ratelimit-reset': '86400' }, 60_000],
    ['a second, where it does not say', {}, 1_000],
  ])('stops every call of the API, %s', async (_what, headers, waitMs) => {
    const { client, calls } = await feishu([limited(headers), withdrawn]);
    expect(await client.withdraw(order)).toMatchObject({
      failure: { type: 'RateLimited', httpStatus: 429, retryAfterMs: waitMs },
    });

    const others = await Promise.all(Array.from({ length: 5 }, () => client.withdraw(order)));

    for (const other of others) {
      expect(other).toMatchObject(turnedAway);
      const wait = other.ok ? 0 : (other.failure.retryAfterMs ?? 0);
      expect(wait).toBeGreaterThan(waitMs - 500);
      expect(wait).toBeLessThanOrEqual(waitMs);
    }
    expect(calls).toHaveLength(1);
  });

  test('of one API leaves the others alone', async () => {
    const { client, calls } = await feishu([limited({}), ok({})]);
    await client.withdraw(order);
    expect(await client.reconcile(window)).toMatchObject({ ok: true });
    expect(calls).toHaveLength(2);
  });

  test('of the token means that no token is asked for meanwhile', async () => {
    const { client, calls, tokens } = await feishu([withdrawn], { token: limited({}) });
    expect(await client.withdraw(order)).toMatchObject(turnedAway);
    expect(await client.withdraw(order)).toMatchObject(turnedAway);
    expect([tokens.length, calls.length]).toEqual([1, 0]);
  });
});
