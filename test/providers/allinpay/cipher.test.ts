import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ALLINPAY_CIPHERS, createCipher } from '../../../providers/allinpay/cipher.ts';
import { openssl, opensslIsThere, temporaryFile } from './openssl.fixture.ts';

describe('ciphers', () => {
  const key = randomBytes(16);
  const iv = randomBytes(16);
  const json = '{"orderId":"订单","amount":100.10}';

  test.each(ALLINPAY_CIPHERS)('%s opens what it sealed', (name) => {
    const cipher = createCipher(
      name,
      name === 'plain' ? undefined : key,
      name.endsWith('cbc') ? iv : undefined,
    );
    expect(cipher.open(cipher.seal(json))).toBe(json);
  });

  test('plain leaves the text as it is', () => {
    expect(createCipher('plain', undefined, undefined).seal(json)).toBe(json);
  });

  test('aes-128-ecb is Base64 of AES with PKCS#7 padding', () => {
    const sealed = Buffer.from(createCipher('aes-128-ecb', key, undefined).seal(json), 'base64');
    expect(sealed.length % 16).toBe(0);
    const raw = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    const padded = Buffer.concat([raw.update(sealed), raw.final()]);
    const padding = padded.at(-1) ?? 0;
    expect(padded.subarray(-padding)).toEqual(Buffer.alloc(padding, padding));
    expect(padded.subarray(0, -padding).toString('utf8')).toBe(json);
  });

  test('what was sealed with another key does not open', () => {
    const sealed = createCipher('aes-128-ecb', key, undefined).seal(json);
    const other = createCipher('aes-128-ecb', Buffer.from(key.map((byte) => byte ^ 1)), undefined);
    let opened: string | undefined;
    try {
      opened = other.open(sealed);
    } catch {
      // One in some 256 wrong keys gives a padding that looks right: then the text is wrong.
    }
    expect(opened).not.toBe(json);
  });

  test.each([
    ['plain', key, undefined, /cipherKey .* left out/],
    ['plain', undefined, iv, /cipherIv .* left out/],
    ['aes-128-ecb', undefined, undefined, /cipherKey .* 16 bytes/],
    ['aes-128-ecb', randomBytes(24), undefined, /cipherKey .* 16 bytes/],
    ['aes-128-ecb', key, iv, /cipherIv .* left out/],
    ['aes-128-cbc', key, undefined, /cipherIv .* 16 bytes/],
    ['sm4-cbc', undefined, undefined, /cipherKey .* 16 bytes.*cipherIv .* 16 bytes/],
  ] as const)('%s with the wrong key or IV is refused by name', (name, wrongKey, wrongIv, message) => {
    expect(() => createCipher(name, wrongKey, wrongIv)).toThrow(message);
  });
});

/** From the standards: what a block cipher of this name makes of whole blocks, without padding. */
const VECTORS = [
  {
    source: 'NIST SP 800-38A, F.1.1 ECB-AES128.Encrypt, blocks 1 and 2',
    cipher: 'aes-128-ecb',
    key: '2b7e151628aed2a6abf7158809cf4f3c',
    iv: '',
    plain: '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51',
    sealed: '3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf',
  },
  {
    source: 'NIST SP 800-38A, F.2.1 CBC-AES128.Encrypt, blocks 1 and 2',
    cipher: 'aes-128-cbc',
    key: '2b7e151628aed2a6abf7158809cf4f3c',
    iv: '000102030405060708090a0b0c0d0e0f',
    plain: '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51',
    sealed: '7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2',
  },
  {
    source: 'GB/T 32907-2016, A.1',
    cipher: 'sm4-ecb',
    key: '0123456789abcdeffedcba9876543210',
    iv: '',
    plain: '0123456789abcdeffedcba9876543210',
    sealed: '681edf34d206965e86b3e94f536e4246',
  },
  {
    source: 'draft-ribose-cfrg-sm4-10, A.2.2.1 SM4-CBC',
    cipher: 'sm4-cbc',
    key: '0123456789abcdeffedcba9876543210',
    iv: '000102030405060708090a0b0c0d0e0f',
    plain: 'aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffaaaaaaaabbbbbbbb',
    sealed: '78ebb11cc40b0a48312aaeb2040244cb4cb7016951909226979b0d15dc6a8f6d',
  },
] as const;

describe('a cipher of the settings', () => {
  const hex = (text: string): Buffer => Buffer.from(text, 'hex');

  test.each(VECTORS)('$cipher is the one of $source', ({ cipher, key, iv, plain, sealed }) => {
    const engine = createCipheriv(cipher, hex(key), iv === '' ? null : hex(iv)).setAutoPadding(false);
    expect(Buffer.concat([engine.update(hex(plain)), engine.final()]).toString('hex')).toBe(sealed);
  });

  test.each(VECTORS)('$cipher begins with those very blocks', ({ cipher, key, iv }) => {
    // The vectors' texts are no UTF-8, which is all that a client seals: ASCII of whole blocks in their place.
    const text = '{"orderId":"o-1", "summary": "0"}'.slice(0, 32);
    const ivBytes = iv === '' ? undefined : hex(iv);
    const engine = createCipheriv(cipher, hex(key), ivBytes ?? null).setAutoPadding(false);
    const blocks = Buffer.concat([engine.update(text, 'utf8'), engine.final()]);
    const sealed = Buffer.from(createCipher(cipher, hex(key), ivBytes).seal(text), 'base64');
    expect(sealed.subarray(0, 32).equals(blocks)).toBe(true);
    expect(sealed).toHaveLength(48);
  });
});

const ifOpenssl = opensslIsThere ? describe : describe.skip;
ifOpenssl('OpenSSL on the command line', () => {
  const key = randomBytes(16);
  const iv = randomBytes(16);
  const texts = ['{}', '{"orderId":"订单","amount":100.10}', 'x'.repeat(16), 'y'.repeat(1_000)];

  test.each(ALLINPAY_CIPHERS.filter((name) => name !== 'plain'))(
    'opens what %s sealed, and seals what it opens',
    (name) => {
      const givenIv = name.endsWith('-cbc') ? iv : undefined;
      const cipher = createCipher(name, key, givenIv);
      const options = ['-K', key.toString('hex'), ...(givenIv ? ['-iv', givenIv.toString('hex')] : [])];
      for (const text of texts) {
        using ours = temporaryFile(Buffer.from(cipher.seal(text), 'base64'));
        const opened = openssl('enc', '-d', `-${name}`, ...options, '-in', ours.path);
        expect(opened.toString('utf8')).toBe(text);
        using plain = temporaryFile(text);
        const sealed = openssl('enc', `-${name}`, ...options, '-base64', '-A', '-in', plain.path);
        expect(cipher.open(sealed.toString())).toBe(text);
      }
    },
  );
});
