import { constants, createVerify, createSign, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createCipher } from '../../../providers/allinpay/cipher.ts';
import { buildRequest, readAnswer, type EnvelopeKeys } from '../../../providers/allinpay/envelope.ts';
import { createRequestSequence } from '../../../providers/allinpay/requestSequence.ts';
import { createSignature, stringToSign } from '../../../providers/allinpay/signature.ts';
import { newParty } from './keys.fixture.ts';

const ours = newParty();
const provider = newParty();
const plain: EnvelopeKeys = {
  appId: 'app',
  signature: createSignature({
    signType: 'RSA2',
    privateKey: ours.privatePem,
    publicKey: provider.publicPem,
  }),
  cipher: createCipher('plain', undefined, undefined),
};
const sealed: EnvelopeKeys = { ...plain, cipher: createCipher('aes-128-ecb', randomBytes(16), undefined) };
const identity = {
  method: 'allinpay.shopoint.fundService.withdraw',
  sentAt: Date.parse('2026-03-01T17:06:36Z'),
  reqSeq: '42',
};

/** Signs with node:crypto's streaming API, which the code under test does not use. */
const signed = (text: string, key = provider.privateKey): string =>
  createSign('sha256').update(text, 'utf8').sign({ key, padding: constants.RSA_PKCS1_PADDING }, 'base64');

const outer = (changes: object = {}): string =>
  JSON.stringify({
    appId: 'app',
    bizContent: '{"code":0}',
    charset: 'UTF-8',
    method: identity.method,
    reqSeq: '42',
    ...changes,
  });

/** The envelope with its signature put last. */
const withSign = (text: string, signature = signed(text)): string =>
  `${text.slice(0, -1)},"sign":"${signature}"}`;

describe('a request', () => {
  test('has the documented fields, its time in Shanghai, and a signature over the raw values', () => {
    const { sign, ...fields } = buildRequest(plain, identity, '{"note":"a&b=c 中"}');
    expect(fields).toEqual({
      appId: 'app',
      method: identity.method,
      format: 'JSON',
      charset: 'UTF-8',
      signType: 'RSA2',
      timestamp: '2026-03-02 01:06:36',
      version: '1.0',
      reqSeq: '42',
      bizContent: '{"note":"a&b=c 中"}',
    });
    const text =
      `appId=app&bizContent={"note":"a&b=c 中"}&charset=UTF-8&format=JSON&method=${identity.method}` +
      `&reqSeq=42&timestamp=2026-03-02 01:06:36&version=1.0`;
    expect(
      createVerify('sha256')
        .update(text, 'utf8')
        .verify(ours.publicKey, sign ?? '', 'base64'),
    ).toBe(true);
  });

  test('carries its content encrypted', () => {
    const { bizContent } = buildRequest(sealed, identity, '{"orderId":"1"}');
    expect(bizContent).not.toContain('orderId');
    expect(sealed.cipher.open(bizContent ?? '')).toBe('{"orderId":"1"}');
  });

  test('is signed without sign, signType and what is empty, in the order of ASCII', () => {
    expect(stringToSign({ b: '2', a: '1', B: '3', a1: '4', sign: 'x', signType: 'RSA2', token: '' })).toBe(
      'B=3&a=1&a1=4&b=2',
    );
  });

  test('has a number of its own, even within one millisecond', () => {
    const next = createRequestSequence();
    const numbers = Array.from({ length: 1_000 }, () => next(1_750_000_000_000.5));
    expect(new Set(numbers).size).toBe(1_000);
    for (const number of numbers) expect(number).toMatch(/^1750000000000\d{6}$/);
  });
});

describe('an answer', () => {
  test.each([
    ['last', (text: string, sign: string) => `${text.slice(0, -1)},"sign":"${sign}"}`],
    ['first', (text: string, sign: string) => `{"sign":"${sign}",${text.slice(1)}`],
    [
      'in the middle',
      (text: string, sign: string) => text.replace(',"charset"', `,"sign":"${sign}","charset"`),
    ],
    ['with its slashes escaped', (text: string, sign: string) => withSign(text, sign.replaceAll('/', '\\/'))],
  ])('signed %s is believed', (_where, place) => {
    const text = outer();
    expect(readAnswer(plain, identity, place(text, signed(text)))).toMatchObject({ ok: true });
  });

  test('gives its inner JSON with every digit', () => {
    const bizContent = sealed.cipher.seal('{"code":0,"data":{"id":72057594037927937}}');
    const opened = readAnswer(sealed, identity, withSign(outer({ bizContent })));
    expect(opened).toMatchObject({ ok: true, inner: { data: { id: { value: '72057594037927937' } } } });
  });

  test('without a number of the request, or with none given, is believed', () => {
    expect(readAnswer(plain, identity, withSign(outer({ reqSeq: undefined })))).toMatchObject({ ok: true });
    expect(readAnswer(plain, identity, withSign(outer({ reqSeq: null })))).toMatchObject({ ok: true });
  });

  const another = newParty();
  test.each([
    ['unsigned', outer()],
    ['signed by another', withSign(outer(), signed(outer(), another.privateKey))],
    ['signed by ourselves', withSign(outer(), signed(outer(), ours.privateKey))],
    ['signed over another text', withSign(outer(), signed(outer({ reqSeq: '43' })))],
    ['signed by nothing', withSign(outer(), '')],
    ['signed by no Base64', withSign(outer(), '!!!')],
    ['changed by one character', withSign(outer()).replace('"code\\":0', '"code\\":3')],
    ['for another app', withSign(outer({ appId: 'other' }))],
    ['of another method', withSign(outer({ method: 'allinpay.shopoint.fundService.balanceQuery' }))],
    ['to another request', withSign(outer({ reqSeq: '43' }))],
    ['without content', withSign(outer({ bizContent: undefined }))],
    ['with content of another type', withSign(outer({ bizContent: { code: 0 } }))],
    ['with content that is no JSON', withSign(outer({ bizContent: 'code=0' }))],
    ['an HTML page', '<html></html>'],
    ['nothing', ''],
  ])('that is %s is not believed', (_what, text) => {
    expect(readAnswer(plain, identity, text)).toMatchObject({ ok: false, problem: expect.any(String) });
  });

  test('that cannot be decrypted is not believed', () => {
    for (const bizContent of ['{"code":0}', 'AAAA', randomBytes(20).toString('base64')]) {
      expect(readAnswer(sealed, identity, withSign(outer({ bizContent })))).toMatchObject({ ok: false });
    }
  });
});
