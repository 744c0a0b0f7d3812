import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

export interface Party {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly privatePem: string;
  readonly publicPem: string;
}

/** A fresh RSA key pair: no key is ever kept in the repository. */
export function newParty(): Party {
  const pems = generateKeyPairSync('rsa', {
    modulusLength: 2048,
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
