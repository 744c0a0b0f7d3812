import { afterEach, describe, expect, jest, test } from '@jest/globals';
import * as losslessJson from 'lossless-json';

const parsed: string[] = [];
jest.unstable_mockModule('lossless-json', () => ({
  ...losslessJson,
  parse: (text: string) => {
    parsed.push(text);
    return losslessJson.parse(text);
  },
}));
const { createCipher } = await import('../../../providers/allinpay/cipher.ts');
const { readAnswer } = await import('../../../providers/allinpay/envelope.ts');
const { newEnds } = await import('./keys.fixture.ts');

afterEach(() => {
  parsed.splice(0);
  jest.restoreAllMocks();
});

const { client, provider } = newEnds('RSA2');
const keys = { appId: 'app', signature: client, cipher: createCipher('plain', undefined, undefined) };
const identity = { method: 'm', sentAt: 0, reqSeq: '1' };
const members = '"appId":"app","method":"m","reqSeq":"1","bizContent":"{\\"code\\":0}"';
const deep = '['.repeat(50_000) + ']'.repeat(50_000);

/** What a parser would stumble over, each as members of one envelope. */
const TRICKS = [
  ['an ordinary envelope', members],
  ['depth that no parser gets through', `${members},"a":${deep}`],
  ['depth that is never closed', `${members},"a":${'{"a":'.repeat(50_000)}`],
  ['a number of 100 000 digits', `${members},"a":${'9'.repeat(100_000)}`],
  ['an endless number', `${members},"a":1e999999999`],
  ['a member twice', `${members},"reqSeq":"1"`],
  ['a member twice, with another value', `${members},"reqSeq":"2"`],
  ['a prototype', `${members},"__proto__":{"code":0}`],
  ['no JSON at all', `${members},"a":nonsense`],
  ['half a character', `${members},"a":"\\ud800"`],
] as const;

describe('an answer whose signature does not hold', () => {
  test.each(TRICKS)('is not parsed: %s', (_what, content) => {
    const native = jest.spyOn(JSON, 'parse');
    for (const sign of [client.sign(`{${content}}`), provider.sign(`{${content} }`), 'AAAA', '']) {
      expect(readAnswer(keys, identity, `{${content},"sign":"${sign}"}`)).toMatchObject({ ok: false });
    }
    expect(parsed).toEqual([]);
    // Names, and the signature itself, are read as the strings that they are.
    for (const [token] of native.mock.calls) expect(token).toMatch(/^"[A-Za-z_0-9+/=]*"$/);
  });

  test('is told from one that cannot be parsed: what is in it does not matter', () => {
    for (const content of [members, `${members},"a":${deep}`, `${members},"a":nonsense`]) {
      expect(readAnswer(keys, identity, `{${content},"sign":"AAAA"}`)).toEqual({
        ok: false,
        problem: 'answer is wrongly signed',
      });
    }
  });
});

describe('an answer whose signature holds', () => {
  test('is parsed then, and the very text that was signed', () => {
    const text = `{${members}}`;
    const answer = `{${members},"sign":"${provider.sign(text)}"}`;
    expect(readAnswer(keys, identity, answer)).toMatchObject({ ok: true });
    expect(parsed).toEqual([text, '{"code":0}']);
  });

  test.each(TRICKS)('is typed all the same: %s', (_what, content) => {
    const answer = `{${content},"sign":"${provider.sign(`{${content}}`)}"}`;
    expect(readAnswer(keys, identity, answer)).toMatchObject({ ok: expect.any(Boolean) });
  });
});
