import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createAllinpayClient } from '../../providers/allinpay/client.ts';
import type { AllinpayApi } from '../../providers/allinpay/codes.ts';
import { createSignature } from '../../providers/allinpay/signature.ts';
import { newParty } from '../../test/providers/allinpay/keys.fixture.ts';
import { startStub, type Stub } from '../../test/providers/stubServer.ts';
import {
  answerPlan,
  APIS,
  APP_ID,
  envelopeOf,
  identityOf,
  isIntact,
  ORDER_ID,
  withSign,
  type AnswerPlan,
} from './allinpayAnswers.ts';
import { check, NOT_KNOWN_CODES, saidIn, type Came, type Judged } from './allinpayClaims.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_801);
/** Sockets take some hundred times as long as none. */
const numRuns = Math.ceil(Number(process.env['FUZZ_RUNS'] ?? 3_500) / 120);

const TIMEOUT_MS = 250;
const MAX_BYTES = 200_000;
const [ours, theirs] = [newParty(), newParty()];
const provider = createSignature({
  signType: 'RSA2',
  privateKey: theirs.privatePem,
  publicKey: ours.publicPem,
});

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}
type Send = (response: ServerResponse, answer: Answer) => void;

const head = ({ contentType }: Answer) => ({ 'content-type': contentType });
const plain: Send = (response, answer) => {
  response.writeHead(answer.status, head(answer)).end(answer.text);
};
const packed =
  (encoding: string, pack: (text: string) => Buffer): Send =>
  (response, answer) => {
    response.writeHead(answer.status, { ...head(answer), 'content-encoding': encoding });
    response.end(pack(answer.text));
  };
const raw =
  (text: string): Send =>
  (response) => {
    response.socket?.end(text);
  };
const bomb = gzipSync(Buffer.alloc(64 * 1_048_576, ' '));

/** Whole answers: what the client makes of them is claimed as it is without sockets. */
const WHOLE: readonly Send[] = [
  plain,
  packed('gzip', gzipSync),
  packed('deflate', deflateSync),
  packed('br', brotliCompressSync),
];

/** Answers that never become whole, or grow too large: what they would have said does not count. */
const BROKEN: readonly Send[] = [
  packed('gzip', () => bomb),
  packed('gzip', (text) => gzipSync(`${text}${' '.repeat(MAX_BYTES)}`)),
  packed('gzip', (text) => gzipSync(text).subarray(0, 12)),
  packed('gzip', () => Buffer.from('not packed at all')),
  packed('br', () => randomBytes(64)),
  (response, answer) => {
    plain(response, { ...answer, text: answer.text + ' '.repeat(MAX_BYTES) });
  },
  (response, answer) => {
    response.writeHead(answer.status, { ...head(answer), 'content-length': '100000' });
    response.write(`${answer.text} `, () => response.socket?.destroy());
  },
  (response, answer) => {
    response.writeHead(answer.status, head(answer));
    response.write(`${answer.text} `, () => response.socket?.destroy());
  },
  (response) => {
    response.socket?.destroy();
  },
  (response) => {
    response.socket?.resetAndDestroy();
  },
  raw('SSH-2.0-OpenSSH_9.6\r\n'),
  raw('HTTP/1.1 200 OK\r\ncontent-length: twelve\r\n\r\n{"code":0}'),
  raw(`HTTP/1.1 200 OK\r\nx-padding: ${'x'.repeat(100_000)}\r\n\r\n{"code":0}`),
  raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{"code":0}\r\n0\r\n\r\n'),
];

/** Nothing comes, or one byte and no more. They take the whole time-out, so there are few of them. */
const SLOW: readonly Send[] = [
  () => undefined,
  (response, answer) => {
    response.writeHead(200, head(answer)).write('{');
  },
];

const server: { stub?: Stub; answer: (reqSeq: string, response: ServerResponse) => void } = {
  answer: () => undefined,
};
beforeAll(async () => {
  server.stub = await startStub(({ body }, response) => {
    server.answer(new URLSearchParams(body).get('reqSeq') ?? '', response);
  });
});
afterAll(() => server.stub?.close());

async function call(api: AllinpayApi): Promise<Judged> {
  const client = createAllinpayClient({
    gatewayUrl: server.stub?.url ?? '',
    appId: APP_ID,
    signType: 'RSA2',
    privateKey: ours.privatePem,
    publicKey: theirs.publicPem,
    cipher: 'plain',
    amountUnit: 'fen',
    orderNotFoundCodes: NOT_KNOWN_CODES.slice(1),
    timeoutMs: TIMEOUT_MS,
    maxResponseBytes: MAX_BYTES,
  });
  const account = { accountUserId: '100' };
  switch (api) {
    case 'withdraw':
      return {
        api,
        result: await client.withdraw({ orderId: ORDER_ID, details: [{ account, amount: '1' }] }),
      };
    case 'withdrawResultQuery':
      return { api, result: await client.withdrawResultQuery(ORDER_ID) };
    case 'balanceQuery':
      return { api, result: await client.balanceQuery([account]) };
  }
}

async function callAnswered(api: AllinpayApi, plan: AnswerPlan, contentType: string, send: Send) {
  // Nothing has a body under these.
  const status = [204, 205, 304].includes(plan.status) ? 200 : plan.status;
  const sent: { said: Came['said'] } = { said: undefined };
  server.answer = (reqSeq, response) => {
    const identity = { ...identityOf(api), reqSeq };
    const envelope = envelopeOf(api, plan, identity, (inner) => inner);
    const text = withSign(envelope, provider.sign(envelope));
    if (Buffer.byteLength(text) <= MAX_BYTES) sent.said = saidIn(text, identity);
    send(response, { status, contentType, text });
  };
  // A call that went on after its time-out would hang here.
  const judged = await call(api);
  return { judged, status, said: sent.said };
}

const api = fc.constantFrom(...APIS);
const contentType = fc.constantFrom(
  ...['application/json;charset=UTF-8', 'text/html', 'text/plain', 'application/octet-stream', 'json', ''],
);

test(`every whole answer over a socket, packed or not, ends in a typed outcome (FUZZ_SEED=${seed})`, async () => {
  const seen = { ok: 0, failed: 0 };
  await fc.assert(
    fc.asyncProperty(
      api,
      answerPlan,
      contentType,
      fc.constantFrom(...WHOLE),
      async (api, plan, type, send) => {
        const { judged, status, said } = await callAnswered(api, plan, type, send);
        seen[judged.result.ok ? 'ok' : 'failed'] += 1;
        // On a busy machine a whole answer may come too late: then it is lost, which claims allow for what is not intact.
        const late = !judged.result.ok && judged.result.failure.message.includes('time-out');
        check({ status, said, intact: isIntact(plan) && !late, unit: 'fen' }, judged);
      },
    ),
    { seed, numRuns },
  );
  expect(seen.ok).toBeGreaterThan(0);
  expect(seen.failed).toBeGreaterThan(0);
});

test(`every answer that breaks on the way is lost, not refused (FUZZ_SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(
      api,
      answerPlan,
      contentType,
      fc.constantFrom(...BROKEN),
      async (api, plan, type, send) => {
        const { judged, status } = await callAnswered(api, plan, type, send);
        expect(judged.result.ok).toBe(false);
        check({ status, said: undefined, intact: false, unit: 'fen' }, judged);
      },
    ),
    { seed, numRuns },
  );
});

const intact: AnswerPlan = {
  base: 0,
  refusal: null,
  inner: [],
  innerDamage: { kind: 'none' },
  outer: [],
  status: 200,
};

test.each(APIS)(
  '%s does not wait for ever for an answer that does not come, or does not end',
  async (api) => {
    for (const send of SLOW) {
      const { judged } = await callAnswered(api, intact, 'application/json', send);
      expect(judged.result).toMatchObject({
        ok: false,
        failure: {
          type: api === 'withdraw' ? 'OutcomeUnknown' : 'ProviderUnavailable',
          retryable: api !== 'withdraw',
        },
      });
    }
  },
);
