import { post } from '../http.ts';
import { failed, type CallFailure, type CallResult } from '../outcome.ts';
import { NOT_SENT } from '../verdict.ts';
import { untilAborted } from '../cancellation.ts';
import { TOKEN_CODES, type FeishuApi } from './codes.ts';
import { judgeFeishu, type FeishuJudgement } from './errorMap.ts';
import { createTokenSource, type FetchedToken } from './token.ts';
import { tokenAnswer } from './wire.ts';

export interface FeishuConnection {
  readonly baseUrl: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly clock: () => number;
}

export type AuthorizedCall = (
  api: Exclude<FeishuApi, 'token'>,
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
) => Promise<FeishuJudgement>;

const TOKEN_PATH = '/open-apis/auth/v3/tenant_access_token/internal';
const TOKEN_TIMEOUT_MS = 5_000;

/** Two tokens and two calls must fit into an activity's 60 s, or a worker's time-out would hide the outcome. */
const ALL_CALLS_MS = 55_000;

/**
 * Makes calls with the tenant token, and repeats one, once, with a fresh token when the answer says that the token was
 * bad. A token that cannot be had means that the call was not sent.
 * The token belongs to all callers: one caller's cancellation ends its wait, not the fetch.
 */
export function createAuthorizedCall(connection: FeishuConnection): AuthorizedCall {
  const { baseUrl, appId, appSecret, timeoutMs, maxResponseBytes, clock } = connection;

  const send = async (
    api: FeishuApi,
    request: {
      path: string;
      body: unknown;
      token?: string;
      timeoutMs: number;
      signal?: AbortSignal | undefined;
    },
  ): Promise<FeishuJudgement> => {
    const exchange = await post({
      url: baseUrl + request.path,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
        ...(request.token !== undefined && { authorization: `Bearer ${request.token}` }),
      },
      body: JSON.stringify(request.body),
      timeoutMs: request.timeoutMs,
      maxResponseBytes,
      signal: request.signal,
    });
    const judged = judgeFeishu(api, exchange, clock());
    return judged.ok
      ? judged
      : { ok: false, failure: withoutSecrets(judged.failure, [appSecret, request.token]) };
  };

  const fetchToken = async (): Promise<CallResult<FetchedToken>> => {
    const judged = await send('token', {
      path: TOKEN_PATH,
      body: { app_id: appId, app_secret: appSecret },
      timeoutMs: Math.min(timeoutMs, TOKEN_TIMEOUT_MS),
    });
    if (!judged.ok) return judged;
    const answer = tokenAnswer.safeParse(judged.value).data;
    if (answer === undefined) return failed('feishu', 'token', NOT_SENT, { what: 'no token in the answer' });
    return { ok: true, value: { token: answer.tenant_access_token, lifetimeMs: answer.expire * 1_000 } };
  };
  const tokens = createTokenSource(fetchToken, clock);

  return async (api, path, body, signal) => {
    const startedAt = performance.now();
    const attempt = async (): Promise<{ judged: FeishuJudgement; token?: string }> => {
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

/** A provider may repeat in its message what it was sent. */
function withoutSecrets(failure: CallFailure, secrets: readonly (string | undefined)[]): CallFailure {
  const conceal = (text: string): string =>
    secrets.reduce<string>((shown, secret) => (secret ? shown.replaceAll(secret, '[secret]') : shown), text);
  const { providerMessage, logId } = failure;
  return {
    ...failure,
    ...(providerMessage !== undefined && { providerMessage: conceal(providerMessage) }),
    ...(logId !== undefined && { logId: conceal(logId) }),
  };
}
