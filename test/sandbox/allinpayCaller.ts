import { createCipheriv, createDecipheriv, createSign, createVerify } from 'node:crypto';
import { expect } from '@jest/globals';
import { parse, stringify } from 'lossless-json';
import type { Sandbox } from '../../sandbox/index.ts';
import { openssl, opensslAgrees, temporaryFile } from '../providers/allinpay/openssl.fixture.ts';
import { call, textAt, type Reply } from './callers.ts';

/** Yuan literals as they stand in the JSON text: `amount('100.10')`. */
export function literal(text: string): unknown {
  return parse(text);
}

type Fields = Record<string, string>;

/**
 * Signs, encrypts, verifies and decrypts by node:crypto alone, from the document and not from anyone's code; SM2, which
 * Node cannot do with a distinguishing id, by OpenSSL's command line.
 */
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
    return { ...fields, sign: this.#signed(text) };
  }

  #signed(text: string): string {
    const key = this.#setting('PRIVATE_KEY');
    if (!this.#isSm2) return createSign('RSA-SHA256').update(text).sign(key, 'base64');
    using privateKey = temporaryFile(key);
    using signed = temporaryFile(text);
    return openssl('dgst', ...this.#sm2(), '-sign', privateKey.path, signed.path).toString('base64');
  }

  #verified(text: string, sign: string): boolean {
    const key = this.#setting('PUBLIC_KEY');
    if (!this.#isSm2) return createVerify('RSA-SHA256').update(text).verify(key, sign, 'base64');
    using publicKey = temporaryFile(key);
    using signature = temporaryFile(Buffer.from(sign, 'base64'));
    using signed = temporaryFile(text);
    const files = ['-verify', publicKey.path, '-signature', signature.path, signed.path];
    return opensslAgrees('dgst', ...this.#sm2(), ...files);
  }

  get #isSm2(): boolean {
    return this.#setting('SIGN_TYPE') === 'SM2';
  }

  #sm2(): string[] {
    return ['-sm3', '-sigopt', `distid:${this.#setting('SM2_ID')}`];
  }

  fields(method: string, business: unknown): Fields {
    this.#sequence += 1;
    return {
      appId: this.#setting('APP_ID'),
      method: `allinpay.shopoint.fundService.${method}`,
      format: 'JSON',
      charset: 'UTF-8',
      signType: this.#setting('SIGN_TYPE'),
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
    return groups !== undefined && this.#verified(`${groups['head'] ?? ''}}`, groups['sign'] ?? '');
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
