import { generateKeyPairSync } from 'node:crypto';
import { readPrivateKey, readPublicKey, type SignType } from '../../providers/allinpay/keys.ts';
import { code, table } from './table.ts';

const PRIVATE_PEM = { type: 'pkcs8', format: 'pem' } as const;
const PUBLIC_PEM = { type: 'spki', format: 'pem' } as const;

const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    privateKeyEncoding: PRIVATE_PEM,
    publicKeyEncoding: PUBLIC_PEM,
  });
const curve = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve, privateKeyEncoding: PRIVATE_PEM, publicKeyEncoding: PUBLIC_PEM });

/** What a wrong key says, from the words of the very function that reads keys; the keys live as long as this call. */
export function keyProblems(): string {
  const short = rsa(1024);
  const good = rsa(2048);
  const sm2 = curve('SM2');
  const p256 = curve('prime256v1');
  const encrypted = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { ...PRIVATE_PEM, cipher: 'aes-256-cbc', passphrase: 'passphrase' },
    publicKeyEncoding: PUBLIC_PEM,
  });
  const ours = (signType: SignType, what: string, pem: string): string[] => [
    code('ALLINPAY_PRIVATE_KEY'),
    signType,
    what,
    problemOf(() => readPrivateKey(pem, signType)),
  ];
  const theirs = (signType: SignType, what: string, pem: string): string[] => [
    code('ALLINPAY_PUBLIC_KEY'),
    signType,
    what,
    problemOf(() => readPublicKey(pem, signType)),
  ];
  return table(
    ['setting', 'sign type', 'holds', 'says'],
    [
      ours('RSA2', 'no PEM (a path, bare Base64, half a paste)', 'MIIEvQIBADANBg'),
      ours('RSA2', 'two blocks', good.privateKey + good.publicKey),
      ours('RSA2', 'a torn block', good.privateKey.slice(0, 400) + good.privateKey.slice(700)),
      ours('RSA2', 'a key with a passphrase', encrypted.privateKey),
      ours('RSA2', 'a public key', good.publicKey),
      ours('RSA2', 'an RSA key of 1024 bits', short.privateKey),
      ours('RSA2', 'an SM2 key', sm2.privateKey),
      ours('SM2', 'an RSA key', good.privateKey),
      ours('SM2', 'a key of another curve', p256.privateKey),
      theirs('RSA2', 'a private key', good.privateKey),
      theirs('RSA2', 'an SM2 key', sm2.publicKey),
      theirs('SM2', 'an RSA key', good.publicKey),
    ],
  );
}

/** The end of every message, what the setting must be, is told once, above the table. */
function problemOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^.*?\) /, '').replace(/; it must be .*$/, '');
  }
  throw new Error('a key that was to be wrong is taken');
}
