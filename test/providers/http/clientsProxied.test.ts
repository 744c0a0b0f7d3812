import { afterEach, describe, expect, test } from '@jest/globals';
import { createAllinpayClient } from '../../../providers/allinpay/client.ts';
import { createFeishuClient } from '../../../providers/feishu/client.ts';
import { createWalletClient } from '../../../providers/wallet/client.ts';
import { createReceiverClient } from '../../../providers/webhook/client.ts';
import { answering, settings, startGateway } from '../allinpay/gateway.fixture.ts';
import { startProxy, type OnConnect, type StubProxy } from '../stubProxy.ts';

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

async function proxyThat(...parameters: Parameters<typeof startProxy>): Promise<StubProxy> {
  const proxy = await startProxy(...parameters);
  started.push(proxy);
  return proxy;
}

const refuse: OnConnect = (socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
const payout = { orderId: 'o-1', details: [{ account: { accountUserId: '100' }, amount: '1.00' }] };
const message = { id: 'm-1', body: '{}' };
const secret = `whsec_${Buffer.alloc(24).toString('base64')}`;

describe('a withdrawal through a proxy', () => {
  test('that refuses the tunnel was not sent, and may be sent again', async () => {
    const { url: address } = await proxyThat({ onConnect: refuse });
    const client = createAllinpayClient({
      ...settings,
      gatewayUrl: 'https://gateway.example',
      proxy: { address },
    });
    expect(await client.withdraw(payout)).toMatchObject({
      failure: {
        type: 'NotSent',
        outcome: 'none',
        retryable: true,
        message: 'allinpay withdraw: not sent, proxy: refused (HTTP 502)',
      },
    });
  });

  test.each([502, 504, 407])('that forwards and answers %i may have been booked', async (status) => {
    const { url: address } = await proxyThat({ onRequest: (response) => response.writeHead(status).end() });
    const client = createAllinpayClient({
      ...settings,
      gatewayUrl: 'http://gateway.example',
      proxy: { address },
    });
    expect(await client.withdraw(payout)).toMatchObject({
      failure: { type: 'OutcomeUnknown', outcome: 'unknown', retryable: false },
    });
  });

  test('that forwards is answered by the gateway', async () => {
    const { url: address, asked } = await proxyThat();
    const gateway = await startGateway(answering('{"code":0,"data":{"orderId":"o-1","details":[]}}'), {
      proxy: { address },
    });
    started.push(gateway);
    expect(await gateway.client.withdraw(payout)).toMatchObject({ ok: true, value: { orderId: 'o-1' } });
    expect(asked).toHaveLength(1);
  });
});

describe('every client sends through the proxy it is given', () => {
  test.each<[string, string, (route: { proxy: { address: string } }) => Promise<unknown>]>([
    [
      'Feishu',
      'open.example:443',
      (route) => {
        const app = { baseUrl: 'https://open.example', appId: 'cli_one', appSecret: 'x', ...route };
        return createFeishuClient(app).reconcile({
          startTransTime: '1',
          endTransTime: '2',
          tradeDetails: [],
        });
      },
    ],
    [
      'Allinpay',
      'gateway.example:443',
      (route) =>
        createAllinpayClient({ ...settings, gatewayUrl: 'https://gateway.example', ...route }).balanceQuery(
          [],
        ),
    ],
    [
      'the wallet',
      'wallet.example:8443',
      (route) =>
        createWalletClient({ url: 'https://wallet.example:8443/credit', secret, ...route }).credit({
          idempotencyKey: message.id,
          body: message.body,
        }),
    ],
    [
      'the receiver of outcomes',
      '[2001:db8::1]:443',
      (route) => createReceiverClient({ url: 'https://[2001:db8::1]/', secret, ...route }).deliver(message),
    ],
  ])('%s', async (_who, target, call) => {
    const proxy = await proxyThat({ onConnect: refuse });
    await call({ proxy: { address: proxy.url } });
    expect(proxy.asked).toMatchObject([{ method: 'CONNECT', target }]);
  });
});
