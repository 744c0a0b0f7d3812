import { untilAborted } from '../http/cancellation.ts';
import { post } from '../http/http.ts';
import { failed, type CallFailure, type CallResult, type FailedCall } from '../http/outcome.ts';
import type { ClientRoute } from '../http/proxy.ts';
import { NOT_SENT, RATE_LIMITED } from '../http/verdict.ts';
import type { Sharers } from './callGate.ts';
import { TOKEN_CODES, type FeishuApi } from './codes.ts';
import { judgeFeishu, type Conceal, type FeishuJudgement } from './errorMap.ts';
import { createCallGates, type FeishuLimits } from './limits.ts';
import { createTokenSource, type FetchedToken } from './token.ts';
import { tokenAnswer } from './wire.ts';

export interface FeishuConnection extends ClientRoute {
  readonly baseUrl: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly timeoutMs: number;
  /** Instead of what is allowed to each API by itself. */
  readonly maxResponseBytes: number | undefined;
  readonly clock: () => number;
  readonly limits: FeishuLimits | undefined;
  readonly sharers: Sharers | undefined;
}

export interface FeishuRequest {
  readonly api: Exclude<FeishuApi, 'token'>;
  /** With the query string, if any. */
  readonly path: string;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
}

/** What came back, and what takes this app's secrets out of texts of the answer that are not judged here. */
export type FeishuReply =
  FailedCall | (Extract<FeishuJudgement, { ok: true }> & { readonly conceal: Conceal });

export type AuthorizedCall = (request: FeishuRequest) => Promise<FeishuReply>;

const TOKEN_PATH = '/open-apis/auth/v3/tenant_access_token/internal';
const TOKEN_TIMEOUT_MS = 5_000;

/** Two tokens and two calls must fit into an activity's 60 s, or a worker's time-out would hide the outcome. */
const ALL_CALLS_MS = 55_000;

const MIB = 1_048_576;

/**
 * Bytes of an answer after decompression. A page of 500 records with remarks of 3000 characters takes 9 MB when every
 * character is escaped as \uXXXX, which a JSON writer may do.
 */
const MAX_RESPONSE_BYTES: Readonly<Record<FeishuApi, number>> = {
  token: MIB,
  withdraw: MIB,
  reconciliation: MIB,
  lumpSumQuery: 16 * MIB,
  lumpSumUpdate: 4 * MIB,
};

/**
 * Makes calls with the tenant token, and repeats one, once, with a fresh token when the answer says that the token was
 * bad. A token that cannot be had means that the call was not sent.
 * The token belongs to all callers: one caller's cancellation ends its wait, not the fetch.
 * Whatever is sent passes the gate of its API, the repeat too. What the gate turns away is `RateLimited`, and was not sent.
 */
export function createAuthorizedCall(connection: FeishuConnection): AuthorizedCall {
  const { baseUrl, appId, appSecret, timeoutMs, maxResponseBytes, clock } = connection;
  const gates = createCallGates(connection.limits, connection.sharers);

  const send = async (
    api: FeishuApi,
    request: {
      path: string;
      body: unknown;
      token?: string;
      timeoutMs: number;
      signal?: AbortSignal | undefined;
    },
  ): Promise<FeishuReply> => {
    const gate = gates[api];
    const entry = await gate.enter(request.signal);
    if (!entry.open) {
      const what = 'not sent, the limit of this API is used up';
      return failed('feishu', api, RATE_LIMITED, { what, retryAfterMs: entry.waitMs });
    }
    const sent = post({
      url: baseUrl + request.path,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
        ...(request.token !== undefined && { authorization: `Bearer ${request.token}` }),
      },
      body: JSON.stringify(request.body),
      timeoutMs: request.timeoutMs,
      maxResponseBytes: maxResponseBytes ?? MAX_RESPONSE_BYTES[api],
      proxy: connection.proxy,
      signal: request.signal,
    });
    const exchange = await sent.finally(entry.answered);
    const conceal = concealing([appSecret, request.token]);
    const judged = judgeFeishu(api, exchange, clock(), conceal);
    if (judged.ok) return { ...judged, conceal };
    const { type, retryAfterMs } = judged.failure;
    if (type === 'RateLimited' && retryAfterMs !== undefined) gate.close(retryAfterMs);
    return judged;
  };

  const fetchToken = async (): Promise<CallResult<FetchedToken>> => {
    const judged = await send('token', {
      path: TOKEN_PATH,
      body: { app_id: appId, app_secret: appSecret },
      timeoutMs: Math.min(timeoutMs, TOKEN_TIMEOUT_MS),
    });
    if (!judged.ok) return judged;
    const answer = tokenAnswer.safeParse(judged.value).data;
    if (answer === undefined) {
      const { logId } = judged;
      return failed('feishu', 'token', NOT_SENT, { what: 'no token in the answer', logId });
    }
    return { ok: true, value: { token: answer.tenant_access_token, lifetimeMs: answer.expire * 1_000 } };
  };
  const tokens = createTokenSource(fetchToken, clock);

  return async ({ api, path, body, signal }) => {
    const startedAt = performance.now();
    const attempt = async (): Promise<{ judged: FeishuReply; token?: string }> => {
      signal?.throwIfAborted();
      const token = await untilAborted(tokens.get(), signal);
      if (!token.ok) return { judged: token };
      const left = Math.floor(ALL_CALLS_MS - (performance.now() - startedAt));
      const request = { path, body, token: token.value, timeoutMs: Math.min(timeoutMs, left), signal };
      return { judged: await send(api, request), token: token.value };
    };

    const first = await attempt();
    if (first.token === undefined || first.judged.ok || !blamesToken(first.judged.failure))
      return first.judged;
    tokens.invalidate(first.token);
    return (await attempt()).judged;
  };
}

function blamesToken(failure: CallFailure): boolean {
  return failure.type === 'AuthenticationFailed' && TOKEN_CODES.includes(failure.code ?? '');
}

/** A provider may repeat in its texts what it was sent. */
function concealing(secrets: readonly (string | undefined)[]): Conceal {
  return (text) =>
    secrets.reduce<string>((shown, secret) => (secret ? shown.replaceAll(secret, '[secret]') : shown), text);
}
