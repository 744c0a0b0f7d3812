import { describe, expect, test } from '@jest/globals';
import { FEISHU_APIS, FEISHU_CODES, TOKEN_CODES, type FeishuApi } from '../../../providers/feishu/codes.ts';
import { feishuViolation, judgeFeishu } from '../../../providers/feishu/errorMap.ts';
import type { CallFailure } from '../../../providers/http/outcome.ts';

interface Sent {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

function judge(api: FeishuApi, { status = 200, body = {}, headers = {} }: Sent) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = { 'content-type': 'application/json; charset=utf-8', ...headers };
  return judgeFeishu(api, { kind: 'answer', status, headers: all, text }, 0);
}

function failureOf(api: FeishuApi, sent: Sent): CallFailure {
  const judged = judge(api, sent);
  if (judged.ok) throw new Error('expected a failure');
  expect(judged.failure).toMatchObject({ provider: 'feishu', api });
  expect(judged.failure.message).not.toContain('undefined');
  return judged.failure;
}

const UNKNOWN = {
  withdraw: { type: 'OutcomeUnknown', outcome: 'unknown', retryable: true },
  reconciliation: { type: 'ProviderUnavailable', outcome: 'none', retryable: true },
  lumpSumQuery: { type: 'ProviderUnavailable', outcome: 'none', retryable: true },
  lumpSumUpdate: { type: 'OutcomeUnknown', outcome: 'unknown', retryable: false },
  token: { type: 'NotSent', outcome: 'none', retryable: true },
};
const VIOLATION = {
  withdraw: { type: 'ProtocolViolation', outcome: 'unknown', retryable: true },
  reconciliation: { type: 'ProtocolViolation', outcome: 'none', retryable: true },
  lumpSumQuery: { type: 'ProtocolViolation', outcome: 'none', retryable: true },
  lumpSumUpdate: { type: 'ProtocolViolation', outcome: 'unknown', retryable: false },
  token: { type: 'NotSent', outcome: 'none', retryable: true },
};

describe.each(FEISHU_APIS)('%s', (api) => {
  test('that was not sent did nothing', () => {
    expect(judgeFeishu(api, { kind: 'notSent', reason: 'ECONNREFUSED' }, 0)).toMatchObject({
      failure: {
        type: 'NotSent',
        outcome: 'none',
        retryable: true,
        provider: 'feishu',
        api,
        message: `feishu ${api}: not sent, ECONNREFUSED`,
      },
    });
  });

  test('whose answer was lost may have been processed, if it changes anything', () => {
    const headers = { 'x-tt-logid': 'log-1' };
    const judged = judgeFeishu(api, { kind: 'lost', reason: 'ECONNRESET', status: 200, headers }, 0);
    expect(judged).toMatchObject({
      failure: { ...UNKNOWN[api], provider: 'feishu', logId: 'log-1', httpStatus: 200 },
    });
  });

  test.each([300, 301, 302, 307, 308, 399])('answered by HTTP %i is not followed and not known', (status) => {
    expect(failureOf(api, { status, body: { code: 1002553 } })).toMatchObject(UNKNOWN[api]);
  });

  test.each([500, 502, 504])('answered by HTTP %i without JSON is not known', (status) => {
    const headers = { 'content-type': 'text/html' };
    expect(failureOf(api, { status, body: '<html>', headers })).toMatchObject({
      ...UNKNOWN[api],
      httpStatus: status,
    });
  });

  test.each([
    ['an HTML page', { body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['JSON that calls itself HTML', { body: { code: 0 }, headers: { 'content-type': 'text/html' } }],
    [
      '404 page not found',
      { status: 404, body: '404 page not found', headers: { 'content-type': 'text/plain' } },
    ],
    ['nothing', { body: '' }],
    ['half of an answer', { body: '{"code":0,' }],
    ['JSON without a code', { body: { msg: 'SUCCESS' } }],
    ['a code of the wrong type', { body: { code: '0' } }],
    ['a code with a fraction', { body: '{"code":0.0}' }],
    ['a list', { body: [] }],
    ['two codes', { body: '{"code":1,"code":0}' }],
    ['success under an HTTP error', { status: 400, body: { code: 0 } }],
  ])('answered by %s is a protocol violation', (_what, sent) => {
    expect(failureOf(api, sent)).toMatchObject(VIOLATION[api]);
  });

  test.each([200, 400, 429])('rate limited by HTTP %i and 99991400 waits as it is told', (status) => {
    const headers = { 'x-ogw-ratelimit-reset': '52', 'retry-after': '3' };
    expect(failureOf(api, { status, body: { code: 99991400 }, headers })).toMatchObject({
      type: 'RateLimited',
      outcome: 'none',
      retryable: true,
      retryAfterMs: 52_000,
    });
  });

  test('rate limited by HTTP 429 alone waits by Retry-After, else a second', () => {
    const html = { 'content-type': 'text/html' };
    const limited = { status: 429, body: '<html>', headers: { ...html, 'retry-after': '3' } };
    expect(failureOf(api, limited)).toMatchObject({ type: 'RateLimited', retryAfterMs: 3_000 });
    expect(failureOf(api, { ...limited, headers: html })).toMatchObject({ retryAfterMs: 1_000 });
    expect(failureOf(api, { status: 429, body: { code: 7 } })).toMatchObject({
      type: 'RateLimited',
      code: '7',
    });
  });

  test('answered by code 0 is a success with its log id', () => {
    const judged = judge(api, {
      body: { code: 0, msg: 'SUCCESS', data: { a: 1 } },
      headers: { 'x-tt-logid': 'l' },
    });
    expect(judged).toMatchObject({ ok: true, logId: 'l', value: { code: '0', msg: 'SUCCESS' } });
    const odd = judge(api, { body: { code: 0, msg: 5, error: 'odd' } });
    expect(odd).toMatchObject({ ok: true });
    expect(odd).not.toHaveProperty('logId');
  });

  test.each(FEISHU_CODES.filter(({ apis }) => apis.includes(api)).map((row) => [row.code, row] as const))(
    'answered by %s means what the table says, at any HTTP status',
    (code, { type, outcome, retryable }) => {
      for (const status of [200, 400, 401, 500]) {
        const failure = failureOf(api, { status, body: { code: Number(code), msg: 'said' } });
        expect(failure).toMatchObject({
          type,
          outcome,
          retryable,
          code,
          httpStatus: status,
          providerMessage: 'said',
        });
      }
    },
  );

  test('whose log id stands only in the body, or in the header of old, keeps it', () => {
    const body = { code: 99991672, msg: 'no', error: { log_id: 'from-body' } };
    expect(failureOf(api, { status: 400, body })).toMatchObject({ logId: 'from-body' });
    expect(failureOf(api, { status: 400, body, headers: { 'x-tt-logid': '' } }).logId).toBe('from-body');
    expect(failureOf(api, { status: 400, body, headers: { 'x-request-id': 'other' } }).logId).toBe('other');
    expect(
      failureOf(api, { status: 400, body: { code: 99991672, error: { log_id: 5 } } }).logId,
    ).toBeUndefined();
  });
});

test('what must not be shown is taken out of every text, before it is cut', () => {
  const text = JSON.stringify({ code: 1002002, msg: 'a secret', error: { log_id: 'my secret' } });
  const exchange = {
    kind: 'answer',
    status: 400,
    headers: { 'content-type': 'application/json' },
    text,
  } as const;
  const conceal = (said: string): string => said.replace('secret', '[hidden]');
  expect(judgeFeishu('withdraw', exchange, 0, conceal)).toMatchObject({
    failure: { providerMessage: 'a [hidden]', logId: 'my [hidden]' },
  });
});

test('a success that cannot be believed is a protocol violation under its code and log id', () => {
  expect(feishuViolation('withdraw', 'another order', 'log-1')).toMatchObject({
    ok: false,
    failure: {
      ...VIOLATION.withdraw,
      provider: 'feishu',
      api: 'withdraw',
      code: '0',
      logId: 'log-1',
      message: 'feishu withdraw: another order, code 0',
    },
  });
});

test('a code that is not documented says nothing of a withdrawal', () => {
  expect(failureOf('withdraw', { status: 400, body: { code: 4711 } })).toMatchObject(UNKNOWN.withdraw);
  expect(failureOf('reconciliation', { status: 400, body: { code: 4711 } })).toMatchObject(
    UNKNOWN.reconciliation,
  );
});

test('a code of one API says nothing of another', () => {
  expect(failureOf('reconciliation', { status: 400, body: { code: 1002555 } })).toMatchObject(
    UNKNOWN.reconciliation,
  );
  expect(failureOf('withdraw', { body: { code: 10014 } })).toMatchObject(UNKNOWN.withdraw);
});

test('the token endpoint refuses credentials by any code, but a server error of it says nothing of them', () => {
  const refused = { type: 'AuthenticationFailed', outcome: 'none', retryable: false };
  expect(failureOf('token', { body: { code: 10003, msg: 'invalid param' } })).toMatchObject(refused);
  expect(failureOf('token', { body: { code: 4711 } })).toMatchObject(refused);
  expect(failureOf('token', { status: 500, body: { code: 4711 } })).toMatchObject(UNKNOWN.token);
});

test('the table says what the contract says', () => {
  const rowsOf = (type: string, api: FeishuApi) =>
    FEISHU_CODES.filter((row) => row.type === type && row.apis.includes(api)).map((row) => row.code);
  expect(rowsOf('PayoutRejected', 'withdraw')).toEqual(['1002002', '1002553', '1002555']);
  expect(rowsOf('PayoutRejected', 'reconciliation')).toEqual(['1002002', '1002553']);
  expect(rowsOf('OutcomeUnknown', 'withdraw')).toEqual(['1002001']);
  expect(rowsOf('PayoutRejected', 'lumpSumQuery')).toEqual(['2290001']);
  expect(rowsOf('PayoutRejected', 'lumpSumUpdate')).toEqual(['2290001']);
  expect(rowsOf('OutcomeUnknown', 'lumpSumUpdate')).toEqual(['2290002']);
  expect(rowsOf('ProviderUnavailable', 'lumpSumQuery')).toEqual(['2290002']);
  expect(rowsOf('PermissionDenied', 'withdraw')).toEqual(['99991672', '99991676', '99991679']);
  expect(rowsOf('QuotaExhausted', 'withdraw')).toEqual(['99991403']);
  expect(rowsOf('AuthenticationFailed', 'withdraw')).toEqual([
    ...TOKEN_CODES,
    '99991662',
    '99991673',
    '99991543',
    '10003',
  ]);
});

test('no code has two rows for one API', () => {
  const keys = FEISHU_CODES.flatMap(({ code, apis }) => apis.map((api) => `${api} ${code}`));
  expect(new Set(keys).size).toBe(keys.length);
});
