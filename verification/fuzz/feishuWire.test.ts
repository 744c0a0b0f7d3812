import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFeishuClient, type FeishuClient } from '../../providers/feishu/client.ts';
import { FEISHU_APIS, type FeishuApi } from '../../providers/feishu/codes.ts';
import { startStub, type Stub } from '../../test/providers/stubServer.ts';
import { answerOf, answerPlan, type AnswerPlan } from './feishuAnswers.ts';
import { checkResult, makeCall, type Came } from './feishuClaims.ts';
import { pick } from './mutations.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_801);
/** Sockets take some hundred times as long as none. */
const numRuns = Math.ceil(Number(process.env['FUZZ_RUNS'] ?? 4_000) / 80);

const TIMEOUT_MS = 250;
const MAX_BYTES = 200_000;
const appSecret = randomBytes(12).toString('hex');
const token = randomBytes(12).toString('hex');

type Answer = ReturnType<typeof answerOf>;
type Send = (response: ServerResponse, answer: Answer) => void;

const plain: Send = (response, { status, headers, text }) => {
  response.writeHead(status, asciiHeaders(headers)).end(bodyless(status) ? undefined : text);
};
const packed =
  (encoding: string, pack: (text: string) => Buffer): Send =>
  (response, { status, headers, text }) => {
    response.writeHead(status, { ...asciiHeaders(headers), 'content-encoding': encoding });
    response.end(bodyless(status) ? undefined : pack(text));
  };
const bomb = gzipSync(Buffer.alloc(64 * 1_048_576, '['));

/** Whole answers: what the client makes of them is claimed as it is without sockets. */
const WHOLE: readonly Send[] = [
  plain,
  packed('gzip', gzipSync),
  packed('deflate', deflateSync),
  packed('br', brotliCompressSync),
];

/** Answers that never become whole: the outcome of what changes something is unknown. */
const BROKEN: readonly Send[] = [
  packed('gzip', () => bomb),
  packed('gzip', (text) => gzipSync(text).subarray(0, 12)),
  packed('gzip', () => Buffer.from('not packed at all')),
  packed('br', () => randomBytes(64)),
  (response, answer) => {
    plain(response, { ...answer, status: 200, text: 'x'.repeat(MAX_BYTES + 1) });
  },
  (response, answer) => {
    response.writeHead(200, { ...asciiHeaders(answer.headers), 'content-length': '100000' });
    response.write(`${answer.text} `, () => response.socket?.destroy());
  },
  (response, answer) => {
    response.writeHead(200, asciiHeaders(answer.headers));
    response.write(`${answer.text} `, () => response.socket?.destroy());
  },
  (response) => {
    response.socket?.destroy();
  },
  (response) => {
    response.socket?.resetAndDestroy();
  },
  (response) => {
    response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n');
  },
  (response) => {
    response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: twelve\r\n\r\n{"code":0}');
  },
  (response) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\nx-tt-logid: ${'x'.repeat(100_000)}\r\n\r\n{"code":0}`);
  },
  (response) => {
    response.socket?.end(
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{"code":0}\r\n0\r\n\r\n',
    );
  },
];

/** Nothing comes, or one byte and no more. They take the whole time-out, so there are few of them. */
const SLOW: readonly Send[] = [
  () => undefined,
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  },
];

const server: {
  stub?: Stub;
  answerToken: (response: ServerResponse) => void;
  answerCall: (response: ServerResponse) => void;
} = {
  answerToken: () => undefined,
  answerCall: () => undefined,
};
const goodToken = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code: 0, tenant_access_token: token, expire: 7200 }));
};
const goodWithdrawal = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"code":0,"data":{"external_order_id":"order-1","trans_time":"1683634459543"}}');
};

beforeAll(async () => {
  server.stub = await startStub((request, response) => {
    if (request.path.endsWith('/internal')) server.answerToken(response);
    else server.answerCall(response);
  });
});
afterAll(() => server.stub?.close());

/** A new client has no token yet; those that are to have one get a good one with their first call. */
function clientFor(): FeishuClient {
  return createFeishuClient({
    baseUrl: server.stub?.url ?? '',
    appId: 'cli_test',
    appSecret,
    timeoutMs: TIMEOUT_MS,
    maxResponseBytes: MAX_BYTES,
    limits: 'none',
  });
}

async function callAnsweredBy(api: FeishuApi, send: (response: ServerResponse) => void) {
  server.answerToken = api === 'token' ? send : goodToken;
  server.answerCall = api === 'token' ? goodWithdrawal : send;
  // A call that went on after its time-out would hang here.
  return makeCall(api, clientFor());
}

const api = fc.constantFrom<FeishuApi>(...FEISHU_APIS);
const secretsOf = (api: FeishuApi): string[] => (api === 'token' ? [appSecret] : [appSecret, token]);

test(`every whole answer over a socket, packed or not, ends in a typed outcome (FUZZ_SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(api, answerPlan, fc.nat(99), async (api, plan: AnswerPlan, how) => {
      const secrets = secretsOf(api);
      const { status, headers, text } = answerOf(api, plan, secrets);
      const came: Came = { kind: 'answer', status, headers, text: bodyless(status) ? '' : text };
      const result = await callAnsweredBy(api, (response) => {
        pick(WHOLE, how)(response, { status, headers, text });
      });
      checkResult({ api, came, intact: false, secrets }, result);
    }),
    { seed, numRuns },
  );
});

test(`every answer that breaks on the way is lost, not refused (FUZZ_SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(api, answerPlan, fc.constantFrom(...BROKEN), async (api, plan, breakIt) => {
      const secrets = secretsOf(api);
      const answer = answerOf(api, plan, secrets);
      const result = await callAnsweredBy(api, (response) => {
        breakIt(response, { ...answer, status: bodyless(answer.status) ? 200 : answer.status });
      });
      expect(result.ok).toBe(false);
      checkResult({ api, came: { kind: 'lost' }, intact: false, secrets }, result);
    }),
    { seed, numRuns },
  );
});

test.each(FEISHU_APIS)(
  '%s does not wait for ever for an answer that does not come, or does not end',
  async (api) => {
    for (const send of SLOW) {
      const result = await callAnsweredBy(api, (response) => {
        send(response, { status: 200, headers: {}, text: '' });
      });
      expect(result.ok).toBe(false);
      checkResult({ api, came: { kind: 'lost' }, intact: false, secrets: secretsOf(api) }, result);
    }
  },
);

test.each(['a\nb', 'a\u0000b', '长', '\ud800'])(
  'the token %j, which no header can carry, ends in a typed outcome',
  async (odd) => {
    const result = await callAnsweredBy('token', (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: 0, tenant_access_token: odd, expire: 7200 }));
    });
    expect(result).toMatchObject({ ok: false, failure: { type: 'NotSent', outcome: 'none' } });
  },
);

/** Node writes no body under these. */
function bodyless(status: number): boolean {
  return status === 204 || status === 304;
}

/** A header holds no characters beyond Latin-1; the fuzz without sockets has those. */
function asciiHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replaceAll(/[^ -~]/g, '?')]),
  );
}
