import { sm2 } from 'sm-crypto-v2';
import type { Settings } from '../settings.ts';

type Manner = Pick<Settings['allinpay'], 'sm2Id' | 'sm2Signature'>;

function options({ sm2Id, sm2Signature }: Manner): { hash: true; userId: string; der: boolean } {
  return { hash: true, userId: sm2Id, der: sm2Signature === 'der' };
}

/** What stands in a PEM of credentials.ts, which writes all of a kind in one layout. */
function derOf(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----.*?-----/g, ''), 'base64');
}

/** The signature in base64. */
export function signSm2(text: string, privateKey: string, manner: Manner): string {
  const pkcs8 = derOf(privateKey);
  const scalar = pkcs8.subarray(36, 68).toString('hex');
  const publicKey = pkcs8.subarray(-65).toString('hex');
  const hex = sm2.doSignature(Buffer.from(text, 'utf8'), scalar, { ...options(manner), publicKey });
  return Buffer.from(hex, 'hex').toString('base64');
}

/** Whether the base64 is a signature of the text in the form of the settings, and in no other. */
export function verifySm2(text: string, sign: string, publicKey: string, manner: Manner): boolean {
  const bytes = Buffer.from(sign, 'base64');
  if (bytes.toString('base64') !== sign) return false;
  if (manner.sm2Signature === 'raw' && bytes.length !== 64) return false;
  const point = derOf(publicKey).subarray(-65).toString('hex');
  try {
    return sm2.doVerifySignature(Buffer.from(text, 'utf8'), bytes.toString('hex'), point, options(manner));
  } catch {
    // What is no DER, and numbers that are none of this curve.
    return false;
  }
}
