import { sm2 } from 'sm-crypto-v2';
import { readSm2Signature, writeSm2Signature, type Sm2SignatureForm } from './sm2SignatureForm.ts';

// node:crypto knows the curve, but signs with an empty distinguishing id and takes no other: its signatures and the
// standard's don't verify against each other. Hence a library.

/** The distinguishing id where nothing else was agreed. Source: GM/T 0009, 10. */
export const DEFAULT_SM2_ID = '1234567812345678';

/** ASCII only: of other letters nobody could say which bytes the provider takes them for. */
export function isSm2Id(id: string): boolean {
  return /^[\x20-\x7e]{1,128}$/.test(id);
}

/** SM2 with SM3 (GM/T 0003.2) of the text in UTF-8, in Base64. Key and point are hex. */
export function signSm2(
  text: string,
  { scalar, point }: { readonly scalar: string; readonly point: string },
  id: string,
  form: Sm2SignatureForm,
): string {
  const options = { hash: true, userId: id, publicKey: point, der: false };
  const raw = Buffer.from(sm2.doSignature(Buffer.from(text, 'utf8'), scalar, options), 'hex');
  return Buffer.from(writeSm2Signature(raw, form)).toString('base64');
}

/** Whether `signature` (Base64) is the SM2 signature of the text in either form; false for whatever is in neither. */
export function verifySm2(text: string, signature: string, point: string, id: string): boolean {
  const options = { hash: true, userId: id, der: false };
  return readSm2Signature(Buffer.from(signature, 'base64')).some((raw) =>
    sm2.doVerifySignature(Buffer.from(text, 'utf8'), Buffer.from(raw).toString('hex'), point, options),
  );
}
