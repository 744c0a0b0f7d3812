import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../../providers/http/http.ts';
import { judgeWallet } from '../../../providers/wallet/errorMap.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const answered = (status: number, text = '', headers: Readonly<Record<string, string>> = {}) =>
  told({ kind: 'answer', status, headers, text });

/** Judges, and sees to it that a failure says what happened. */
function told(exchange: Exchange) {
  const judged = judgeWallet(exchange, NOW);
  const message = judged.ok ? 'wallet credit: made' : judged.failure.message;
  expect(message).toMatch(/^wallet credit: (?!undefined)\w/);
  return judged;
}
const wallet = { provider: 'wallet', api: 'credit' } as const;

describe('a credit', () => {
  test('that was not sent was not made', () => {
    expect(told({ kind: 'notSent', reason: 'ECONNREFUSED' })).toMatchObject({
      ok: false,
      failure: { ...wallet, type: 'NotSent', outcome: 'none', retryable: true },
    });
  });

  test('whose answer was lost may have been made', () => {
    const lost = { kind: 'lost', reason: 'ECONNRESET', headers: {} } as const;
    const failure = { ...wallet, type: 'ProviderUnavailable', outcome: 'unknown', retryable: true } as const;
    expect(told(lost)).toMatchObject({ failure });
    expect(told({ ...lost, status: 200 })).toMatchObject({
      failure: { ...failure, httpStatus: 200 },
    });
  });

  test('answered by a 2xx was made as the answer says', () => {
    const cash = '[{"currency":"CNY","amount":90071992547409.93,"note":"x"}]';
    expect(answered(200, `{"points":90,"cash":${cash},"reference":7,"id":1}`)).toStrictEqual({
      ok: true,
      value: {
        alreadyDone: false,
        points: 90,
        cash: [{ currency: 'CNY', amount: '90071992547409.93' }],
        reference: '7',
      },
    });
    expect(answered(299, '{"points":0,"cash":[],"reference":"r"}')).toStrictEqual({
      ok: true,
      value: { alreadyDone: false, points: 0, cash: [], reference: 'r' },
    });
  });

  test.each([
    '',
    'OK',
    '[]',
    '"done"',
    '5',
    '{}',
    '{"points":null,"cash":null,"reference":null}',
    '{"reference":{}}',
  ])('answered by a 2xx and %j was made as it was sent', (text) => {
    expect(answered(200, text)).toStrictEqual({ ok: true, value: { alreadyDone: false } });
  });

  test.each([
    '{"points":-1}',
    '{"points":1.5}',
    '{"points":"many"}',
    '{"cash":{}}',
    '{"cash":[{"currency":"CNY","amount":0.001}]}',
    '{"cash":[{"currency":"","amount":1}]}',
    `{"cash":[{"currency":"${'C'.repeat(17)}","amount":1}]}`,
    '{"cash":[{"amount":"1"}]}',
  ])('answered by a 2xx and %s is asked for again: other figures must not stand in', (text) => {
    expect(answered(202, text)).toMatchObject({
      failure: {
        ...wallet,
        type: 'ProtocolViolation',
        outcome: 'unknown',
        retryable: true,
        httpStatus: 202,
      },
    });
  });

  test('answered by 409 was made before', () => {
    expect(answered(409, '{"points":-1}')).toStrictEqual({ ok: true, value: { alreadyDone: true } });
  });

  test.each([300, 302, 399, 408, 425, 500, 503])('answered by %i may have been made', (httpStatus) => {
    expect(answered(httpStatus)).toMatchObject({
      failure: { ...wallet, type: 'ProviderUnavailable', outcome: 'unknown', retryable: true, httpStatus },
    });
  });

  test('that is redirected is told from one that is not available', () => {
    const messages = [399, 400, 500].map((status) => {
      const judged = answered(status);
      return judged.ok ? '' : judged.failure.message;
    });
    expect(new Set(messages.map((message) => message.replace(/, HTTP.*/, ''))).size).toBe(3);
  });

  test.each([400, 401, 404, 422, 499])('answered by %i was not made, and is not made again', (httpStatus) => {
    expect(answered(httpStatus)).toMatchObject({
      failure: { ...wallet, type: 'PayoutRejected', outcome: 'none', retryable: false, httpStatus },
    });
  });

  test('answered by 429 was not made, and waits as it is told', () => {
    expect(answered(429, '', { 'retry-after': 'Thu, 01 Jan 2026 00:00:07 GMT' })).toMatchObject({
      failure: {
        ...wallet,
        type: 'RateLimited',
        outcome: 'none',
        retryable: true,
        httpStatus: 429,
        retryAfterMs: 7000,
      },
    });
  });
});
