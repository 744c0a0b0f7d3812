import { createPublicKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readPrivateKey, readPublicKey, SIGN_TYPES } from '../../../providers/allinpay/keys.ts';
import { readPemBlock } from '../../../providers/allinpay/pemBlock.ts';
import { newCurvePems, newParty } from './keys.fixture.ts';
import { openssl, opensslIsThere, temporaryFile } from './openssl.fixture.ts';

const rsa = newParty();
const sm2 = newCurvePems();
const p256 = newCurvePems('P-256');
const edwards = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const short = newParty(1024);

/** The DER of an SM2 key in another of its layouts, as PEM. */
const asPem = (label: string, der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};
const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----.*-----|\s/g, ''), 'base64');

/** The body of PKCS#8's OCTET STRING is SEC1, without the curve; with it, it stands on its own. */
const sec1 = ((): string => {
  const pkcs8 = derOf(sm2.privatePem).toString('hex');
  const [, scalar = '', point = ''] = /0201010420(.{64})a144034200(.{130})$/.exec(pkcs8) ?? [];
  const der = `30770201010420${scalar}a00a06082a811ccf5501822da144034200${point}`;
  return asPem('EC PRIVATE KEY', Buffer.from(der, 'hex'));
})();

const withoutPoint = ((): string => {
  const [, scalar = ''] = /0201010420(.{64})/.exec(derOf(sm2.privatePem).toString('hex')) ?? [];
  const algorithm = '301306072a8648ce3d020106082a811ccf5501822d';
  const der = `3041020100${algorithm}042730250201010420${scalar}`;
  return asPem('PRIVATE KEY', Buffer.from(der, 'hex'));
})();

const compressed = ((): string => {
  const [, x = '', y = ''] = /04(.{64})(.{64})$/.exec(derOf(sm2.publicPem).toString('hex')) ?? [];
  const sign = BigInt(`0x${y}`) % 2n === 0n ? '02' : '03';
  const algorithm = '301306072a8648ce3d020106082a811ccf5501822d';
  return asPem('PUBLIC KEY', Buffer.from(`3039${algorithm}032200${sign}${x}`, 'hex'));
})();

describe('an RSA key', () => {
  test('of ours is read from PKCS#8 and PKCS#1', () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const read = readPrivateKey(rsa.privateKey.export({ type, format: 'pem' }).toString(), 'RSA2');
      expect(read.signType === 'RSA2' && read.key.equals(rsa.privateKey)).toBe(true);
    }
  });

  test('of theirs is read from SPKI and PKCS#1', () => {
    for (const type of ['pkcs1', 'spki'] as const) {
      const read = readPublicKey(rsa.publicKey.export({ type, format: 'pem' }).toString(), 'RSA2');
      expect(read.signType === 'RSA2' && read.key.equals(rsa.publicKey)).toBe(true);
    }
  });
});

describe('an SM2 key', () => {
  const ours = readPrivateKey(sm2.privatePem, 'SM2');

  test('of ours is read from PKCS#8 with and without its public half, and from SEC1', () => {
    expect(ours).toMatchObject({ signType: 'SM2', scalar: expect.stringMatching(/^[0-9a-f]{64}$/) });
    for (const pem of [withoutPoint, sec1]) expect(readPrivateKey(pem, 'SM2')).toEqual(ours);
    const parameters = asPem('EC PARAMETERS', Buffer.from('06082a811ccf5501822d', 'hex'));
    expect(readPrivateKey(parameters + sec1, 'SM2')).toEqual(ours);
  });

  test('of theirs is read from SPKI, its point compressed or not', () => {
    expect(readPublicKey(sm2.publicPem, 'SM2')).toEqual({
      signType: 'SM2',
      point: ours.signType === 'SM2' && ours.point,
    });
    expect(readPublicKey(compressed, 'SM2')).toMatchObject({ point: expect.stringMatching(/^0[23]/) });
  });
});

const ifOpenssl = opensslIsThere ? test : test.skip;
ifOpenssl('keys that OpenSSL wrote are read, expired certificates and its own formats included', () => {
  for (const [signType, make] of [
    ['RSA2', ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']],
    ['SM2', ['genpkey', '-algorithm', 'SM2']],
    ['SM2', ['ecparam', '-name', 'SM2', '-genkey']],
  ] as const) {
    using key = temporaryFile(openssl(...make));
    expect(readPrivateKey(key.text(), signType)).toMatchObject({ signType });
    const digest = signType === 'SM2' ? '-sm3' : '-sha256';
    using request = temporaryFile(openssl('req', '-new', '-key', key.path, '-subj', '/CN=test', digest));
    const made = ['x509', '-req', '-in', request.path, '-signkey', key.path, digest];
    using certificate = temporaryFile(openssl(...made, '-days', '-1'));
    // It ended yesterday, and holds their key all the same.
    expect(Date.parse(new X509Certificate(certificate.text()).validTo)).toBeLessThan(Date.now());
    using bare = temporaryFile(openssl('pkey', '-in', key.path, '-pubout'));
    const read = readPublicKey(certificate.text(), signType);
    expect(read).toMatchObject({ signType });
    const same = readPublicKey(bare.text(), signType);
    if (read.signType === 'RSA2' && same.signType === 'RSA2') expect(read.key.equals(same.key)).toBe(true);
    else expect(read).toEqual(same);
  }
});

describe('a wrong key is refused by what is wrong with it, without a letter of it', () => {
  const passphrase = randomBytes(8).toString('hex');
  const encrypted = { format: 'pem', cipher: 'aes-128-cbc', passphrase } as const;
  const torn = rsa.privatePem.split('\n').slice(2).join('\n');
  const changed = sm2.publicPem.replace(/[A-Za-z0-9+/]{20}(?=[=\n])/, 'A'.repeat(20));

  test.each<[string, string, 'RSA2' | 'SM2' | undefined, string]>([
    ['an RSA key with SM2', rsa.privatePem, 'SM2', 'is an RSA key, and signType'],
    ['an SM2 key with RSA2', sm2.privatePem, 'RSA2', 'is an SM2 key, and signType'],
    ['a public key', rsa.publicPem, 'RSA2', 'holds a public key'],
    ['a public SM2 key', sm2.publicPem, 'SM2', 'holds a public key'],
    [
      'an encrypted key',
      rsa.privateKey.export({ type: 'pkcs8', ...encrypted }).toString(),
      'RSA2',
      'encrypted',
    ],
    [
      'an encrypted PKCS#1',
      rsa.privateKey.export({ type: 'pkcs1', ...encrypted }).toString(),
      'RSA2',
      'encrypted',
    ],
    ['a key of another curve', p256.privatePem, 'SM2', 'is an EC key of the curve prime256v1'],
    ['a key of another curve with RSA2', p256.privatePem, 'RSA2', 'is an EC key of the curve prime256v1'],
    ['an Edwards key', edwards.privateKey, undefined, 'of the kind ed25519'],
    ['a short RSA key', short.privatePem, 'RSA2', 'is an RSA key of 1024 bits'],
    ['nothing', '', 'RSA2', 'is no PEM'],
    ['nonsense', 'nonsense', undefined, 'is no PEM'],
    ['the Base64 alone', derOf(rsa.privatePem).toString('base64'), 'RSA2', 'is no PEM'],
    ['a torn PEM', rsa.privatePem.replaceAll('\n', '').slice(0, 400), 'RSA2', 'cannot be read'],
    ['a PEM without its beginning', torn, 'RSA2', 'is no PEM'],
    ['two keys', rsa.privatePem + sm2.privatePem, 'RSA2', 'holds 2 PEM blocks'],
    ['a key and a public one', rsa.privatePem + rsa.publicPem, 'RSA2', 'holds 2 PEM blocks'],
    ['a request', asPem('CERTIFICATE REQUEST', randomBytes(90)), 'RSA2', 'something else'],
    ['a certificate', asPem('CERTIFICATE', randomBytes(90)), 'RSA2', 'holds a certificate'],
  ])('%s in place of ours', (_what, pem, signType, problem) => {
    const read = () => readPrivateKey(pem, signType);
    expect(read).toThrow(/^privateKey \(ALLINPAY_PRIVATE_KEY\) /);
    expect(read).toThrow(problem);
    expect(read).toThrow(
      signType === 'SM2' ? /our SM2 key in PEM, PKCS#8.*SEC1/ : /our RSA key .*PKCS#8.*PKCS#1/,
    );
    for (const secret of secretsOf(pem)) expect(read).toThrow(expect.not.stringContaining(secret));
  });

  test.each<[string, string, 'RSA2' | 'SM2' | undefined, string]>([
    ['an RSA key with SM2', rsa.publicPem, 'SM2', 'is an RSA key, and signType'],
    ['an SM2 key with RSA2', sm2.publicPem, 'RSA2', 'is an SM2 key, and signType'],
    ['a private key', rsa.privatePem, 'RSA2', 'holds a private key'],
    ['a private SM2 key', sec1, 'SM2', 'holds a private key'],
    ['a key of another curve', p256.publicPem, 'SM2', 'is an EC key of the curve prime256v1'],
    ['an Edwards key', edwards.publicKey, 'RSA2', 'of the kind ed25519'],
    ['a short RSA key', short.publicPem, undefined, 'is an RSA key of 1024 bits'],
    ['a point that is not on the curve', changed, 'SM2', 'cannot be read'],
    ['a chain', asPem('CERTIFICATE', randomBytes(9)).repeat(3), 'RSA2', 'holds 3 PEM blocks'],
    ['a certificate that is none', asPem('CERTIFICATE', randomBytes(90)), 'RSA2', 'cannot be read'],
    ['nonsense', 'nonsense', 'RSA2', 'is no PEM'],
  ])('%s in place of theirs', (_what, pem, signType, problem) => {
    const read = () => readPublicKey(pem, signType);
    expect(read).toThrow(/^publicKey \(ALLINPAY_PUBLIC_KEY\) /);
    expect(read).toThrow(problem);
    expect(read).toThrow(
      signType === 'SM2' ? /SM2 key in PEM, SPKI.*X\.509/ : /RSA key .*SPKI.*PKCS#1.*X\.509/,
    );
    for (const secret of secretsOf(pem)) expect(read).toThrow(expect.not.stringContaining(secret));
  });

  /** Every ten letters of the key itself. */
  function secretsOf(pem: string): string[] {
    return pem.replaceAll(/-----.*?-----|\s/g, '').match(/.{10}/g) ?? [];
  }
});

test('where the sign type is not known, a key of either will do', () => {
  expect(SIGN_TYPES.map((_type, index) => readPrivateKey([rsa, sm2][index]!.privatePem).signType)).toEqual([
    ...SIGN_TYPES,
  ]);
  expect(() => readPrivateKey('x')).toThrow(/our RSA key.*or our SM2 key/);
});

test('letters around a block do no harm', () => {
  const bag = `Bag Attributes\n    friendlyName: pay\n${rsa.publicPem}\n`;
  expect(readPemBlock(bag)).toEqual({ holds: 'publicKey' });
  const read = readPublicKey(bag, 'RSA2');
  expect(read.signType === 'RSA2' && read.key.equals(createPublicKey(rsa.publicPem))).toBe(true);
});
