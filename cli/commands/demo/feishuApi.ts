import { stringify } from 'lossless-json';
import { z } from 'zod';
import type { Sandbox } from '../../../sandbox/index.ts';

const answer = z.object({ code: z.int(), msg: z.string(), data: z.unknown() });
const tokenAnswer = z.object({ code: z.literal(0), tenant_access_token: z.string() });

/** Calls one of Feishu's own APIs and gives its `data`. @throws Error for any other code than 0 */
export type Post = (path: string, body: object) => Promise<unknown>;

/** Feishu's stand-in as another program of the company sees it. */
export async function openFeishu({ url, env }: Sandbox): Promise<Post> {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const credentials = { app_id: env['FEISHU_APP_ID'], app_secret: env['FEISHU_APP_SECRET'] };
  const send = async (path: string, body: object, authorization: object): Promise<unknown> => {
    const response = await fetch(`${url}/open-apis${path}`, {
      method: 'POST',
      headers: { ...headers, ...authorization },
      body: stringify(body) ?? '',
    });
    return await response.json();
  };
  const path = '/auth/v3/tenant_access_token/internal';
  const { tenant_access_token: token } = tokenAnswer.parse(await send(path, credentials, {}));
  return async (path, body) => {
    const { code, msg, data } = answer.parse(await send(path, body, { authorization: `Bearer ${token}` }));
    if (code !== 0) throw new Error(`Seeding the sandbox by ${path} was refused: ${code} ${msg}`);
    return data;
  };
}
