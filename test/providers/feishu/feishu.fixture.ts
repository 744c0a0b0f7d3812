import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createFeishuClient, type FeishuClientOptions } from '../../../providers/feishu/client.ts';
import { sendJson, startStub, type SeenRequest } from '../stubServer.ts';

export const TOKEN_PATH = '/open-apis/auth/v3/tenant_access_token/internal';
export const appSecret = randomBytes(12).toString('hex');

const started: { close(): Promise<void> }[] = [];

/** Stops every Feishu that a test started. */
export async function stopFeishu(): Promise<void> {
  await Promise.all(started.splice(0).map((server) => server.close()));
}

export type Answer = (response: ServerResponse, request: SeenRequest, index: number) => void;

/** A Feishu whose tokens are numbered, and whose other answers are the given ones in turn, the last for ever. */
export async function feishu(
  answers: readonly Answer[],
  settings: Partial<FeishuClientOptions> & { token?: Answer } = {},
) {
  const { token, ...rest } = settings;
  const tokens: string[] = [];
  const calls: SeenRequest[] = [];
  const stub = await startStub((request, response) => {
    if (request.path === TOKEN_PATH) {
      tokens.push(request.body);
      if (token) token(response, request, tokens.length - 1);
      else
        sendJson(response, {
          code: 0,
          msg: 'ok',
          tenant_access_token: `token-${tokens.length}`,
          expire: 7200,
        });
    } else {
      calls.push(request);
      answers[Math.min(calls.length, answers.length) - 1]?.(response, request, calls.length - 1);
    }
  });
  started.push(stub);
  const client = createFeishuClient({ baseUrl: `${stub.url}/`, appId: 'cli_test', appSecret, ...rest });
  return { client, tokens, calls };
}

/** Success; `data` as text is sent as it is. */
export const ok =
  (data: unknown): Answer =>
  (response) => {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    sendJson(response, `{"code":0,"msg":"SUCCESS","data":${text}}`, { headers: { 'x-tt-logid': 'log-1' } });
  };

/** A code other than 0, its log id only in the body. */
export const code =
  (value: number, status = 400): Answer =>
  (response) => {
    sendJson(response, { code: value, msg: 'said', error: { log_id: 'log-e' } }, { status });
  };
