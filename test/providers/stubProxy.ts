import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Certificate } from './certificate.ts';
import { listen } from './stubServer.ts';

/** One request to the proxy itself. */
export interface AskedOfProxy {
  readonly method: string;
  /** `host:port` of a CONNECT, else the whole address */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
}

/** What becomes of a CONNECT: `tunnel` makes one; else the proxy's side of the connection, to be treated by the test. */
export type OnConnect = 'tunnel' | ((socket: Socket, target: { host: string; port: number }) => void);

/** What becomes of a plain request: `forward` sends it on; else its answer is written by the test. */
export type OnRequest = 'forward' | ((response: ServerResponse) => void);

export interface StubProxy {
  readonly url: string;
  readonly asked: readonly AskedOfProxy[];
  close(): Promise<void>;
}

/**
 * A proxy on a free port that does what proxies do, or what the test says.
 * @param tls what it shows where it is an https proxy itself
 */
export async function startProxy({
  onConnect = 'tunnel',
  onRequest = 'forward',
  tls,
}: { onConnect?: OnConnect; onRequest?: OnRequest; tls?: Certificate } = {}): Promise<StubProxy> {
  const asked: AskedOfProxy[] = [];
  const sockets = new Set<Socket>();
  const note = ({ method = '', url = '', headers }: IncomingMessage): void => {
    asked.push({ method, target: url, headers });
  };
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    note(incoming);
    if (onRequest === 'forward') forward(incoming, response);
    else
      incoming.resume().on('end', () => {
        onRequest(response);
      });
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    note(incoming);
    socket.on('error', () => undefined);
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(incoming.url ?? '') ?? [];
    if (onConnect === 'tunnel') tunnel(socket, { host, port: Number(port) }, sockets);
    else onConnect(socket, { host, port: Number(port) });
  });
  const url = await listen(server);
  return {
    url: tls === undefined ? url : url.replace('http:', 'https:'),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Says that the tunnel stands, and passes on what comes from either side. */
export function tunnel(
  socket: Socket,
  target: { host: string; port: number },
  sockets: Set<Socket> = new Set(),
): Socket {
  const onward = connect(target, () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    onward.pipe(socket).pipe(onward);
  });
  sockets.add(onward);
  onward.on('error', () => socket.destroy());
  onward.on('close', () => socket.destroy());
  socket.on('close', () => onward.destroy());
  return onward;
}

function forward(incoming: IncomingMessage, response: ServerResponse): void {
  const onward = httpRequest(incoming.url ?? '', { method: incoming.method, headers: incoming.headers });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => {
    response.writeHead(502).end();
  });
  incoming.pipe(onward);
}
