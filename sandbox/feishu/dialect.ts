import { randomBytes } from 'node:crypto';
import type { Answer, Dialect } from '../answer.ts';
import { writeJson, type JsonObject } from '../json.ts';

const limitMessage = 'request trigger frequency limit';

/** An answer with code 0. Hire says `SUCCESS`, auth `ok`. */
export function success(data: JsonObject): Answer {
  return { status: 200, code: '0', body: { code: 0, msg: 'SUCCESS', data } };
}

/** A refusal; `error.log_id` is filled in when it is written. */
export function refuse(status: number, code: number, msg: string): Answer {
  return { status, code: String(code), body: { code, msg } };
}

export const badParameter = (detail: string): Answer => refuse(400, 1002002, `parameter error: ${detail}`);
export const unknownAccount = (): Answer => refuse(400, 1002553, 'account does not exist');

export function limited(status: number, limit: number, resetSeconds: number): Answer {
  return {
    ...refuse(status, 99991400, limitMessage),
    headers: { 'x-ogw-ratelimit-limit': String(limit), 'x-ogw-ratelimit-reset': String(resetSeconds) },
  };
}

function withLogId(body: JsonObject, logId: string): JsonObject {
  if (body['code'] === 0 || 'data' in body) return body;
  const troubleshooter = `https://open.feishu.cn/search?log_id=${logId}`;
  return { ...body, error: { log_id: logId, troubleshooter } };
}

/** Feishu's wording of one answer: its log id is in the header always, in the body where something is refused. */
export function feishuDialect(limitStatus: number): Dialect {
  const logId = `${String(Date.now())}${randomBytes(9).toString('hex').toUpperCase()}`;
  return {
    write: ({ status, body, headers }) => ({
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-tt-logid': logId, ...headers },
      text: writeJson(withLogId(body, logId)),
    }),
    refusal: (code, msg, httpStatus = code === 0 ? 200 : 400) => refuse(httpStatus, code, msg),
    rateLimited: (resetSeconds) => limited(limitStatus, 100, resetSeconds),
    serverError: () => refuse(500, 1002001, 'system error'),
    tokenExpired: (status) =>
      refuse(status, 99991663, 'Invalid access token for authorization. Please make a test attempt.'),
    withOrderId: (answer, orderId) => {
      const { data } = answer.body;
      if (typeof data !== 'object' || data === null || !('external_order_id' in data)) return answer;
      return { ...answer, body: { ...answer.body, data: { ...data, external_order_id: orderId } } };
    },
  };
}
