import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Proxy } from './proxy.ts';

/** The request did not get into a tunnel. Not one byte of it left; what left is the CONNECT alone. */
export class NoTunnel extends Error {
  /** for people; holds neither an address nor a password */
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];

/**
 * The connection of one https request through a proxy: CONNECT, then TLS with the target inside. The request is given
 * the connection only once both stand, so one that was not given it has certainly sent nothing.
 */
export class Tunnel extends HttpsProxyAgent<string> {
  readonly #givenUp: AbortController;
  readonly #timer: NodeJS.Timeout;
  #stands = false;

  /** @param withinMs how long both may take together */
  constructor(proxy: Proxy, withinMs: number) {
    const givenUp = new AbortController();
    super(proxy.address, {
      keepAlive: false,
      // Not in the address: the agent prints that where DEBUG is set.
      headers: proxy.authorization === undefined ? {} : { 'Proxy-Authorization': proxy.authorization },
      signal: givenUp.signal,
    });
    this.#givenUp = givenUp;
    this.#timer = setTimeout(() => {
      givenUp.abort(new NoTunnel('time-out (proxy)'));
    }, withinMs);
  }

  /** Whether the request was given the connection, and with it may have been sent. */
  get stands(): boolean {
    return this.#stands;
  }

  /** Closes what does not stand yet. What stands belongs to the request. */
  giveUp(): void {
    clearTimeout(this.#timer);
    if (!this.#stands) this.#givenUp.abort(new NoTunnel('given up'));
  }

  /** The agent would find it out from a stack trace. */
  override isSecureEndpoint(): boolean {
    return true;
  }

  /** @throws NoTunnel */
  override async connect(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    const { signal } = this.#givenUp;
    let opened = false;
    try {
      const socket = await this.#open(request, options);
      opened = true;
      // Once it is given up, nobody listens to it.
      socket.on('error', () => undefined);
      if (socket instanceof TLSSocket) await once(socket, 'secureConnect', { signal });
      signal.throwIfAborted();
      clearTimeout(this.#timer);
      this.#stands = true;
      return socket;
    } catch (error) {
      if (signal.reason instanceof NoTunnel) throw signal.reason;
      if (error instanceof NoTunnel) throw error;
      throw new NoTunnel(opened ? codeOf(error) : `proxy: ${codeOf(error)}`);
    }
  }

  /**
   * The agent itself hands the answer of a proxy that refuses to the request as if the target had given it.
   * @throws NoTunnel for it
   */
  async #open(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    let status = NaN;
    request.once('proxyConnect', (answer: { readonly statusCode: number }) => {
      status = answer.statusCode;
    });
    const socket = await super.connect(request, withIdentity(options));
    if (status === 200) return socket;
    socket.destroy();
    throw new NoTunnel(
      Number.isInteger(status) ? `proxy: refused (HTTP ${status})` : 'proxy: no HTTP answer',
    );
  }
}

/** The agent leaves out which host a certificate must name; TLS would take an address for `localhost`. */
function withIdentity(options: ConnectOptions): ConnectOptions {
  const { host } = options;
  if (!options.secureEndpoint || host === undefined) return options;
  return { ...options, checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate) };
}

function codeOf(error: unknown): string {
  const coded = typeof error === 'object' && error !== null && 'code' in error;
  return coded ? String(error.code) : 'connection closed early';
}
