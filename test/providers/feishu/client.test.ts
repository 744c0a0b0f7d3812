import { afterEach, describe, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { createFeishuClient } from '../../../providers/feishu/client.ts';
import { closedPort, sendJson } from '../stubServer.ts';
import { appSecret, code, feishu, ok, stopFeishu } from './feishu.fixture.ts';

const order = {
  referralAccountId: '6930',
  bonusTypes: ['point', 'cash'],
  externalOrderId: 'order-1',
} as const;

afterEach(stopFeishu);

const withdrawn = (details: unknown, changes: object = {}) =>
  ok({
    external_order_id: 'order-1',
    trans_time: '1683634459543',
    ...(details !== undefined && { withdrawal_details: details }),
    ...changes,
  });

describe('withdraw', () => {
  test('sends the documented request and reads the documented answer', async () => {
    const { client, calls, tokens } = await feishu([
      withdrawn({ point_bonus: 100, cash_bonus: [{ currency_type: 'CNY', amount: 100 }] }),
    ]);
    expect(await client.withdraw(order)).toEqual({
      ok: true,
      logId: 'log-1',
      value: {
        externalOrderId: 'order-1',
        transTime: '1683634459543',
        withdrawnAt: '2023-05-09T12:14:19.543Z',
        points: 100,
        cash: [{ currency: 'CNY', amount: '100.00' }],
        unknownMembers: [],
        namesNoAmount: false,
      },
    });
    expect(calls[0]).toMatchObject({
      path: '/open-apis/hire/v1/referral_account/6930/withdraw',
      headers: { authorization: 'Bearer token-1', 'content-type': 'application/json; charset=utf-8' },
    });
    expect(JSON.parse(calls[0]!.body)).toEqual({ withdraw_bonus_type: [1, 2], external_order_id: 'order-1' });
    expect(JSON.parse(tokens[0]!)).toEqual({ app_id: 'cli_test', app_secret: appSecret });
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['empty details', {}],
    ['nulls in the details', { point_bonus: null, cash_bonus: null }],
    ['zeros', { point_bonus: 0, cash_bonus: [{ currency_type: 'CNY', amount: 0 }] }],
  ])('that took out nothing is read from %s', async (_what, details) => {
    const { client } = await feishu([withdrawn(details)]);
    expect(await client.withdraw(order)).toMatchObject({
      ok: true,
      value: { points: 0, cash: [], unknownMembers: [] },
    });
  });

  test('reads amounts exactly, as numbers or as text', async () => {
    const details =
      '{"point_bonus":"7","cash_bonus":[{"currency_type":"CNY","amount":90071992547409.93},{"currency_type":"USD","amount":"0.10"}]}';
    const { client } = await feishu([
      ok(`{"external_order_id":"order-1","trans_time":1683634459543,"withdrawal_details":${details}}`),
    ]);
    expect(await client.withdraw(order)).toMatchObject({
      value: {
        transTime: '1683634459543',
        points: 7,
        cash: [
          { currency: 'CNY', amount: '90071992547409.93' },
          { currency: 'USD', amount: '0.10' },
        ],
      },
    });
  });

  test('names the members of the details that no document names', async () => {
    const line = { currency_type: 'CNY', amount: 0, toString: 1 };
    const { client } = await feishu([withdrawn({ cash: {}, bonus_type: 2, cash_bonus: [line, line] })]);
    expect(await client.withdraw(order)).toMatchObject({
      value: {
        points: 0,
        cash: [],
        unknownMembers: [
          { name: 'cash', value: '{}' },
          { name: 'bonus_type', value: '2' },
          { name: 'cash_bonus[0].toString', value: '1' },
          { name: 'cash_bonus[1].toString', value: '1' },
        ],
      },
    });
  });

  test.each([
    ['another order', withdrawn({}, { external_order_id: 'order-2' })],
    ['no order', withdrawn({}, { external_order_id: undefined })],
    ['no data', ok(null)],
    ['a number for the details', withdrawn(5)],
    [
      'a member that hides',
      ok(
        '{"external_order_id":"order-1","trans_time":"1683634459543","withdrawal_details":{"__proto__":{}}}',
      ),
    ],
    ['a number for a line', withdrawn({ cash_bonus: [5] })],
    ['a third decimal', withdrawn({ cash_bonus: [{ currency_type: 'CNY', amount: 0.001 }] })],
    ['a negative amount', withdrawn({ cash_bonus: [{ currency_type: 'CNY', amount: -1 }] })],
    ['an amount without a currency', withdrawn({ cash_bonus: [{ amount: 1 }] })],
    ['half a point', withdrawn({ point_bonus: 0.5 })],
    ['a time that is none', withdrawn({}, { trans_time: 'yesterday' })],
    ['a negative time', withdrawn({}, { trans_time: -1 })],
  ])('answered by %s may have been processed, and is repeatable', async (_what, answer) => {
    const { client } = await feishu([answer]);
    expect(await client.withdraw(order)).toMatchObject({
      ok: false,
      failure: { type: 'ProtocolViolation', outcome: 'unknown', retryable: true, logId: 'log-1' },
    });
  });

  test('puts any account id into one segment of the path', async () => {
    const { client, calls } = await feishu([withdrawn({})]);
    await client.withdraw({ ...order, referralAccountId: 'a/b?c#d 中' });
    expect(calls[0]!.path).toBe('/open-apis/hire/v1/referral_account/a%2Fb%3Fc%23d%20%E4%B8%AD/withdraw');
  });

  test.each(['', '.', '..', '\ud800'])(
    'of account %j is refused without a call',
    async (referralAccountId) => {
      const { client, calls, tokens } = await feishu([withdrawn({})]);
      expect(await client.withdraw({ ...order, referralAccountId })).toMatchObject({
        failure: { type: 'PayoutRejected', outcome: 'none', retryable: false },
      });
      expect([calls, tokens]).toEqual([[], []]);
    },
  );

  test('that is refused says why, with the log id', async () => {
    const { client } = await feishu([code(1002555)]);
    expect(await client.withdraw(order)).toMatchObject({
      failure: {
        type: 'PayoutRejected',
        code: '1002555',
        providerMessage: 'said',
        logId: 'log-e',
        httpStatus: 400,
      },
    });
  });
});

describe('reconcile', () => {
  const window = { startTransTime: '1', endTransTime: '2', tradeDetails: [{ accountId: 'a', points: 100 }] };

  test('sends the documented request and reads the documented answer', async () => {
    const { client, calls } = await feishu([
      ok({
        check_failed_list: [
          {
            account_id: 'a',
            total_withdraw_reward_info: { point_bonus: 90 },
            total_recharge_reward_info: { point_bonus: 100 },
          },
          { account_id: 'b', total_recharge_reward_info: {} },
        ],
      }),
    ]);
    expect(await client.reconcile(window)).toEqual({
      ok: true,
      logId: 'log-1',
      value: {
        failed: [
          { accountId: 'a', withdrawPoints: 90, rechargePoints: 100 },
          { accountId: 'b', withdrawPoints: null, rechargePoints: null },
        ],
      },
    });
    expect(calls[0]!.path).toBe('/open-apis/hire/v1/referral_account/reconciliation');
    expect(JSON.parse(calls[0]!.body)).toEqual({
      start_trans_time: '1',
      end_trans_time: '2',
      trade_details: [{ account_id: 'a', total_recharge_reward_info: { point_bonus: 100 } }],
    });
  });

  test.each([{}, { check_failed_list: null }, { check_failed_list: [] }])(
    'finds no difference in %j',
    async (data) => {
      const { client } = await feishu([ok(data)]);
      expect(await client.reconcile(window)).toMatchObject({ value: { failed: [] } });
    },
  );

  test.each([
    null,
    5,
    { check_failed_list: [{}] },
    { check_failed_list: 'none' },
    { check_failed_list: [{ account_id: 'a', total_withdraw_reward_info: 5 }] },
  ])('believes no answer with data %j', async (data) => {
    const { client } = await feishu([ok(data)]);
    expect(await client.reconcile(window)).toMatchObject({
      failure: { type: 'ProtocolViolation', outcome: 'none', retryable: true },
    });
  });

  test('that fails changed nothing', async () => {
    const { client } = await feishu([code(1002001, 500)]);
    expect(await client.reconcile(window)).toMatchObject({
      failure: { type: 'ProviderUnavailable', outcome: 'none', retryable: true },
    });
  });
});

describe('the tenant token', () => {
  test('is fetched once for calls at the same time', async () => {
    const { client, tokens, calls } = await feishu([withdrawn({})]);
    await Promise.all([client.withdraw(order), client.withdraw(order), client.withdraw(order)]);
    expect([tokens.length, calls.length]).toEqual([1, 3]);
  });

  test('is fetched anew three minutes before its end', async () => {
    let now = 0;
    const { client, tokens } = await feishu([withdrawn({})], { clock: () => now });
    await client.withdraw(order);
    now = 7_200_000 - 180_001;
    await client.withdraw(order);
    expect(tokens).toHaveLength(1);
    now += 1;
    await client.withdraw(order);
    expect(tokens).toHaveLength(2);
  });

  test.each([
    [99991661, 400],
    [99991663, 200],
    [99991663, 401],
    [99991664, 400],
    [99991668, 400],
    [99991671, 400],
    [99991677, 200],
  ])('refused by %i with HTTP %i is fetched anew and the call repeated once', async (value, status) => {
    const { client, tokens, calls } = await feishu([code(value, status), withdrawn({})]);
    expect(await client.withdraw(order)).toMatchObject({ ok: true });
    expect(tokens).toHaveLength(2);
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('refused twice is not tried a third time', async () => {
    const { client, tokens, calls } = await feishu([code(99991663)]);
    expect(await client.withdraw(order)).toMatchObject({
      failure: { type: 'AuthenticationFailed', outcome: 'none', retryable: false, code: '99991663' },
    });
    expect([tokens.length, calls.length]).toEqual([2, 2]);
  });

  test('refused to many calls at once is fetched anew once', async () => {
    const { client, tokens } = await feishu([
      (response, request) => {
        if (request.headers.authorization === 'Bearer token-1') code(99991663)(response, request, 0);
        else withdrawn({})(response, request, 0);
      },
    ]);
    const results = await Promise.all(Array.from({ length: 5 }, () => client.withdraw(order)));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(tokens).toHaveLength(2);
  });

  test('is not blamed for what the app may not do', async () => {
    const { client, tokens, calls } = await feishu([code(99991672)]);
    expect(await client.withdraw(order)).toMatchObject({ failure: { type: 'PermissionDenied' } });
    expect([tokens.length, calls.length]).toEqual([1, 1]);
  });

  test.each([
    [
      'wrong credentials',
      (r: ServerResponse) => {
        sendJson(r, { code: 10003, data: {}, msg: 'invalid param' });
      },
      'AuthenticationFailed',
    ],
    [
      'an answer without a token',
      (r: ServerResponse) => {
        sendJson(r, { code: 0, msg: 'ok' });
      },
      'NotSent',
    ],
    [
      'an HTML page',
      (r: ServerResponse) => {
        r.writeHead(502, { 'content-type': 'text/html' }).end('<html>');
      },
      'NotSent',
    ],
    [
      'a reset connection',
      (r: ServerResponse) => {
        r.socket?.destroy();
      },
      'NotSent',
    ],
    [
      'a rate limit',
      (r: ServerResponse) => {
        sendJson(r, { code: 99991400 }, { status: 429 });
      },
      'RateLimited',
    ],
  ])('that cannot be had for %s means that nothing was sent', async (_what, token, type) => {
    const { client, calls } = await feishu([withdrawn({})], { token });
    expect(await client.withdraw(order)).toMatchObject({ failure: { type, outcome: 'none', api: 'token' } });
    expect(calls).toEqual([]);
  });

  test('that cannot be had the second time leaves the first refusal behind: nothing was sent', async () => {
    const { client } = await feishu([code(99991663)], {
      token: (response, _request, index) => {
        if (index === 0) sendJson(response, { code: 0, tenant_access_token: 'of any shape', expire: 7200 });
        else response.socket?.destroy();
      },
    });
    expect(await client.withdraw(order)).toMatchObject({ failure: { type: 'NotSent', outcome: 'none' } });
  });
});

describe('the client', () => {
  test('never shows a secret or a token that the provider repeats', async () => {
    const { client } = await feishu([
      (response, request) => {
        const leak = `${appSecret} ${request.headers.authorization ?? ''}`;
        sendJson(response, { code: 1002002, msg: leak, error: { log_id: leak } }, { status: 400 });
      },
    ]);
    const shown = JSON.stringify(await client.withdraw(order));
    expect(shown).toContain('[secret]');
    expect(shown).not.toContain(appSecret);
    expect(shown).not.toContain('token-1');
  });

  test('leaves no half of a token where a message is cut', async () => {
    const { client } = await feishu([
      (response, request) => {
        const msg = 'x'.repeat(190) + (request.headers.authorization ?? '');
        sendJson(response, { code: 1002002, msg }, { status: 400 });
      },
    ]);
    const shown = JSON.stringify(await client.withdraw(order));
    expect(shown).toContain('xBearer [');
    expect(shown).not.toContain('tok');
  });

  test('says that nothing was sent when nobody listens', async () => {
    const client = createFeishuClient({ baseUrl: await closedPort(), appId: 'cli_test', appSecret });
    expect(await client.withdraw(order)).toMatchObject({ failure: { type: 'NotSent', outcome: 'none' } });
  });

  test('says that the outcome is unknown when the answer does not come', async () => {
    const { client } = await feishu([() => undefined], { timeoutMs: 300 });
    expect(await client.withdraw(order)).toMatchObject({
      failure: { type: 'OutcomeUnknown', outcome: 'unknown', retryable: true },
    });
  });

  test('throws the reason of a cancellation while it waits for the token, and leaves the fetch to others', async () => {
    const controller = new AbortController();
    const reason = new Error('shutting down');
    const { client, calls, tokens } = await feishu([withdrawn({})], {
      token: (response) => {
        controller.abort(reason);
        sendJson(response, { code: 0, tenant_access_token: 'token', expire: 7200 });
      },
    });
    const [cancelled, other] = await Promise.allSettled([
      client.withdraw(order, { signal: controller.signal }),
      client.withdraw(order),
    ]);
    expect(cancelled).toEqual({ status: 'rejected', reason });
    expect(other).toMatchObject({ value: { ok: true } });
    await expect(client.withdraw(order, { signal: controller.signal })).rejects.toBe(reason);
    expect([tokens.length, calls.length]).toEqual([1, 1]);
  });

  test('calls an outcome unknown that was cancelled under way', async () => {
    const controller = new AbortController();
    const { client } = await feishu([
      () => {
        controller.abort();
      },
    ]);
    expect(await client.withdraw(order, { signal: controller.signal })).toMatchObject({
      failure: { type: 'OutcomeUnknown', outcome: 'unknown' },
    });
  });

  test('refuses settings that cannot work', () => {
    expect(() => createFeishuClient({ baseUrl: 'open.feishu.cn', appId: 'a', appSecret })).toThrow(
      'FEISHU_BASE_URL',
    );
    expect(() =>
      createFeishuClient({ baseUrl: 'http://a', appId: 'a', appSecret, timeoutMs: 31_000 }),
    ).toThrow('timeoutMs');
  });
});
