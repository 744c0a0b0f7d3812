import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { readPemBlock } from './pemBlock.ts';
import { sm2Point, sm2Scalar } from './sm2Keys.ts';

/** How envelopes are signed. Source: facts.md A.1, "signature algorithm". */
export const SIGN_TYPES = ['RSA2', 'SM2'] as const;
export type SignType = (typeof SIGN_TYPES)[number];

/** Our key. An SM2 one as the hex of its secret number and of its point. */
export type PrivateKey =
  | { readonly signType: 'RSA2'; readonly key: KeyObject }
  | { readonly signType: 'SM2'; readonly scalar: string; readonly point: string };

/** The provider's key. */
export type PublicKey =
  | { readonly signType: 'RSA2'; readonly key: KeyObject }
  | { readonly signType: 'SM2'; readonly point: string };

/** A setting that holds a key, and what it may look like for each sign type. */
interface KeySetting {
  readonly name: string;
  readonly forms: Readonly<Record<SignType, string>>;
}

const SMALLEST_RSA_BITS = 2048;

const OURS: KeySetting = {
  name: 'privateKey (ALLINPAY_PRIVATE_KEY)',
  forms: {
    RSA2:
      `our RSA key of at least ${SMALLEST_RSA_BITS} bits in PEM, PKCS#8 ("BEGIN PRIVATE KEY") or PKCS#1 ` +
      '("BEGIN RSA PRIVATE KEY"), without a passphrase',
    SM2: 'our SM2 key in PEM, PKCS#8 ("BEGIN PRIVATE KEY") or SEC1 ("BEGIN EC PRIVATE KEY"), without a passphrase',
  },
};

const THEIRS: KeySetting = {
  name: 'publicKey (ALLINPAY_PUBLIC_KEY)',
  forms: {
    RSA2:
      `the provider's RSA key of at least ${SMALLEST_RSA_BITS} bits in PEM, SPKI ("BEGIN PUBLIC KEY"), PKCS#1 ` +
      '("BEGIN RSA PUBLIC KEY") or X.509 ("BEGIN CERTIFICATE")',
    SM2: 'the provider\'s SM2 key in PEM, SPKI ("BEGIN PUBLIC KEY") or X.509 ("BEGIN CERTIFICATE")',
  },
};

/**
 * Our key, from PEM without a passphrase: PKCS#8 for both sign types, PKCS#1 for RSA2, SEC1 for SM2. Without `wanted`
 * a key of either sign type will do.
 * @throws Error that names the setting, what is wrong with the key and what is wanted; never any of the key.
 */
export function readPrivateKey(pem: string, wanted?: SignType): PrivateKey {
  const refuse = refusal(OURS, wanted);
  const block = readPemBlock(pem);
  switch (block.holds) {
    case 'nothing':
      return refuse(block.problem);
    case 'publicKey':
      return refuse('holds a public key');
    case 'certificate':
      return refuse('holds a certificate, and with it a public key');
    case 'privateKey': {
      const key = orElse(() => createPrivateKey(pem), refuse);
      if (key.asymmetricKeyType === 'rsa') return readRsa(key, wanted, refuse);
      const scalar = sm2Scalar(key);
      if (scalar === undefined) return refuse(otherKind(key));
      if (wanted === 'RSA2') return refuse(unwanted('an SM2 key', wanted));
      // The point is derived, not read: in the PEM it may be missing, or be another key's.
      const point = orElse(() => sm2.getPublicKeyFromPrivateKey(scalar), refuse);
      return { signType: 'SM2', scalar, point };
    }
  }
}

/**
 * The provider's key, from PEM: SPKI or an X.509 certificate for both sign types, PKCS#1 for RSA2. A certificate is taken
 * for the key in it: its dates and its issuer are not looked at, since it is the setting that makes the key trusted, and
 * payouts must not stop on the day that a certificate ends.
 * @throws Error that names the setting, what is wrong with the key and what is wanted; never any of the key.
 */
export function readPublicKey(pem: string, wanted?: SignType): PublicKey {
  const refuse = refusal(THEIRS, wanted);
  const block = readPemBlock(pem);
  switch (block.holds) {
    case 'nothing':
      return refuse(block.problem);
    case 'privateKey':
      // Node would take its public half without a word, and every answer would fail to verify.
      return refuse('holds a private key');
    case 'publicKey':
    case 'certificate': {
      const key = orElse(() => createPublicKey(pem), refuse);
      if (key.asymmetricKeyType === 'rsa') return readRsa(key, wanted, refuse);
      const point = sm2Point(key);
      if (point === undefined) return refuse(otherKind(key));
      return wanted === 'RSA2' ? refuse(unwanted('an SM2 key', wanted)) : { signType: 'SM2', point };
    }
  }
}

type Refuse = (problem: string) => never;

function refusal({ name, forms }: KeySetting, wanted: SignType | undefined): Refuse {
  const form = wanted === undefined ? `${forms.RSA2}; or ${forms.SM2}` : forms[wanted];
  return (problem) => {
    throw new Error(`${name} ${problem}; it must be ${form}`);
  };
}

/** The cause is left out: OpenSSL's messages are of no use to who set the key, and must not quote it. */
function orElse<T>(read: () => T, refuse: Refuse): T {
  try {
    return read();
  } catch {
    return refuse('cannot be read: the PEM is torn or was changed');
  }
}

function readRsa(
  key: KeyObject,
  wanted: SignType | undefined,
  refuse: Refuse,
): { readonly signType: 'RSA2'; readonly key: KeyObject } {
  if (wanted === 'SM2') return refuse(unwanted('an RSA key', wanted));
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < SMALLEST_RSA_BITS
    ? refuse(`is an RSA key of ${bits} bits, which is too short`)
    : { signType: 'RSA2', key };
}

function unwanted(what: string, wanted: SignType): string {
  return `is ${what}, and signType (ALLINPAY_SIGN_TYPE) is ${wanted}`;
}

function otherKind(key: KeyObject): string {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
  if (kind === 'ec') return `is an EC key of the curve ${details?.namedCurve ?? 'without a name'}`;
  return kind === undefined
    ? 'is a key of an unknown kind, or an SM2 key that spells its curve out instead of naming it'
    : `is a key of the kind ${kind}`;
}
