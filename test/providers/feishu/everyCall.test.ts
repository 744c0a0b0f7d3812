import { afterEach, describe, expect, test } from '@jest/globals';
import type { FeishuClient } from '../../../providers/feishu/client.ts';
import type { CallResult } from '../../../providers/http/outcome.ts';
import { sendJson } from '../stubServer.ts';
import { feishu, stopFeishu, type Answer } from './feishu.fixture.ts';

afterEach(stopFeishu);

const CALLS: readonly [string, (client: FeishuClient) => Promise<CallResult<unknown>>][] = [
  [
    'withdraw',
    (client) => client.withdraw({ referralAccountId: '1', bonusTypes: ['point'], externalOrderId: 'o' }),
  ],
  ['reconcile', (client) => client.reconcile({ startTransTime: '1', endTransTime: '2', tradeDetails: [] })],
  ['lumpSumQuery', (client) => client.lumpSumQuery({ filters: {}, pageSize: 1, userIdType: 'open_id' })],
  ['lumpSumUpdate', (client) => client.lumpSumUpdate([])],
];

const logged =
  (body: unknown, status: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    sendJson(response, body, { status, headers: { 'X-Tt-Logid': 'log-7', ...headers } });
  };
const html = { 'content-type': 'text/html' };

describe.each(CALLS)('%s', (_name, call) => {
  test.each<[string, Answer]>([
    ['a code', logged({ code: 4711 }, 400)],
    ['an HTML page', logged('<html>', 502, html)],
    ['a page that calls itself a success', logged('<html>', 200, html)],
    ['a redirect', logged('', 302, { location: '/elsewhere' })],
    ['a rate limit', logged({ code: 99991400 }, 429)],
    ['half of an answer', logged('{"code":0,', 200)],
    ['data that cannot be understood', logged({ code: 0, data: 5 }, 200)],
    [
      'a connection lost under way',
      (response) => {
        response.writeHead(200, { 'content-length': '100', 'X-Tt-Logid': 'log-7' });
        response.write('{', () => response.socket?.destroy());
      },
    ],
  ])('answered by %s fails with the log id', async (_what, answer) => {
    const { client } = await feishu([answer]);
    expect(await call(client)).toMatchObject({ ok: false, failure: { logId: 'log-7' } });
  });

  test('without a token to be had fails with the log id of the token call', async () => {
    for (const token of [
      logged({ code: 0 }, 200),
      logged({ code: 10003 }, 200),
      logged('<html>', 502, html),
    ]) {
      const { client, calls } = await feishu([], { token });
      expect(await call(client)).toMatchObject({
        failure: { api: 'token', outcome: 'none', logId: 'log-7' },
      });
      expect(calls).toEqual([]);
    }
  });

  test.each([
    ['99991663 and HTTP 200', 99991663, 200],
    ['99991663 and HTTP 400', 99991663, 400],
    ['99991668 and HTTP 401', 99991668, 401],
  ])('twice refused its token by %s was not processed', async (_what, value, status) => {
    const { client, tokens, calls } = await feishu([logged({ code: value }, status)]);
    expect(await call(client)).toMatchObject({
      failure: { type: 'AuthenticationFailed', outcome: 'none', code: String(value), logId: 'log-7' },
    });
    expect([tokens.length, calls.length]).toEqual([2, 2]);
  });
});
