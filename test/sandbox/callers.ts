import { createHmac } from 'node:crypto';
import type { Sandbox } from '../../sandbox/index.ts';
import { DEADLINE_MS } from '../harness/until.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

/** A clock that stands until it is moved. */
export class Clock {
  now: number;
  constructor(start: string) {
    this.now = Date.parse(start);
  }
  readonly read = (): number => this.now;
  forward(ms: number): void {
    this.now += ms;
  }
  set(instant: string): void {
    this.now = Date.parse(instant);
  }
}

/** One call on a connection of its own: a kept one would be found dead after a drop or a restart. */
export async function call(url: string, init: RequestInit = {}): Promise<Reply> {
  const headers = new Headers(init.headers);
  headers.set('connection', 'close');
  return replyOf(await fetch(url, { redirect: 'manual', ...init, headers }));
}

export async function put(sandbox: Sandbox, path: string, body: unknown): Promise<Reply> {
  return call(`${sandbox.url}/sandbox/${path}`, { method: 'PUT', body: JSON.stringify(body) });
}

/** Looks until something holds, at every turn of the loop. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`never came true: ${String(holds)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Reads a dotted path out of an answer: `at(reply.json, 'data.account.account_id')`. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, member) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.entries(inner).find(([key]) => key === member)?.[1];
  }, value);
}

export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  if (typeof found !== 'string') throw new Error(`no text at ${path} in ${JSON.stringify(value)}`);
  return found;
}

/** Posts a signed credit to the wallet; the signature is made here, not by the library that checks it. */
export async function postCredit(
  sandbox: Sandbox,
  id: string,
  body: unknown,
  seconds: number = Math.floor(Date.now() / 1000),
  key: string = sandbox.env['WEBHOOK_SECRET'] ?? '',
): Promise<Reply> {
  const text = JSON.stringify(body);
  const signature = createHmac('sha256', Buffer.from(key.replace('whsec_', ''), 'base64'))
    .update(`${id}.${String(seconds)}.${text}`)
    .digest('base64');
  return call(sandbox.env['WALLET_CREDIT_URL'] ?? '', {
    method: 'POST',
    body: text,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${signature}`,
    },
  });
}
