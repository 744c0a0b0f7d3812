import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * Our RSA key, from PEM: PKCS#8 ("PRIVATE KEY") or PKCS#1 ("RSA PRIVATE KEY"), not encrypted.
 * @throws Error that names the setting and the formats; never any of the key.
 */
export function readPrivateKey(pem: string): KeyObject {
  const setting = 'privateKey (ALLINPAY_PRIVATE_KEY)';
  const formats =
    'PEM: PKCS#8 ("BEGIN PRIVATE KEY") or PKCS#1 ("BEGIN RSA PRIVATE KEY"), without a passphrase';
  return rsaKey(setting, formats, () => createPrivateKey(pem));
}

/**
 * The provider's RSA key, from PEM: SPKI ("PUBLIC KEY"), PKCS#1 ("RSA PUBLIC KEY") or an X.509 certificate.
 * @throws Error that names the setting and the formats; never any of the key.
 */
export function readPublicKey(pem: string): KeyObject {
  const setting = 'publicKey (ALLINPAY_PUBLIC_KEY)';
  const formats =
    'PEM: SPKI ("BEGIN PUBLIC KEY"), PKCS#1 ("BEGIN RSA PUBLIC KEY") or X.509 ("BEGIN CERTIFICATE")';
  // Node would take the public half of a private key without a word, and every answer would fail to verify.
  if (pem.includes('PRIVATE KEY')) {
    throw new Error(`${setting} holds a private key; it must be the provider's public key in ${formats}`);
  }
  return rsaKey(setting, formats, () => createPublicKey(pem));
}

function rsaKey(setting: string, formats: string, read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    // The cause is left out: OpenSSL's messages are of no use to who set the key, and must not quote it.
    throw new Error(`${setting} cannot be read; accepted is an RSA key in ${formats}`);
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw new Error(`${setting} is not an RSA key; accepted is an RSA key in ${formats}`);
  }
  return key;
}
