import { createDecipheriv, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ALLINPAY_CIPHERS, createCipher } from '../../../providers/allinpay/cipher.ts';
import { readPrivateKey, readPublicKey } from '../../../providers/allinpay/keys.ts';
import { newParty } from './keys.fixture.ts';

describe('keys', () => {
  const party = newParty();

  test('are read in every format that the messages name', () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const pem = party.privateKey.export({ type, format: 'pem' }).toString();
      expect(readPrivateKey(pem).equals(party.privateKey)).toBe(true);
    }
    for (const type of ['pkcs1', 'spki'] as const) {
      const pem = party.publicKey.export({ type, format: 'pem' }).toString();
      expect(readPublicKey(pem).equals(party.publicKey)).toBe(true);
    }
  });

  test('that cannot be read are refused by setting and formats, without a letter of them', () => {
    const broken = party.privatePem.replaceAll('\n', '').slice(0, 400);
    for (const pem of ['', 'nonsense', broken, party.publicPem]) {
      expect(() => readPrivateKey(pem)).toThrow(/privateKey \(ALLINPAY_PRIVATE_KEY\).*PKCS#8.*PKCS#1/);
    }
    expect(() => readPublicKey('nonsense')).toThrow(
      /publicKey \(ALLINPAY_PUBLIC_KEY\).*SPKI.*PKCS#1.*X\.509/,
    );
    for (const pem of [broken, 'nonsense']) {
      for (const read of [readPrivateKey, readPublicKey]) {
        expect(() => read(pem)).toThrow(expect.not.stringContaining(pem.slice(30, 60) || pem));
      }
    }
  });

  test('a private key in the place of the public one is refused, though Node would take it', () => {
    expect(() => readPublicKey(party.privatePem)).toThrow('holds a private key');
  });

  test('of another kind than RSA are refused', () => {
    const elliptic = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    expect(() => readPrivateKey(elliptic.privateKey)).toThrow('not an RSA key');
    expect(() => readPublicKey(elliptic.publicKey)).toThrow('not an RSA key');
  });

  test('with a passphrase are refused', () => {
    const passphrase = randomBytes(8).toString('hex');
    const pem = party.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase });
    expect(() => readPrivateKey(pem.toString())).toThrow('without a passphrase');
  });
});

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
