import { createCipheriv, createDecipheriv, createHmac, createSign, createVerify } from 'node:crypto';
import { expect } from '@jest/globals';
import { parse, stringify } from 'lossless-json';
import type { Sandbox } from '../../sandbox/index.ts';

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

/** Looks until something holds, for five seconds at most. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 5000;
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

/** Calls Feishu's APIs as its documents describe them, holding one token. */
export class FeishuCaller {
  readonly #sandbox: Sandbox;
  #token = '';

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  async token(secret = this.#sandbox.env['FEISHU_APP_SECRET']): Promise<Reply> {
    const reply = await this.send('POST', '/auth/v3/tenant_access_token/internal', {
      app_id: this.#sandbox.env['FEISHU_APP_ID'],
      app_secret: secret,
    });
    const token = at(reply.json, 'tenant_access_token');
    if (typeof token === 'string') this.#token = token;
    return reply;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return call(`${this.#sandbox.url}/open-apis${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  async account(email: string): Promise<string> {
    if (this.#token === '') await this.token();
    const reply = await this.send('POST', '/hire/v1/referral_account', { email });
    return textAt(reply.json, 'data.account.account_id');
  }

  /** An account that holds so many confirmed points. */
  async funded(email: string, points: number): Promise<string> {
    const account = await this.account(email);
    const reply = await this.reward(account, `reward-${email}`, { bonus_type: 1, point_bonus: points });
    expect(reply.status).toBe(200);
    return account;
  }

  async reward(account: string, externalId: string, bonus: unknown, stage = 2): Promise<Reply> {
    return this.send('POST', '/hire/v1/external_referral_rewards', {
      referral_user_id: account,
      external_id: externalId,
      rule_type: 1,
      bonus,
      stage,
    });
  }

  async withdraw(account: string, orderId: string, types: unknown = [1, 2]): Promise<Reply> {
    return this.send('POST', `/hire/v1/referral_account/${account}/withdraw`, {
      withdraw_bonus_type: types,
      external_order_id: orderId,
    });
  }

  async reconcile(from: string, to: string, details?: readonly unknown[]): Promise<Reply> {
    return this.send('POST', '/hire/v1/referral_account/reconciliation', {
      start_trans_time: from,
      end_trans_time: to,
      trade_details: details,
    });
  }
}

/** Yuan literals as they stand in the JSON text: `amount('100.10')`. */
export function literal(text: string): unknown {
  return parse(text);
}

type Fields = Record<string, string>;

/** Signs, encrypts, verifies and decrypts by node:crypto alone, from the document and not from anyone's code. */
export class AllinpayCaller {
  readonly #env: Record<string, string>;
  #sequence = 0;

  constructor(sandbox: Sandbox) {
    this.#env = sandbox.env;
  }

  #setting(name: string): string {
    return this.#env[`ALLINPAY_${name}`] ?? '';
  }

  #cipher(): [string, Buffer, Buffer | null] | null {
    const name = this.#setting('CIPHER');
    const iv = this.#env['ALLINPAY_CIPHER_IV'];
    if (name === 'plain') return null;
    return [
      name,
      Buffer.from(this.#setting('CIPHER_KEY'), 'base64'),
      iv === undefined ? null : Buffer.from(iv, 'base64'),
    ];
  }

  encrypt(text: string): string {
    const parameters = this.#cipher();
    if (parameters === null) return text;
    const cipher = createCipheriv(...parameters);
    return cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
  }

  #decrypt(text: string): string {
    const parameters = this.#cipher();
    if (parameters === null) return text;
    const cipher = createDecipheriv(...parameters);
    return cipher.update(text, 'base64', 'utf8') + cipher.final('utf8');
  }

  sign(fields: Fields): Fields {
    const text = Object.keys(fields)
      .filter((name) => fields[name] !== '' && name !== 'sign' && name !== 'signType')
      .sort()
      .map((name) => `${name}=${fields[name] ?? ''}`)
      .join('&');
    const sign = createSign('RSA-SHA256').update(text).sign(this.#setting('PRIVATE_KEY'), 'base64');
    return { ...fields, sign };
  }

  fields(method: string, business: unknown): Fields {
    this.#sequence += 1;
    return {
      appId: this.#setting('APP_ID'),
      method: `allinpay.shopoint.fundService.${method}`,
      format: 'JSON',
      charset: 'UTF-8',
      signType: 'RSA2',
      timestamp: '2026-03-02 10:55:00',
      version: '1.0',
      reqSeq: `req-${this.#sequence}`,
      bizContent: this.encrypt(stringify(business) ?? ''),
    };
  }

  async post(fields: Fields): Promise<Reply> {
    return call(this.#setting('GATEWAY_URL'), { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Whether the answer is signed by the key that the worker is told to trust. */
  isSigned(reply: Reply): boolean {
    const { groups } = /^(?<head>.*),"sign":"(?<sign>[^"]+)"}$/s.exec(reply.text) ?? {};
    return (
      groups !== undefined &&
      createVerify('RSA-SHA256')
        .update(`${groups['head'] ?? ''}}`)
        .verify(this.#setting('PUBLIC_KEY'), groups['sign'] ?? '', 'base64')
    );
  }

  /** The inner JSON of an answer, numbers as their literals' text. */
  open(reply: Reply): unknown {
    return parse(this.#decrypt(textAt(reply.json, 'bizContent')), null, {
      parseNumber: (number) => `#${number}`,
    });
  }

  /** A call as the document wants it; what comes back must be signed. */
  async ask(method: string, business: unknown): Promise<unknown> {
    const reply = await this.post(this.sign(this.fields(method, business)));
    expect(this.isSigned(reply)).toBe(true);
    return this.open(reply);
  }

  async withdraw(orderId: string, details: readonly unknown[], more: object = {}): Promise<unknown> {
    return this.ask('withdraw', { orderId, details, ...more });
  }

  async look(orderId: string): Promise<unknown> {
    return this.ask('withdrawResultQuery', { orderId });
  }
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
