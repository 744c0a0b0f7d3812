import { stringify } from 'lossless-json';
import { z } from 'zod';
import type { LimitedApi } from '../../../providers/feishu/limits.ts';
import { startChild } from './child.ts';
import { LIMITED_APIS, type Limits } from './limits.ts';
import { sandboxGreeting } from './orders.ts';

const ledger = z.object({
  effects: z.array(z.looseObject({ kind: z.string(), orderId: z.string().optional() })),
  calls: z.array(
    z.object({
      api: z.string(),
      at: z.string(),
      httpStatus: z.int().nullable(),
      code: z.string().optional(),
    }),
  ),
});
export type SeenLedger = z.output<typeof ledger>;

const tokenAnswer = z.object({ tenant_access_token: z.string() });
const answer = z.object({ code: z.int(), msg: z.string(), data: z.unknown() });

/** The sandbox in its own process, and the ways to fill it and to read what happened. */
export interface Stand {
  readonly url: string;
  /** the settings of a worker that is to talk to it */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls one of Feishu's APIs. @throws when it is refused */
  post(path: string, body: object): Promise<unknown>;
  /** Counts calls by these limits from now on; null: lets everything through. */
  enforce(limits: Limits | null): Promise<void>;
  ledger(): Promise<SeenLedger>;
  stop(): Promise<void>;
}

/** Starts it without limits, so that it can be filled at once. */
export async function startStand(): Promise<Stand> {
  const child = await startChild('sandboxProgram.js', {});
  const { url, environment } = sandboxGreeting.parse(child.greeting);
  const send = async (path: string, body: object, headers: object, method = 'POST'): Promise<unknown> => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: stringify(body) ?? '',
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return await response.json();
  };
  const { FEISHU_APP_ID: app_id, FEISHU_APP_SECRET: app_secret } = environment;
  const tokenPath = '/open-apis/auth/v3/tenant_access_token/internal';
  const token = tokenAnswer.parse(await send(tokenPath, { app_id, app_secret }, {})).tenant_access_token;

  const stand: Stand = {
    url,
    environment,
    async post(path, body) {
      const headers = { authorization: `Bearer ${token}` };
      const { code, msg, data } = answer.parse(await send(`/open-apis${path}`, body, headers));
      if (code !== 0) throw new Error(`${path}: ${code} ${msg}`);
      return data;
    },
    async enforce(limits) {
      const counted = LIMITED_APIS.map((api) => [`feishu.${api}`, limitOf(limits, api)] as const);
      const filling = { 'feishu.create': null, 'feishu.reward': null, 'feishu.lumpSumCreate': null };
      const settings = { feishu: { limits: { ...filling, ...Object.fromEntries(counted) } } };
      await send('/sandbox/settings', settings, {}, 'PUT');
    },
    async ledger() {
      const response = await fetch(`${url}/sandbox/ledger`);
      return ledger.parse(await response.json());
    },
    stop: () => child.stop(),
  };
  await stand.enforce(null);
  return stand;
}

type SandboxLimit = { readonly limit: number; readonly windowMs: number } | null;

function limitOf(limits: Limits | null, api: LimitedApi): SandboxLimit {
  if (limits === null) return null;
  const { calls, windowMs } = limits[api];
  return { limit: calls, windowMs };
}
