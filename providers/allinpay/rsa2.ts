import { sign, verify, type KeyObject } from 'node:crypto';

/** RSA2 (SHA256withRSA, PKCS#1 v1.5) of the text in UTF-8, in Base64. */
export function signRsa2(text: string, privateKey: KeyObject): string {
  return sign('RSA-SHA256', Buffer.from(text, 'utf8'), privateKey).toString('base64');
}

/** Whether `signature` (Base64) is the RSA2 signature of the text; false for anything that is not Base64 either. */
export function verifyRsa2(text: string, signature: string, publicKey: KeyObject): boolean {
  return verify('RSA-SHA256', Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64'));
}
