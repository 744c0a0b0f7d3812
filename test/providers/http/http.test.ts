import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { post, type Exchange } from '../../../providers/http/http.ts';
import { closedPort, startSilent, startStub } from '../stubServer.ts';

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

function send(
  url: string,
  options: { timeoutMs?: number; maxResponseBytes?: number; signal?: AbortSignal } = {},
): Promise<Exchange> {
  return post({
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"pay":1}',
    timeoutMs: options.timeoutMs ?? 5_000,
    maxResponseBytes: options.maxResponseBytes ?? 10_000,
    signal: options.signal,
  });
}

async function stub(...parameters: Parameters<typeof startStub>) {
  const server = await startStub(...parameters);
  started.push(server);
  return server;
}

describe('an answer', () => {
  test('comes back whole, whatever its status, with headers in lower case', async () => {
    const server = await stub((_request, response) => {
      response.writeHead(503, { 'X-Tt-Logid': 'abc', 'Set-Cookie': ['a=1', 'b=2'] });
      response.end('完');
    });
    const exchange = await send(server.url);
    expect(exchange).toMatchObject({ kind: 'answer', status: 503, text: '完' });
    expect(exchange).toMatchObject({ headers: { 'x-tt-logid': 'abc', 'set-cookie': 'a=1, b=2' } });
    expect(server.requests).toMatchObject([{ body: '{"pay":1}', headers: { connection: 'close' } }]);
  });

  test('that redirects is not followed', async () => {
    const server = await stub((_request, response) => {
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await send(server.url)).toMatchObject({ kind: 'answer', status: 307 });
    expect(server.requests).toHaveLength(1);
  });

  test('that is compressed is read', async () => {
    const server = await stub((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"code":0}'));
    });
    expect(await send(server.url)).toMatchObject({ kind: 'answer', text: '{"code":0}' });
  });

  test('of exactly the limit is taken, of one byte more is lost', async () => {
    const server = await stub((_request, response, index) => {
      response.end('x'.repeat(100 + index));
    });
    expect(await send(server.url, { maxResponseBytes: 100 })).toMatchObject({ kind: 'answer' });
    expect(await send(server.url, { maxResponseBytes: 100 })).toMatchObject({
      kind: 'lost',
      status: 200,
      reason: 'answer larger than 100 bytes',
    });
  });

  test('is measured after decompression: a small bomb is lost, and not kept in memory', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1_048_576));
    const server = await stub((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb);
    });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await send(server.url, { maxResponseBytes: 100_000 })).toMatchObject({
      kind: 'lost',
      reason: 'answer larger than 100000 bytes',
    });
  });
});

describe('what was certainly not sent', () => {
  test('is a refused connection', async () => {
    expect(await send(await closedPort())).toEqual({ kind: 'notSent', reason: 'ECONNREFUSED' });
  });

  test('is a host without an address', async () => {
    expect(await send('http://nobody.invalid/')).toMatchObject({ kind: 'notSent' });
  });

  test('is a TLS handshake that fails', async () => {
    const server = await stub((_request, response) => response.end());
    expect(await send(server.url.replace('http:', 'https:'))).toMatchObject({ kind: 'notSent' });
    expect(server.requests).toEqual([]);
  });

  test('is a TLS handshake that is never answered', async () => {
    const server = await startSilent();
    started.push(server);
    const exchange = await send(server.url.replace('http:', 'https:'), { timeoutMs: 100 });
    expect(exchange).toMatchObject({ kind: 'notSent', reason: expect.stringContaining('time-out') });
  });
});

describe('what may have been processed', () => {
  test('is a request that is not answered in time', async () => {
    const server = await stub(() => undefined);
    expect(await send(server.url, { timeoutMs: 100 })).toMatchObject({
      kind: 'lost',
      reason: 'time-out (request)',
    });
    expect(server.requests).toHaveLength(1);
  });

  test('is a connection that ends before the answer, and the request is not repeated', async () => {
    const server = await stub((_request, response) => {
      response.socket?.destroy();
    });
    expect(await send(server.url)).toMatchObject({ kind: 'lost', reason: 'ECONNRESET' });
    expect(server.requests).toHaveLength(1);
  });

  test('is an answer that ends before its length, its headers being kept', async () => {
    const server = await stub((_request, response) => {
      response.writeHead(200, { 'content-length': '100', 'x-tt-logid': 'log-1' });
      response.write('{"code":0', () => response.socket?.destroy());
    });
    expect(await send(server.url)).toMatchObject({
      kind: 'lost',
      status: 200,
      headers: { 'x-tt-logid': 'log-1' },
    });
  });

  test('is a compressed answer that ends too early', async () => {
    const server = await stub((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"code":0}').subarray(0, 15));
    });
    expect(await send(server.url)).toMatchObject({ kind: 'lost' });
  });

  test('is a time-out while the body comes in', async () => {
    const server = await stub((_request, response) => {
      response.writeHead(200);
      response.write('{');
    });
    expect(await send(server.url, { timeoutMs: 150 })).toMatchObject({ kind: 'lost', status: 200 });
  });
});

describe('cancellation', () => {
  test('before the call throws its reason, and sends nothing', async () => {
    const server = await stub((_request, response) => response.end());
    const reason = new Error('shutting down');
    await expect(send(server.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  test('before a connection stands throws its reason', async () => {
    const server = await startSilent();
    started.push(server);
    const reason = new Error('shutting down');
    const controller = new AbortController();
    const call = send(server.url.replace('http:', 'https:'), { signal: controller.signal });
    setImmediate(() => {
      controller.abort(reason);
    });
    await expect(call).rejects.toBe(reason);
  });

  test('while under way is a lost answer: the request has left', async () => {
    const controller = new AbortController();
    const server = await stub(() => {
      controller.abort();
    });
    expect(await send(server.url, { signal: controller.signal })).toMatchObject({
      kind: 'lost',
      reason: 'cancelled while under way',
    });
  });
});
