import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { SignType } from '../../../providers/allinpay/keys.ts';
import { createSignature, type EnvelopeSignature } from '../../../providers/allinpay/signature.ts';

export interface Pems {
  readonly privatePem: string;
  readonly publicPem: string;
}

export interface Party extends Pems {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A fresh RSA key pair: no key is ever kept in the repository. */
export function newParty(modulusLength = 2048): Party {
  const pems = generateKeyPairSync('rsa', {
    modulusLength,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    privateKey: createPrivateKey(pems.privateKey),
    publicKey: createPublicKey(pems.publicKey),
    privatePem: pems.privateKey,
    publicPem: pems.publicKey,
  };
}

/** A fresh key pair on a curve, SM2's unless told otherwise. */
export function newCurvePems(namedCurve = 'SM2'): Pems {
  const pems = generateKeyPairSync('ec', {
    namedCurve,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privatePem: pems.privateKey, publicPem: pems.publicKey };
}

/** Made once a suite: a pair takes up to half a second. */
let rsaLine: readonly [Pems, Pems] | undefined;

/** The two ends of a line, by the code under test: what one signs, the other verifies. */
export function newEnds(
  signType: SignType,
  settings: { readonly sm2Id?: string; readonly sm2Signature?: 'der' | 'raw' } = {},
): { readonly client: EnvelopeSignature; readonly provider: EnvelopeSignature } {
  const [client, provider] =
    signType === 'RSA2' ? (rsaLine ??= [newParty(), newParty()]) : [newCurvePems(), newCurvePems()];
  const end = (ours: Pems, theirs: Pems): EnvelopeSignature =>
    createSignature({ signType, privateKey: ours.privatePem, publicKey: theirs.publicPem, ...settings });
  return { client: end(client, provider), provider: end(provider, client) };
}
