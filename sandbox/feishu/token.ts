import { z } from 'zod';
import type { Endpoint } from './request.ts';
import { nobody, readBody } from './request.ts';

const body = z.object({ app_id: z.string(), app_secret: z.string() });

/** Issues tenant tokens. A flat answer, unlike every other; refusals are HTTP 200. */
export const token: Endpoint = {
  method: 'POST',
  path: '/open-apis/auth/v3/tenant_access_token/internal',
  api: 'feishu.token',
  subject: nobody,
  process(world, request) {
    const { feishuAppId, feishuAppSecret } = world.state.credentials;
    const read = readBody(request, body);
    if (!('body' in read) || read.body.app_id !== feishuAppId || read.body.app_secret !== feishuAppSecret) {
      return { status: 200, code: '10003', body: { code: 10003, data: {}, msg: 'invalid param' } };
    }
    const issued = world.tokens.issue(world.settings.feishu.tokenSeconds);
    return {
      status: 200,
      code: '0',
      body: { code: 0, msg: 'ok', tenant_access_token: issued.token, expire: issued.expire },
    };
  },
};
