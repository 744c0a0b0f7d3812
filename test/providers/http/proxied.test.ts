import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { post, type Exchange } from '../../../providers/http/http.ts';
import type { Proxy } from '../../../providers/http/proxy.ts';
import { until } from '../../harness/until.ts';
import { selfSigned, trust, type Certificate } from '../certificate.ts';
import { startProxy, tunnel, type OnConnect, type StubProxy } from '../stubProxy.ts';
import { closedPort, startSilent, startStub, type Stub } from '../stubServer.ts';

let certificate: Certificate;
let distrust: () => void;
const started: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  certificate = await selfSigned();
  distrust = trust(certificate);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});
afterAll(() => {
  distrust();
});

async function keep<Server extends { close(): Promise<void> }>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  started.push(server);
  return server;
}

const httpTarget = (...[answer]: Parameters<typeof startStub>): Promise<Stub> => keep(startStub(answer));
const httpsTarget = (...[answer]: Parameters<typeof startStub>): Promise<Stub> =>
  keep(startStub(answer, certificate));
const proxyThat = (...parameters: Parameters<typeof startProxy>): Promise<StubProxy> =>
  keep(startProxy(...parameters));

const ok: Parameters<typeof startStub>[0] = (_request, response) => {
  response.end('paid');
};

const PASSWORD = 'open-sesame';
const authorization = `Basic ${Buffer.from(`shop:${PASSWORD}`).toString('base64')}`;

function send(
  url: string,
  proxy: { url: string } & Pick<Proxy, 'authorization'>,
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<Exchange> {
  return post({
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"pay":1}',
    timeoutMs: options.timeoutMs ?? 5_000,
    maxResponseBytes: 10_000,
    signal: options.signal,
    proxy: { address: proxy.url, authorization: proxy.authorization },
  });
}

/** The proxy says it, and ends the connection. */
const says =
  (text: string): OnConnect =>
  (socket) =>
    socket.end(text);

const refuses = (status: number): OnConnect => says(`HTTP/1.1 ${status} No\r\ncontent-length: 2\r\n\r\nno`);

describe('an https call through a proxy', () => {
  test('is made inside a tunnel: the proxy is told the host alone, the target no password', async () => {
    const [target, proxy] = [await httpsTarget(ok), await proxyThat()];
    const exchange = await send(target.url, { url: proxy.url, authorization });
    expect(exchange).toMatchObject({ kind: 'answer', status: 200, text: 'paid' });
    expect(proxy.asked).toMatchObject([
      {
        method: 'CONNECT',
        target: new URL(target.url).host,
        headers: { 'proxy-authorization': authorization },
      },
    ]);
    expect(target.requests).toMatchObject([{ body: '{"pay":1}', headers: { connection: 'close' } }]);
    expect(target.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test('goes through a proxy that speaks TLS itself', async () => {
    const [target, proxy] = [await httpsTarget(ok), await proxyThat({ tls: certificate })];
    expect(await send(target.url, proxy)).toMatchObject({ kind: 'answer', text: 'paid' });
    expect(proxy.asked).toHaveLength(1);
  });

  test('has a tunnel of its own, so none is written into one that died since', async () => {
    const tunnels: Socket[] = [];
    const onConnect: OnConnect = (socket, to) => tunnels.push(tunnel(socket, to));
    const [target, proxy] = [await httpsTarget(ok), await proxyThat({ onConnect })];
    for (let calls = 1; calls <= 3; calls += 1) {
      expect(await send(target.url, proxy)).toMatchObject({ kind: 'answer', text: 'paid' });
      for (const used of tunnels) used.destroy();
    }
    expect(proxy.asked).toHaveLength(3);
    expect(target.requests).toHaveLength(3);
  });
});

describe('certainly not sent', () => {
  test.each([400, 403, 407, 429, 500, 502, 503, 504, 301])(
    'is an https call whose CONNECT the proxy answers with %i, and it is asked once',
    async (status) => {
      const target = await httpsTarget(ok);
      const proxy = await proxyThat({ onConnect: refuses(status) });
      const exchange = await send(target.url, { url: proxy.url, authorization });
      expect(exchange).toEqual({ kind: 'notSent', reason: `proxy: refused (HTTP ${status})` });
      expect(proxy.asked).toHaveLength(1);
      expect(target.requests).toEqual([]);
    },
  );

  test.each<[string, OnConnect, string]>([
    ['that ends before its answer', (socket) => socket.end(), 'proxy: connection closed early'],
    ['that ends inside of its answer', says('HTTP/1.1 200 OK\r\nvia:'), 'proxy: connection closed early'],
    ['that is reset before its answer', (socket) => socket.resetAndDestroy(), 'proxy: ECONNRESET'],
    ['whose answer is no HTTP', says('good day\r\n\r\n'), 'proxy: no HTTP answer'],
  ])('is an https call on a connection to the proxy %s', async (_what, onConnect, reason) => {
    const [target, proxy] = [await httpsTarget(ok), await proxyThat({ onConnect })];
    expect(await send(target.url, proxy)).toEqual({ kind: 'notSent', reason });
    expect(target.requests).toEqual([]);
  });

  test.each(['http', 'https'])('is an %s call where no proxy listens', async (protocol) => {
    const target = await (protocol === 'http' ? httpTarget : httpsTarget)(ok);
    const exchange = await send(target.url, { url: await closedPort() });
    expect(exchange).toEqual({ kind: 'notSent', reason: 'proxy: ECONNREFUSED' });
  });

  test.each(['http', 'https'])('is an %s call to a proxy without an address', async (protocol) => {
    const exchange = await send(`${protocol}://127.0.0.1:1`, { url: 'http://nobody.invalid:3128' });
    expect(exchange).toMatchObject({ kind: 'notSent', reason: expect.stringMatching(/^proxy: E/) });
  });

  test('is a CONNECT that is not answered in time, whose connection is closed then', async () => {
    const asked: Socket[] = [];
    const proxy = await proxyThat({ onConnect: (socket) => asked.push(socket.resume()) });
    const target = await httpsTarget(ok);
    const exchange = await send(target.url, proxy, { timeoutMs: 100 });
    expect(exchange).toMatchObject({ kind: 'notSent', reason: expect.stringContaining('time-out') });
    await until('the proxy is left', () => asked[0]?.readableEnded);
  });

  test('is a CONNECT that is answered too late: the tunnel is used by nobody', async () => {
    const asked: { socket: Socket; to: { host: string; port: number } }[] = [];
    const proxy = await proxyThat({ onConnect: (socket, to) => asked.push({ socket, to }) });
    const target = await httpsTarget(ok);
    const call = new AbortController();
    const exchange = send(target.url, proxy, { signal: call.signal });
    await until('the proxy is asked', () => asked.length === 1);
    call.abort(new Error('shutting down'));
    await expect(exchange).rejects.toThrow('shutting down');
    const [{ socket, to }] = asked as [(typeof asked)[number]];
    const onward = tunnel(socket, to);
    if (!onward.destroyed) await once(onward, 'close');
    expect(target.requests).toEqual([]);
  });

  test.each<[string, () => Promise<string>]>([
    ['whose certificate nobody trusts', async () => (await keep(startStub(ok, await selfSigned()))).url],
    ['that speaks no TLS', async () => (await httpTarget(ok)).url.replace('http:', 'https:')],
    ['that hangs up in the handshake', async () => `https://${new URL((await hangingUp()).url).host}`],
  ])('is an https call to a target %s', async (_what, urlOf) => {
    const proxy = await proxyThat();
    expect(await send(await urlOf(), proxy)).toMatchObject({
      kind: 'notSent',
      reason: expect.not.stringMatching(/proxy|127/),
    });
    expect(proxy.asked).toHaveLength(1);
  });

  test('is an https call to a target that is silent in the handshake', async () => {
    const [silent, proxy] = [await keep(startSilent()), await proxyThat()];
    const exchange = await send(silent.url.replace('http:', 'https:'), proxy, { timeoutMs: 200 });
    expect(exchange).toMatchObject({ kind: 'notSent', reason: expect.stringContaining('time-out') });
    expect(proxy.asked).toHaveLength(1);
  });

  test.each(['http', 'https'])('is an %s call to a TLS proxy that nobody trusts', async (protocol) => {
    const target = await (protocol === 'http' ? httpTarget : httpsTarget)(ok);
    const proxy = await proxyThat({ tls: await selfSigned() });
    expect(await send(target.url, proxy)).toMatchObject({
      kind: 'notSent',
      reason: expect.stringMatching(/^proxy: [A-Z_]+$/),
    });
    expect(proxy.asked).toEqual([]);
  });
});

/** A target that takes connections and ends each at the first word. */
function hangingUp(): Promise<StubProxy> {
  return keep(startProxy({ onConnect: (socket) => socket.destroy() }));
}

describe('not certain', () => {
  test.each([502, 504, 407])('is an answer %i from inside the tunnel', async (status) => {
    const target = await httpsTarget((_request, response) => response.writeHead(status).end());
    expect(await send(target.url, await proxyThat())).toMatchObject({ kind: 'answer', status });
    expect(target.requests).toHaveLength(1);
  });

  test.each([502, 504, 407])('is an answer %i of a proxy that forwards', async (status) => {
    const target = await httpTarget(ok);
    const proxy = await proxyThat({ onRequest: (response) => response.writeHead(status).end() });
    expect(await send(target.url, proxy)).toMatchObject({ kind: 'answer', status });
    expect(proxy.asked).toHaveLength(1);
  });

  test('is a tunnel that is reset after the request was written, and it is not repeated', async () => {
    const tunnels: Socket[] = [];
    const proxy = await proxyThat({ onConnect: (socket, to) => tunnels.push(tunnel(socket, to), socket) });
    const target = await httpsTarget(() => {
      for (const socket of tunnels) socket.resetAndDestroy();
    });
    expect(await send(target.url, proxy)).toMatchObject({ kind: 'lost', reason: 'ECONNRESET' });
    expect(target.requests).toHaveLength(1);
    expect(proxy.asked).toHaveLength(1);
  });

  test('is a proxy that resets after it was given the request', async () => {
    const proxy = await proxyThat({ onRequest: (response) => response.socket?.resetAndDestroy() });
    const target = await httpTarget(ok);
    expect(await send(target.url, proxy)).toMatchObject({ kind: 'lost', reason: 'ECONNRESET' });
    expect(proxy.asked).toHaveLength(1);
  });

  test.each(['http', 'https'])('is an %s call that is not answered in time', async (protocol) => {
    const target = await (protocol === 'http' ? httpTarget : httpsTarget)(() => undefined);
    const exchange = await send(target.url, await proxyThat(), { timeoutMs: 1_000 });
    expect(exchange).toMatchObject({ kind: 'lost', reason: 'time-out (request)' });
    expect(target.requests).toHaveLength(1);
  });

  test('is a call that is cancelled once it is in the tunnel', async () => {
    const call = new AbortController();
    const target = await httpsTarget(() => {
      call.abort();
    });
    const exchange = await send(target.url, await proxyThat(), { signal: call.signal });
    expect(exchange).toMatchObject({ kind: 'lost', reason: 'cancelled while under way' });
  });
});

describe('an http call through a proxy', () => {
  test('is forwarded under the name of its target', async () => {
    const [target, proxy] = [await httpTarget(ok), await proxyThat()];
    const exchange = await send(`${target.url}//credit?shop=1`, { url: proxy.url, authorization });
    expect(exchange).toMatchObject({ kind: 'answer', status: 200, text: 'paid' });
    expect(proxy.asked).toMatchObject([
      {
        method: 'POST',
        target: `${target.url}//credit?shop=1`,
        headers: {
          host: new URL(target.url).host,
          connection: 'close',
          'proxy-authorization': authorization,
        },
      },
    ]);
    expect(target.requests).toMatchObject([{ path: '//credit?shop=1', body: '{"pay":1}' }]);
  });

  test('goes through a proxy that speaks TLS itself', async () => {
    const [target, proxy] = [await httpTarget(ok), await proxyThat({ tls: certificate })];
    expect(await send(target.url, proxy)).toMatchObject({ kind: 'answer', text: 'paid' });
    expect(proxy.asked).toHaveLength(1);
  });
});
