import { describe, expect, test } from '@jest/globals';
import { ALLINPAY_CODES, type AllinpayApi } from '../../../providers/allinpay/codes.ts';
import type { OpenedAnswer } from '../../../providers/allinpay/envelope.ts';
import { judgeAllinpay, type AllinpayQuestion } from '../../../providers/allinpay/errorMap.ts';
import type { Exchange } from '../../../providers/http/http.ts';
import { readJson } from '../../../providers/http/wireJson.ts';

const APIS: readonly AllinpayApi[] = ['withdraw', 'withdrawResultQuery', 'balanceQuery'];

const UNKNOWN = {
  withdraw: { type: 'OutcomeUnknown', outcome: 'unknown', retryable: false },
  withdrawResultQuery: { type: 'ProviderUnavailable', outcome: 'none', retryable: true },
  balanceQuery: { type: 'ProviderUnavailable', outcome: 'none', retryable: true },
};
const VIOLATION = {
  withdraw: { type: 'ProtocolViolation', outcome: 'unknown', retryable: false },
  withdrawResultQuery: { type: 'ProtocolViolation', outcome: 'none', retryable: true },
  balanceQuery: { type: 'ProtocolViolation', outcome: 'none', retryable: true },
};

const verified =
  (inner: string, echoesRequest = true) =>
  (): OpenedAnswer => ({ ok: true, inner: readJson(inner)?.json, echoesRequest });
const notBelieved = (): OpenedAnswer => ({ ok: false, problem: 'answer is wrongly signed' });

/** Judges, and sees to it that a failure says whose it is and what happened. */
function told(question: AllinpayQuestion, exchange: Exchange, open: () => OpenedAnswer) {
  const judged = judgeAllinpay(question, exchange, open);
  const { message = '', provider = 'allinpay' } = judged.ok ? {} : judged.failure;
  expect(provider).toBe('allinpay');
  expect(message).not.toContain('undefined');
  return judged;
}

function judge(question: AllinpayQuestion, open: () => OpenedAnswer, status = 200) {
  return told(question, { kind: 'answer', status, headers: {}, text: 'as received' }, open);
}

describe.each(APIS)('%s', (api) => {
  test('that was not sent did nothing, and may be tried again', () => {
    expect(told({ api }, { kind: 'notSent', reason: 'ECONNREFUSED' }, notBelieved)).toMatchObject({
      failure: { type: 'NotSent', outcome: 'none', retryable: true, provider: 'allinpay', api },
    });
  });

  test('whose answer was lost may have been processed, if it changes anything', () => {
    const lost = { kind: 'lost', reason: 'ECONNRESET', headers: {} } as const;
    expect(told({ api }, lost, notBelieved)).toMatchObject({ failure: UNKNOWN[api] });
    expect(told({ api }, { ...lost, status: 200 }, notBelieved)).toMatchObject({
      failure: { ...UNKNOWN[api], httpStatus: 200 },
    });
  });

  test.each([300, 301, 302, 308, 399])('answered by HTTP %i is unknown, whatever else it says', (status) => {
    expect(judge({ api }, verified('{"code":1001}'), status)).toMatchObject({ failure: UNKNOWN[api] });
  });

  test.each([400, 404, 429, 500, 503])(
    'answered by HTTP %i without a verified envelope is unknown',
    (status) => {
      expect(judge({ api }, notBelieved, status)).toMatchObject({
        failure: { ...UNKNOWN[api], httpStatus: status },
      });
    },
  );

  test('answered by HTTP 200 without a verified envelope is a protocol violation', () => {
    expect(judge({ api }, notBelieved)).toMatchObject({ failure: VIOLATION[api] });
  });

  test('is opened from the text that was received', () => {
    const seen: string[] = [];
    judgeAllinpay({ api }, { kind: 'answer', status: 200, headers: {}, text: 'as received' }, (text) => {
      seen.push(text);
      return notBelieved();
    });
    expect(seen).toEqual(['as received']);
  });

  test.each(['{}', '{"code":null}', '{"code":true}', '{"code":"ok"}', '{"code":0.5}', '[]', 'null', '"0"'])(
    'answered by %s is a protocol violation',
    (inner) => {
      expect(judge({ api }, verified(inner))).toMatchObject({ failure: VIOLATION[api] });
    },
  );

  test.each(['{"code":0}', '{"code":"0","msg":null}', '{"code":0,"msg":5}'])('succeeds by %s', (inner) => {
    for (const status of [200, 500])
      expect(judge({ api }, verified(inner), status)).toMatchObject({ ok: true });
  });

  test.each(ALLINPAY_CODES.filter(({ apis }) => apis.includes(api)).map((row) => [row.code, row] as const))(
    'answered by code %s means what the table says, at any HTTP status',
    (code, { type, outcome, retryable }) => {
      for (const status of [200, 400, 500]) {
        const judged = judge({ api }, verified(`{"code":${code},"msg":"said"}`), status);
        expect(judged).toMatchObject({
          failure: { type, outcome, retryable, code, providerMessage: 'said' },
        });
      }
    },
  );

  test.each(['4711', '40017', '-1'])('answered by code %s, which nobody documented, is unknown', (code) => {
    expect(judge({ api }, verified(`{"code":${code}}`))).toMatchObject({
      failure: { ...UNKNOWN[api], code },
    });
  });

  test.each([
    '{"code":0,"data":{"orderId":"other"}}',
    '{"code":3,"data":{"orderId":5}}',
    '{"code":1001,"data":{"orderId":{}}}',
  ])('that speaks of another order is not believed: %s', (inner) => {
    const question = { api, orderId: 'mine', answerCodes: ['3'] };
    expect(judge(question, verified(inner))).toMatchObject({ failure: VIOLATION[api] });
  });

  test.each(['0', '3', '302', '500', '1001', '3101', '3103'])(
    'that names neither our order nor our request is not believed, whatever its code: %s',
    (code) => {
      for (const data of ['', ',"data":null', ',"data":{"orderId":null}', ',"data":[]']) {
        const inner = verified(`{"code":${code}${data}}`, false);
        for (const question of [{ api }, { api, orderId: 'mine', answerCodes: ['3'] }])
          expect(judge(question, inner)).toMatchObject({ failure: { ...VIOLATION[api], code } });
      }
    },
  );

  test('that names an order where we asked for none is not believed without our request number', () => {
    const inner = verified('{"code":0,"data":{"orderId":"any"}}', false);
    expect(judge({ api }, inner)).toMatchObject({ failure: VIOLATION[api] });
  });

  test('that names our order is believed without our request number, a refusal too', () => {
    const question = { api, orderId: 'mine', answerCodes: ['3'] };
    const answer = (code: string) =>
      judge(question, verified(`{"code":${code},"data":{"orderId":"mine"}}`, false));
    expect(answer('0')).toMatchObject({ ok: true });
    expect(answer('3')).toMatchObject({ ok: true });
    expect(answer('3103')).toMatchObject({ failure: { type: 'PermissionDenied' } });
  });

  test('that names our order, or none, is believed with our request number', () => {
    for (const inner of [
      '{"code":0,"data":{"orderId":"7"}}',
      '{"code":0,"data":{"orderId":7}}',
      '{"code":0,"data":{"orderId":null}}',
      '{"code":0,"data":[]}',
    ]) {
      expect(judge({ api, orderId: '7' }, verified(inner))).toMatchObject({ ok: true });
    }
    expect(judge({ api }, verified('{"code":0,"data":{"orderId":"any"}}'))).toMatchObject({ ok: true });
  });
});

test('the codes of withdraw are those of the contract', () => {
  const codesOf = (type: string, api: AllinpayApi) =>
    ALLINPAY_CODES.filter((row) => row.type === type && row.apis.includes(api)).map((row) => row.code);
  expect(codesOf('RateLimited', 'withdraw')).toEqual(['302']);
  expect(codesOf('PermissionDenied', 'withdraw')).toEqual(['3103']);
  expect(codesOf('AuthenticationFailed', 'withdraw')).toEqual(['3104', '3106']);
  expect(codesOf('PayoutRejected', 'withdraw')).toEqual(['1001', '2001', '3101', '3102', '3']);
  expect(codesOf('OutcomeUnknown', 'withdraw')).toEqual(['500', '3201', '3999']);
  expect(codesOf('PayoutRejected', 'balanceQuery')).toEqual(['1001', '2001', '3101', '3102', '3']);
  expect(codesOf('PayoutRejected', 'withdrawResultQuery')).toEqual([]);
});

test('only the question says which codes are answers', () => {
  const inner = verified('{"code":3,"msg":"none"}');
  expect(judge({ api: 'withdrawResultQuery', answerCodes: ['3'] }, inner)).toMatchObject({ ok: true });
  expect(judge({ api: 'withdrawResultQuery' }, inner)).toMatchObject({
    failure: UNKNOWN.withdrawResultQuery,
  });
});

test('no code has two rows for one API', () => {
  const keys = ALLINPAY_CODES.flatMap(({ code, apis }) => apis.map((api) => `${api} ${code}`));
  expect(new Set(keys).size).toBe(keys.length);
});
