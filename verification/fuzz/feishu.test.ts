import { randomBytes } from 'node:crypto';
import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { FEISHU_APIS, type FeishuApi } from '../../providers/feishu/codes.ts';
import type { Exchange, PostRequest } from '../../providers/http/http.ts';
import { answerOf, answerPlan, isIntact } from './feishuAnswers.ts';
import { checkResult, makeCall } from './feishuClaims.ts';

const wire: { answer: (request: PostRequest) => Exchange } = {
  answer: () => ({ kind: 'notSent', reason: 'nothing set up' }),
};
// Everything but the socket is the real thing: sockets would make 100 000 answers take half an hour.
jest.unstable_mockModule('../../providers/http/http.ts', () => ({
  post: (request: PostRequest): Promise<Exchange> => Promise.resolve(wire.answer(request)),
}));
const { createFeishuClient } = await import('../../providers/feishu/client.ts');

const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_801);
/** For each API, so five times as many in all. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 2_000);

/** Some 15 s in all on two idle cores; on busy ones a single API has taken 30 s. */
const PATIENCE_MS = 120_000;

const appSecret = randomBytes(12).toString('hex');
const token = randomBytes(12).toString('hex');
const JSON_HEADERS = { 'content-type': 'application/json' };
const GOOD_TOKEN: Exchange = {
  kind: 'answer',
  status: 200,
  headers: JSON_HEADERS,
  text: JSON.stringify({ code: 0, tenant_access_token: token, expire: 7200 }),
};

function clientFor(): ReturnType<typeof createFeishuClient> {
  return createFeishuClient({ baseUrl: 'http://feishu.test', appId: 'cli_test', appSecret, limits: 'none' });
}

const claim = `every answer of %s ends in a typed outcome (FUZZ_SEED=${seed})`;
test.each(FEISHU_APIS)(
  claim,
  async (api) => {
    const withToken = clientFor();
    // Before its first answer nobody but Feishu knows the token.
    const secrets = api === 'token' ? [appSecret] : [appSecret, token];
    const seen = { ok: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(answerPlan, async (plan) => {
        const came = { kind: 'answer', ...answerOf(api, plan, secrets) } as const;
        wire.answer = (request) =>
          request.url.endsWith('/internal') === (api === 'token') ? came : other(api);
        const result = await makeCall(api, api === 'token' ? clientFor() : withToken);
        seen[result.ok ? 'ok' : 'failed'] += 1;
        checkResult({ api, came, intact: isIntact(plan), secrets }, result);
      }),
      { seed, numRuns },
    );
    // A fuzz run that only ever breaks answers, or never does, proves nothing.
    expect(seen.ok).toBeGreaterThan(numRuns / 10);
    expect(seen.failed).toBeGreaterThan(numRuns / 10);
  },
  PATIENCE_MS,
);

/** The other of the two calls succeeds. */
function other(api: FeishuApi): Exchange {
  if (api !== 'token') return GOOD_TOKEN;
  const data = { external_order_id: 'order-1', trans_time: '1683634459543' };
  return { kind: 'answer', status: 200, headers: JSON_HEADERS, text: JSON.stringify({ code: 0, data }) };
}
