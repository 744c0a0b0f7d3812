import { isJson, waitFromHeaders, type AnswerHeaders } from '../http/headers.ts';
import type { Exchange } from '../http/http.ts';
import { failed, type CallResult, type FailureFacts, type Verdict } from '../http/outcome.ts';
import {
  findRow,
  NOT_SENT,
  outcomeUnknown,
  protocolViolation,
  RATE_LIMITED,
  type Effect,
} from '../http/verdict.ts';
import { readJson } from '../http/wireJson.ts';
import { FEISHU_CODES, type FeishuApi } from './codes.ts';
import { feishuEnvelope, type FeishuEnvelope } from './wire.ts';

const EFFECTS: Readonly<Record<FeishuApi, Effect>> = {
  // Documented: a repeated external_order_id gives the details of the first call again.
  withdraw: 'replay',
  reconciliation: 'read',
  lumpSumQuery: 'read',
  // No idempotency key, and what a repeat does to details is not documented.
  lumpSumUpdate: 'once',
  token: 'prepare',
};

const WAIT_HEADERS = ['x-ogw-ratelimit-reset', 'retry-after'];

/** The second is what the official SDKs fall back to. Source: facts.md B.3. */
const LOG_ID_HEADERS = ['x-tt-logid', 'x-request-id'];

/** Takes out of a provider's text what must never be shown: it may repeat what it was sent. */
export type Conceal = (text: string) => string;

/** The answer of a call that Feishu says succeeded: the whole JSON, since the token's answer has no `data`. */
export type FeishuJudgement = CallResult<FeishuEnvelope>;

/**
 * What one exchange with Feishu means. Decided by HTTP status and `code` alone, never by the text of a message;
 * `now` (ms) is only there to read a Retry-After that is a date. `conceal` is applied before texts are cut, or half a
 * token could remain at the edge. Source: facts.md B.2–B.4, the error tables of the four pages.
 */
export function judgeFeishu(
  api: FeishuApi,
  exchange: Exchange,
  now: number,
  conceal: Conceal = (text) => text,
): FeishuJudgement {
  const effect = EFFECTS[api];
  switch (exchange.kind) {
    case 'notSent':
      return failed('feishu', api, NOT_SENT, { what: `not sent, ${exchange.reason}` });
    case 'lost':
      return failed('feishu', api, outcomeUnknown(effect), {
        what: `answer lost, ${exchange.reason}`,
        httpStatus: exchange.status,
        logId: logIdOf(exchange.headers, undefined, conceal),
      });
    case 'answer':
      return judgeAnswer(api, exchange, now, conceal);
  }
}

/** The failure of an answer that says success and cannot be understood or believed. */
export function feishuViolation(api: FeishuApi, what: string, logId: string | undefined): CallResult<never> {
  return failed('feishu', api, protocolViolation(EFFECTS[api]), { what, code: '0', logId });
}

function judgeAnswer(
  api: FeishuApi,
  answer: Extract<Exchange, { kind: 'answer' }>,
  now: number,
  conceal: Conceal,
): FeishuJudgement {
  const { status, headers } = answer;
  const effect = EFFECTS[api];
  const envelope = readEnvelope(answer);
  const logId = logIdOf(headers, envelope, conceal);
  const fail = (verdict: Verdict, facts: FailureFacts): FeishuJudgement =>
    failed('feishu', api, verdict, {
      httpStatus: status,
      code: envelope?.code,
      providerMessage: envelope?.msg && conceal(envelope.msg),
      logId,
      ...facts,
    });

  if (status >= 300 && status < 400)
    return fail(outcomeUnknown(effect), { what: 'redirected, not followed' });
  const limited = { what: 'rate limited', retryAfterMs: waitFromHeaders(headers, WAIT_HEADERS, now) };
  if (status === 429) return fail(RATE_LIMITED, limited);
  if (envelope === undefined) {
    return status >= 500
      ? fail(outcomeUnknown(effect), { what: 'no JSON answer' })
      : fail(protocolViolation(effect), { what: 'not an answer of this API' });
  }
  if (envelope.code === '0') {
    if (status < 300) return { ok: true, value: envelope, ...(logId !== undefined && { logId }) };
    return fail(protocolViolation(effect), { what: 'code 0 under an HTTP error' });
  }

  const row = findRow(FEISHU_CODES, api, envelope.code);
  if (row?.type === 'RateLimited') return fail(row, limited);
  if (row !== undefined) return fail(row, { what: row.meaning });
  // Whatever the token endpoint refuses by code, it refuses the credentials; a 5xx of it says nothing about them.
  return api === 'token' && status < 500
    ? fail({ type: 'AuthenticationFailed', outcome: 'none', retryable: false }, { what: 'token refused' })
    : fail(outcomeUnknown(effect), { what: 'a code that is not documented' });
}

function logIdOf(
  headers: AnswerHeaders,
  envelope: FeishuEnvelope | undefined,
  conceal: Conceal,
): string | undefined {
  const inHeaders = LOG_ID_HEADERS.map((name) => headers[name]).find((value) => value);
  const logId = inHeaders ?? envelope?.error?.log_id;
  return logId && conceal(logId);
}

/** The type is looked at first: an unknown path is answered by 404 "404 page not found" in text/plain. */
function readEnvelope(answer: Extract<Exchange, { kind: 'answer' }>): FeishuEnvelope | undefined {
  if (!isJson(answer.headers)) return undefined;
  return feishuEnvelope.safeParse(readJson(answer.text)?.json).data;
}
