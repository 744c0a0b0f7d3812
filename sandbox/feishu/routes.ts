import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { Answer } from '../answer.ts';
import { exchangeWith } from '../exchange.ts';
import type { World } from '../world.ts';
import { assets, create, deactivate, enable } from './accounts.ts';
import { feishuDialect } from './dialect.ts';
import { reconciliation } from './reconciliation.ts';
import { lumpSumCreate } from './lumpSum/create.ts';
import { lumpSumQuery } from './lumpSum/query.ts';
import { lumpSumQueryDetail } from './lumpSum/queryDetail.ts';
import { lumpSumRemove } from './lumpSum/remove.ts';
import { lumpSumUpdate } from './lumpSum/update.ts';
import {
  bearerOf,
  limitOf,
  refuseOverLimit,
  refuseToken,
  type Endpoint,
  type FeishuRequest,
} from './request.ts';
import { reward, rewardDelete } from './rewards.ts';
import { token } from './token.ts';
import { withdraw } from './withdraw.ts';

type Env = { Bindings: HttpBindings };

const open: readonly Endpoint[] = [token];
const guarded: readonly Endpoint[] = [
  create,
  enable,
  deactivate,
  assets,
  withdraw,
  reconciliation,
  reward,
  rewardDelete,
  lumpSumCreate,
  lumpSumUpdate,
  lumpSumRemove,
  lumpSumQuery,
  lumpSumQueryDetail,
];

async function requestOf(c: Context<Env>): Promise<FeishuRequest> {
  return {
    params: c.req.param(),
    query: c.req.query(),
    contentType: c.req.header('content-type') ?? '',
    authorization: c.req.header('authorization') ?? '',
    text: await c.req.text(),
  };
}

async function serve(
  world: World,
  c: Context<Env>,
  endpoint: Endpoint,
  isGuarded: boolean,
): Promise<Response> {
  const request = await requestOf(c);
  const guard = (): Answer | null =>
    isGuarded ? (refuseToken(world, request) ?? refuseOverLimit(world, endpoint.api)) : null;
  return exchangeWith(world, c.env, {
    api: endpoint.api,
    subject: endpoint.subject(request),
    dialect: feishuDialect(
      world.settings.feishu.limitStatus,
      endpoint.family,
      limitOf(world, endpoint.api)?.limit,
    ),
    url: c.req.url,
    process: () => guard() ?? endpoint.process(world, request),
    processPart: (first) => {
      if (guard() === null) endpoint.processPart?.(world, request, first);
    },
    revokeToken: () => {
      const used = bearerOf(request);
      if (used !== null) world.tokens.revoke(used);
    },
  });
}

/** Feishu's open platform as far as referral accounts and lump-sum payments go. A wrong path or verb is a plain-text 404, as observed. */
export function feishuRoutes(world: World): Hono<Env> {
  const app = new Hono<Env>();
  for (const endpoint of [...open, ...guarded]) {
    const handler = (c: Context<Env>): Promise<Response> =>
      serve(world, c, endpoint, guarded.includes(endpoint));
    app.on(endpoint.method, endpoint.path, handler);
    if (endpoint === token) app.on(endpoint.method, `${endpoint.path}/`, handler);
  }
  app.all('/open-apis/*', (c) => {
    const call = world.ledger.arrival('feishu.unknown', { accounts: [] });
    call.httpStatus = 404;
    const { headers } = feishuDialect(429).write({ status: 404, body: {} }, 'none');
    return c.text('404 page not found', 404, { ...headers, 'content-type': 'text/plain' });
  });
  return app;
}
