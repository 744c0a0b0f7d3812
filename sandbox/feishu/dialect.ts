import { randomBytes } from 'node:crypto';
import type { Answer, Dialect } from '../answer.ts';
import { writeJson, type Json, type JsonObject } from '../json.ts';

const limitMessage = 'request trigger frequency limit';

/** How the APIs of one family say what every API may have to say. */
export interface Family {
  /** @param problems what is wrong, `member: why` */
  badParameter(problems: readonly string[]): Answer;
  serverError(): Answer;
}

/** An answer of hire with code 0. Compensation says `success`, auth `ok`. */
export function success(data: JsonObject): Answer {
  return { status: 200, code: '0', body: { code: 0, msg: 'SUCCESS', data } };
}

/** A refusal; `error.log_id` is filled in when it is written. */
export function refuse(status: number, code: number, msg: string): Answer {
  return { status, code: String(code), body: { code, msg } };
}

export const badParameter = (detail: string): Answer => refuse(400, 1002002, `parameter error: ${detail}`);
export const hire: Family = {
  badParameter: (problems) => badParameter(problems.join('; ')),
  serverError: () => refuse(500, 1002001, 'system error'),
};
export const unknownAccount = (): Answer => refuse(400, 1002553, 'account does not exist');

export function limited(status: number, limit: number, resetSeconds: number): Answer {
  return {
    ...refuse(status, 99991400, limitMessage),
    headers: { 'x-ogw-ratelimit-limit': String(limit), 'x-ogw-ratelimit-reset': String(resetSeconds) },
  };
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function withLogId(body: JsonObject, logId: string): JsonObject {
  if (body['code'] === 0 || 'data' in body) return body;
  const troubleshooter = `https://open.feishu.cn/search?log_id=${logId}`;
  const { error } = body;
  return { ...body, error: Object.assign({ log_id: logId, troubleshooter }, error) };
}

/** Lump-sum records or results, each under another id. */
function renamed(list: Json | undefined, id: string): Json | undefined {
  return Array.isArray(list) ? list.map((entry: JsonObject) => ({ ...entry, id })) : list;
}

/** The same data about another order, or about other records. */
function renamedData(data: JsonObject, id: string): JsonObject {
  return {
    ...data,
    external_order_id: 'external_order_id' in data ? id : undefined,
    records: renamed(data['records'], id),
    operate_results: renamed(data['operate_results'], id),
  };
}

/**
 * Feishu's wording of one answer: its log id is in the header always, in the body where something is refused.
 * @param limit calls in the window, as a rejection on demand states it
 */
export function feishuDialect(limitStatus: number, family: Family = hire, limit = 100): Dialect {
  const logId = `${String(Date.now())}${randomBytes(9).toString('hex').toUpperCase()}`;
  return {
    write: ({ status, body, headers }) => ({
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-tt-logid': logId, ...headers },
      text: writeJson(withLogId(body, logId)),
    }),
    refusal: (code, msg, httpStatus = code === 0 ? 200 : 400) => refuse(httpStatus, code, msg),
    rateLimited: (resetSeconds) => limited(limitStatus, limit, resetSeconds),
    serverError: () => family.serverError(),
    tokenExpired: (status) =>
      refuse(status, 99991663, 'Invalid access token for authorization. Please make a test attempt.'),
    withOrderId: (answer, orderId) => {
      const { data } = answer.body;
      return isObject(data)
        ? { ...answer, body: { ...answer.body, data: renamedData(data, orderId) } }
        : answer;
    },
  };
}
