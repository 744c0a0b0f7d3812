import { sign, verify, type KeyObject } from 'node:crypto';

/**
 * The text that a request's signature covers: every parameter that is not empty, but `sign` and `signType`, sorted by
 * the ASCII of its name, as `k=v` joined by `&`; values raw, before form encoding. Source: facts.md A.1, 2.3.1.
 */
export function stringToSign(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .filter(([name, value]) => name !== 'sign' && name !== 'signType' && value !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** RSA2 (SHA256withRSA, PKCS#1 v1.5) of the text in UTF-8, in Base64. */
export function signRsa2(text: string, privateKey: KeyObject): string {
  return sign('RSA-SHA256', Buffer.from(text, 'utf8'), privateKey).toString('base64');
}

/** Whether `signature` (Base64) is the RSA2 signature of the text; false for anything that is not Base64 either. */
export function verifyRsa2(text: string, signature: string, publicKey: KeyObject): boolean {
  return verify('RSA-SHA256', Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64'));
}
