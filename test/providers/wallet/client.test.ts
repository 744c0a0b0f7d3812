import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createWalletClient, type WalletClientOptions } from '../../../providers/wallet/client.ts';
import { closedPort, sendJson, startStub } from '../stubServer.ts';

const secret = `whsec_${randomBytes(24).toString('base64')}`;
const request = {
  idempotencyKey: 'credit/app/order-1',
  body: '{"type":"referral.withdrawn","data":{"cash":"100.10"}}',
};

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

async function wallet(
  answer: (response: ServerResponse) => void,
  settings: Partial<WalletClientOptions> = {},
) {
  const stub = await startStub((_request, response) => {
    answer(response);
  });
  started.push(stub);
  return {
    client: createWalletClient({ url: `${stub.url}/credit`, secret, ...settings }),
    requests: stub.requests,
  };
}

const status =
  (value: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(value, headers).end();
  };

describe('a credit', () => {
  test('is signed by Standard Webhooks, freshly on each try, under the same key and body', async () => {
    let now = Date.now();
    const { client, requests } = await wallet(status(200), { clock: () => now });
    await client.credit(request);
    now += 2_000;
    await client.credit(request);
    expect(requests).toHaveLength(2);
    const receiver = new Webhook(secret);
    for (const { headers, body, path } of requests) {
      expect(path).toBe('/credit');
      expect(body).toBe(request.body);
      expect(headers['content-type']).toContain('application/json');
      expect(headers['webhook-id']).toBe('credit/app/order-1');
      const signed = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, String(value)]),
      );
      expect(receiver.verify(body, signed)).toEqual(JSON.parse(body));
    }
    expect(requests[0]!.headers['webhook-timestamp']).not.toBe(requests[1]!.headers['webhook-timestamp']);
    expect(requests[0]!.headers['webhook-signature']).not.toBe(requests[1]!.headers['webhook-signature']);
  });

  test('says what the wallet says was credited', async () => {
    const { client } = await wallet((response) => {
      sendJson(
        response,
        '{"points":90,"cash":[{"currency":"CNY","amount":90071992547409.93,"note":"x"},{"currency":"USD","amount":"5"}],"reference":72057594037927937,"id":1}',
      );
    });
    expect(await client.credit(request)).toEqual({
      ok: true,
      value: {
        alreadyDone: false,
        points: 90,
        cash: [
          { currency: 'CNY', amount: '90071992547409.93' },
          { currency: 'USD', amount: '5.00' },
        ],
        reference: '72057594037927937',
      },
    });
  });

  test.each([
    '',
    'OK',
    '<html>',
    '[]',
    '"done"',
    '{}',
    '{"points":null,"cash":null,"reference":null}',
    '{"reference":{}}',
  ])('answered by 2xx and %j was made as it was sent', async (body) => {
    const { client } = await wallet((response) => {
      response.writeHead(201).end(body);
    });
    expect(await client.credit(request)).toEqual({ ok: true, value: { alreadyDone: false } });
  });

  test.each([
    '{"points":-1}',
    '{"points":1.5}',
    '{"points":"many"}',
    '{"cash":{}}',
    '{"cash":[{"currency":"CNY","amount":0.001}]}',
    '{"cash":[{"amount":"1"}]}',
  ])('answered by 2xx and %s is asked for again: other figures must not stand in', async (body) => {
    const { client } = await wallet((response) => {
      sendJson(response, body);
    });
    expect(await client.credit(request)).toMatchObject({
      failure: {
        type: 'ProtocolViolation',
        outcome: 'unknown',
        retryable: true,
        provider: 'wallet',
        api: 'credit',
      },
    });
  });

  test('answered by 409 was made before', async () => {
    const { client } = await wallet(status(409));
    expect(await client.credit(request)).toEqual({ ok: true, value: { alreadyDone: true } });
  });

  test.each([302, 308, 408, 425, 500, 503])('answered by %i is retried', async (value) => {
    const { client, requests } = await wallet(status(value, { location: '/elsewhere' }));
    expect(await client.credit(request)).toMatchObject({
      failure: { type: 'ProviderUnavailable', outcome: 'unknown', retryable: true, httpStatus: value },
    });
    expect(requests).toHaveLength(1);
  });

  test('answered by 429 waits as it is told', async () => {
    const { client } = await wallet(status(429, { 'retry-after': '7' }));
    expect(await client.credit(request)).toMatchObject({
      failure: { type: 'RateLimited', outcome: 'none', retryable: true, retryAfterMs: 7_000 },
    });
  });

  test.each([400, 401, 404, 422])('answered by %i is refused', async (value) => {
    const { client } = await wallet(status(value));
    expect(await client.credit(request)).toMatchObject({
      failure: { type: 'PayoutRejected', outcome: 'none', retryable: false, httpStatus: value },
    });
  });

  test('whose answer is lost is retried, and one that was not sent too', async () => {
    const { client } = await wallet((response) => {
      response.socket?.destroy();
    });
    expect(await client.credit(request)).toMatchObject({
      failure: { type: 'ProviderUnavailable', outcome: 'unknown', retryable: true },
    });
    const nobody = createWalletClient({ url: await closedPort(), secret });
    expect(await nobody.credit(request)).toMatchObject({
      failure: { type: 'NotSent', outcome: 'none', retryable: true },
    });
  });

  test('that is cancelled before it was sent throws the reason', async () => {
    const { client, requests } = await wallet(status(200));
    const reason = new Error('shutting down');
    await expect(client.credit(request, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(requests).toEqual([]);
  });
});

test('settings that cannot work are refused by name, and never shown', () => {
  const url = 'https://wallet.example/credit';
  for (const wrong of ['', 'whsec_', secret.slice(6), 'whsec_***not-base64***']) {
    expect(() => createWalletClient({ url, secret: wrong })).toThrow(
      /^secret \(WEBHOOK_SECRET\) must be "whsec_" and Base64$/,
    );
  }
  expect(() => createWalletClient({ url: 'wallet', secret })).toThrow('WALLET_CREDIT_URL');
});
