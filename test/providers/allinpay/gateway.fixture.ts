import { createCipheriv, createDecipheriv, createSign, createVerify, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createAllinpayClient, type AllinpayClientOptions } from '../../../providers/allinpay/client.ts';
import { sendJson, startStub } from '../stubServer.ts';
import { newParty } from './keys.fixture.ts';

const ours = newParty();
const theirs = newParty();
const key = randomBytes(16);

export interface SeenCall {
  readonly fields: Readonly<Record<string, string>>;
  /** The business JSON as it was sent, decrypted. */
  readonly content: string;
  readonly verified: boolean;
}

/** Answers one call; `answer` signs and seals an inner JSON as the provider does. */
export type Gateway = (answer: (inner: string, changes?: object) => string, response: ServerResponse) => void;

/** A gateway with keys of its own, written without the code under test, and a client of it. */
export async function startGateway(gateway: Gateway, settings: Partial<AllinpayClientOptions> = {}) {
  const calls: SeenCall[] = [];
  const stub = await startStub((request, response) => {
    const fields = Object.fromEntries(new URLSearchParams(request.body));
    calls.push({ fields, content: unsealed(fields['bizContent'] ?? ''), verified: isSigned(fields) });
    gateway((inner, changes = {}) => envelope(fields, inner, changes), response);
  });
  const client = createAllinpayClient({
    gatewayUrl: `${stub.url}/gateway`,
    appId: 'app',
    signType: 'RSA2',
    privateKey: ours.privatePem,
    publicKey: theirs.publicPem,
    cipher: 'aes-128-ecb',
    cipherKey: key,
    amountUnit: 'yuan',
    ...settings,
  });
  return { client, calls, close: () => stub.close() };
}

/** Settings that are whole, for what is refused before any call. */
export const settings: AllinpayClientOptions = {
  gatewayUrl: 'https://gateway.example/',
  appId: 'app',
  signType: 'RSA2',
  privateKey: ours.privatePem,
  publicKey: theirs.publicPem,
  cipher: 'plain',
  amountUnit: 'yuan',
};

/** A gateway that answers every call by this inner JSON. */
export const answering =
  (inner: string, changes?: object): Gateway =>
  (answer, response) => {
    sendJson(response, answer(inner, changes));
  };

function envelope(fields: Readonly<Record<string, string>>, inner: string, changes: object): string {
  const cipher = createCipheriv('aes-128-ecb', key, null);
  const text = JSON.stringify({
    appId: fields['appId'],
    bizContent: Buffer.concat([cipher.update(inner), cipher.final()]).toString('base64'),
    charset: 'UTF-8',
    format: 'JSON',
    method: fields['method'],
    timestamp: fields['timestamp'],
    version: '1.0',
    reqSeq: fields['reqSeq'],
    respSeq: '1',
    ...changes,
  });
  const sign = createSign('sha256').update(text).sign(theirs.privateKey, 'base64');
  return `${text.slice(0, -1)},"sign":"${sign}"}`;
}

function unsealed(bizContent: string): string {
  const decipher = createDecipheriv('aes-128-ecb', key, null);
  return Buffer.concat([decipher.update(bizContent, 'base64'), decipher.final()]).toString('utf8');
}

function isSigned({ sign = '', ...fields }: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(fields).filter((name) => name !== 'signType');
  const text = names
    .sort()
    .map((name) => `${name}=${fields[name] ?? ''}`)
    .join('&');
  return createVerify('sha256').update(text).verify(ours.publicKey, sign, 'base64');
}
