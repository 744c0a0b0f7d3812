import { Agent as HttpAgent, request as httpRequest, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { OptionsInit, Request } from 'got';
import type { Proxy } from './proxy.ts';
import { Tunnel } from './tunnel.ts';

/** The way of one request to its target, and how far it came. */
export interface Route {
  /** what got needs to go it */
  readonly options: Pick<OptionsInit, 'agent' | 'request'>;
  /** what connects first, for people: empty where that is the target */
  readonly first: 'proxy: ' | '';
  watch(stream: Request): void;
  /** Whether a connection stood over which the request can have left. */
  stood(): boolean;
  /** Closes what does not stand yet. */
  end(): void;
}

/** A tunnel is two connections and a question: to the proxy, its answer, to the target. */
const TUNNEL_TIMEOUT_MS = 10_000;

// Node's own agents keep connections alive. A request written to a kept connection that the other side has just
// closed ends in ECONNRESET, which cannot be told from a request that was processed: a payout would need a person
// for nothing. At some 100 calls a minute a connection a call costs little. Through a proxy it is the same.
const agents = { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) };

export function openRoute(request: {
  readonly url: string;
  readonly proxy?: Proxy | undefined;
  readonly timeoutMs: number;
}): Route {
  const target = new URL(request.url);
  if (request.proxy === undefined) return direct(target);
  if (target.protocol === 'http:') return forwarded(target, request.proxy);
  return tunnelled(request.proxy, Math.min(TUNNEL_TIMEOUT_MS, request.timeoutMs));
}

function direct(target: URL): Route {
  return { options: { agent: agents }, first: '', ...watching(target.protocol), end: () => undefined };
}

/** The proxy reads the request, and sends one of its own: whatever it answers, that one may have arrived. */
function forwarded(target: URL, proxy: Proxy): Route {
  const hop = new URL(proxy.address);
  const hostname = hop.hostname.replace(/^\[|\]$/g, '');
  const secure = hop.protocol === 'https:';
  const send = secure ? httpsRequest : httpRequest;
  const request: OptionsInit['request'] = (_url, options, answered) =>
    send(
      {
        ...options,
        agent: secure ? agents.https : agents.http,
        protocol: hop.protocol,
        hostname,
        port: hop.port === '' ? (secure ? 443 : 80) : Number(hop.port),
        // Else TLS would look for the name in the host header, which is the target's.
        servername: isIP(hostname) === 0 ? hostname : '',
        path: target.origin + target.pathname + target.search,
        headers: Object.assign(
          {},
          options.headers,
          { host: target.host },
          proxy.authorization !== undefined && { 'proxy-authorization': proxy.authorization },
        ),
      },
      answered,
    );
  return { options: { request }, first: 'proxy: ', ...watching(hop.protocol), end: () => undefined };
}

function tunnelled(proxy: Proxy, withinMs: number): Route {
  const tunnel = new Tunnel(proxy, withinMs);
  return {
    options: {
      request: (url, options, answered) => httpsRequest(url, { ...options, agent: tunnel }, answered),
    },
    first: '',
    watch: () => undefined,
    stood: () => tunnel.stands,
    end: () => {
      tunnel.giveUp();
    },
  };
}

/**
 * Whether a request can have left is read from the connection, not guessed from error codes: ECONNRESET, for one,
 * comes both from a failed TLS handshake and from a server that has just booked the payout.
 */
function watching(protocol: string): Pick<Route, 'watch' | 'stood'> {
  const standing = protocol === 'https:' ? 'secureConnect' : 'connect';
  let stood = false;
  const watch = (socket: Socket): void => {
    if (socket.connecting) {
      socket.once(standing, () => {
        stood = true;
      });
    } else {
      stood = true;
    }
  };
  return {
    stood: () => stood,
    watch: (stream) => {
      stream.once('request', (request: ClientRequest) => {
        if (request.socket) watch(request.socket);
        else request.once('socket', watch);
      });
    },
  };
}
