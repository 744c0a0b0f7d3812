import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import type { Call, Sandbox } from '../../sandbox/index.ts';
import { AllinpayCaller, literal } from './allinpayCaller.ts';
import { at, postCredit, put, until, type Reply } from './callers.ts';
import { FeishuCaller } from './feishuCaller.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
let feishu: FeishuCaller;
let allinpay: AllinpayCaller;
let account: string;
let order = 0;
let orderId: string;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  feishu = new FeishuCaller(sandbox);
  allinpay = new AllinpayCaller(sandbox);
  account = await feishu.funded('ann@example.com', 10);
});
beforeEach(() => {
  order += 1;
  orderId = `order-${order}`;
});
afterEach(() => {
  sandbox.setFaults([]);
});
afterAll(() => sandbox.close());

const effects = (): number =>
  sandbox.ledger(orderId).effects.filter((it) => it.kind !== 'allinpay.settlement').length;
const lastCall = (): Call | undefined => sandbox.ledger(orderId).calls.at(-1);

function sendAllinpay(): Promise<Reply> {
  const details = [{ accountUserId: 100, withdrawAmount: literal('10') }];
  return allinpay.post(allinpay.sign(allinpay.fields('withdraw', { orderId, details })));
}
function sendFeishu(): Promise<Reply> {
  return feishu.withdraw(account, orderId);
}
function sendWallet(): Promise<Reply> {
  return postCredit(sandbox, `credit/cli_sandbox/${orderId}`, {
    type: 'referral.withdrawn',
    timestamp: '2026-03-02T10:00:00Z',
    data: {
      profile: 'default',
      externalOrderId: orderId,
      referralAccountId: account,
      transTime: '1772445600000',
      points: 1,
      cash: [],
    },
  });
}

const families = [
  ['feishu.withdraw', sendFeishu],
  ['allinpay.withdraw', sendAllinpay],
  ['wallet.credit', sendWallet],
] as const;

describe.each(families)('on %s', (on, send) => {
  /** Every rule here is about this api and this order; the rest is the test's. */
  const set = async (rule: object): Promise<void> => {
    expect((await put(sandbox, 'faults', [{ on, orderId, times: 1, ...rule }])).status).toBe(200);
  };

  test('without a rule the call is processed once', async () => {
    expect((await send()).status).toBe(200);
    expect(effects()).toBe(1);
  });

  test('dropBefore cuts the line and does nothing', async () => {
    await set({ fault: 'dropBefore' });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(effects()).toBe(0);
    expect(lastCall()).toMatchObject({ api: on, httpStatus: null, fault: 'dropBefore' });
  });

  test('dropAfter cuts the line when all is done', async () => {
    await set({ fault: 'dropAfter' });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(effects()).toBe(1);
    expect(lastCall()).toMatchObject({ httpStatus: null, fault: 'dropAfter' });
  });

  test('delay is processed at once and answered later', async () => {
    await set({ fault: 'delay', ms: 400 });
    const started = performance.now();
    let answered = false;
    const answer = send().then((reply) => {
      answered = true;
      return reply;
    });
    await until(() => effects() > 0);
    expect(answered).toBe(false);
    expect((await answer).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(395);
  });

  test('delayBefore is processed later', async () => {
    await set({ fault: 'delayBefore', ms: 100 });
    const started = performance.now();
    const answer = send();
    await until(() => effects() > 0);
    expect(performance.now() - started).toBeGreaterThanOrEqual(95);
    expect((await answer).status).toBe(200);
  });

  test('redirect points elsewhere and does nothing', async () => {
    await set({ fault: 'redirect' });
    const reply = await send();
    expect(reply.status).toBe(302);
    expect(reply.headers.get('location')).toContain(sandbox.url);
    expect(effects()).toBe(0);
  });

  test('serverError is HTTP 500 with nothing done, serverErrorAfter with all done', async () => {
    await set({ fault: 'serverError' });
    expect((await send()).status).toBe(500);
    expect(effects()).toBe(0);
    await set({ fault: 'serverErrorAfter' });
    expect((await send()).status).toBe(500);
    expect(effects()).toBe(1);
  });

  test('garbage is a web page with HTTP 200 after all is done', async () => {
    await set({ fault: 'garbage' });
    const reply = await send();
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(reply.text).toContain('<html>');
    expect(effects()).toBe(1);
  });

  test('emptyBody is HTTP 200 with nothing in it after all is done', async () => {
    await set({ fault: 'emptyBody' });
    const reply = await send();
    expect([reply.status, reply.text]).toEqual([200, '']);
    expect(effects()).toBe(1);
  });

  test('truncated announces more than it sends', async () => {
    await set({ fault: 'truncated' });
    await expect(send()).rejects.toThrow('terminated');
    expect(effects()).toBe(1);
    expect(lastCall()?.httpStatus).toBe(200);
  });

  test('hugeBody is three MiB of a good answer', async () => {
    await set({ fault: 'hugeBody' });
    const reply = await send();
    expect(reply.text.length).toBeGreaterThan(3 * 1024 * 1024);
    expect(reply.json).toBeTruthy();
    expect(effects()).toBe(1);
  });

  test('code refuses in the family’s own words, before or after', async () => {
    await set({ fault: 'code', code: 3201 });
    await send();
    expect(lastCall()).toMatchObject({ code: '3201', fault: 'code' });
    expect(effects()).toBe(0);
    await set({ fault: 'code', code: 3999, after: true });
    await send();
    expect(effects()).toBe(1);
  });

  test('a rule fires as often as it says, after as many as it lets by', async () => {
    await set({ fault: 'garbage', skip: 1, times: 2 });
    const pages: boolean[] = [];
    for (let count = 0; count < 4; count += 1) pages.push((await send()).text.includes('<html>'));
    expect(pages).toEqual([false, true, true, false]);
  });
});

describe('in the words of a family', () => {
  test('Feishu: 429 with 99991400 and seconds to wait', async () => {
    sandbox.setFaults([{ on: 'feishu.withdraw', fault: 'rateLimit', resetSeconds: 7 }]);
    const reply = await sendFeishu();
    expect([reply.status, at(reply.json, 'code')]).toEqual([429, 99991400]);
    expect(reply.headers.get('x-ogw-ratelimit-reset')).toBe('7');
    expect(effects()).toBe(0);
  });

  test('Feishu: a server error is JSON with 1002001 and a log id', async () => {
    sandbox.setFaults([{ on: 'feishu.withdraw', fault: 'serverErrorAfter' }]);
    const reply = await sendFeishu();
    expect(reply.json).toMatchObject({ code: 1002001, error: { log_id: reply.headers.get('x-tt-logid') } });
  });

  test.each([200, 400] as const)(
    'Feishu: an expired token is 99991663 with HTTP %d, and is revoked',
    async (status) => {
      const before = at((await feishu.token()).json, 'tenant_access_token');
      sandbox.setFaults([{ on: 'feishu.withdraw', fault: 'expiredToken', status, times: 1 }]);
      const reply = await sendFeishu();
      expect([reply.status, at(reply.json, 'code')]).toEqual([status, 99991663]);
      expect(at((await sendFeishu()).json, 'code')).toBe(99991663);
      expect(at((await feishu.token()).json, 'tenant_access_token')).not.toBe(before);
      expect((await sendFeishu()).status).toBe(200);
    },
  );

  test('Feishu: the token endpoint fails like any other', async () => {
    sandbox.setFaults([{ on: 'feishu.token', fault: 'dropBefore', times: 1 }]);
    await expect(feishu.token()).rejects.toThrow('fetch failed');
    expect((await feishu.token()).status).toBe(200);
  });

  test('Allinpay: 302 is an inner code of a signed answer', async () => {
    sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'rateLimit' }]);
    const reply = await sendAllinpay();
    expect([reply.status, allinpay.isSigned(reply)]).toEqual([200, true]);
    expect(allinpay.open(reply)).toMatchObject({ code: '#302' });
    expect(effects()).toBe(0);
  });

  test('Allinpay: a server error is a page, or inner 500 in a signed answer', async () => {
    sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'serverError', times: 1 }]);
    expect((await sendAllinpay()).text).toContain('<html>');
    sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'serverErrorAfter', signed: true }]);
    const reply = await sendAllinpay();
    expect(allinpay.isSigned(reply)).toBe(true);
    expect(allinpay.open(reply)).toMatchObject({ code: '#500' });
    expect(effects()).toBe(1);
  });

  test('Allinpay: a bad signature is one, over an answer that is otherwise good', async () => {
    sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'badSignature' }]);
    const reply = await sendAllinpay();
    expect(allinpay.isSigned(reply)).toBe(false);
    expect(at(reply.json, 'sign')).toBeTruthy();
    expect(allinpay.open(reply)).toMatchObject({ code: '#0' });
    expect(effects()).toBe(1);
  });

  test('Allinpay: an unsigned answer has no sign member', async () => {
    sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'unsigned' }]);
    const reply = await sendAllinpay();
    expect(reply.json).not.toHaveProperty('sign');
    expect(allinpay.open(reply)).toMatchObject({ code: '#0' });
  });

  test('Allinpay: a huge answer is signed as well', async () => {
    sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'hugeBody' }]);
    expect(allinpay.isSigned(await sendAllinpay())).toBe(true);
  });

  test('wrongEcho names another order, in Feishu’s and in Allinpay’s answers', async () => {
    sandbox.setFaults([{ on: '*', fault: 'wrongEcho' }]);
    expect(at((await sendFeishu()).json, 'data.external_order_id')).toBe('another-order');
    const reply = await sendAllinpay();
    expect(allinpay.isSigned(reply)).toBe(true);
    expect(at(allinpay.open(reply), 'data.orderId')).toBe('another-order');
  });
});

test('a rule selects by order and by account, and leaves other calls alone', async () => {
  sandbox.setFaults([
    { on: 'feishu.withdraw', fault: 'garbage', orderId: 'other' },
    { on: 'allinpay.withdraw', fault: 'garbage', account: 'S100' },
  ]);
  expect((await sendFeishu()).status).toBe(200);
  expect((await sendFeishu()).text).not.toContain('<html>');
  expect((await sendAllinpay()).text).toContain('<html>');
});

test('a delay goes with another fault; of two that replace the answer the first is used', async () => {
  sandbox.setFaults([
    { on: '*', fault: 'delay', ms: 5 },
    { on: '*', fault: 'garbage', times: 1 },
    { on: '*', fault: 'emptyBody', times: 1 },
  ]);
  expect((await sendFeishu()).text).toContain('<html>');
  expect(lastCall()?.fault).toBe('delay+garbage');
  expect((await sendFeishu()).text).toBe('');
});

test('truncated really sends half of what its content-length says', async () => {
  sandbox.setFaults([{ on: 'feishu.token', fault: 'truncated' }]);
  const sent = await new Promise<{ announced: number; received: number; complete: boolean }>(
    (resolve, reject) => {
      const call = request(
        `${sandbox.url}/open-apis/auth/v3/tenant_access_token/internal`,
        { method: 'POST' },
        (answer) => {
          let received = 0;
          answer.on('data', (part: Buffer) => (received += part.length));
          answer.on('error', () => undefined);
          answer.on('close', () => {
            resolve({
              announced: Number(answer.headers['content-length']),
              received,
              complete: answer.complete,
            });
          });
        },
      );
      call.on('error', reject);
      call.end('{}');
    },
  );
  expect(sent.complete).toBe(false);
  expect(sent.received).toBe(Math.floor(sent.announced / 2));
});
