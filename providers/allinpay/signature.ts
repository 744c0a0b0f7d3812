import { readPrivateKey, readPublicKey, type PrivateKey, type PublicKey, type SignType } from './keys.ts';
import { signRsa2, verifyRsa2 } from './rsa2.ts';
import type { AllinpaySettings } from './settings.ts';
import { DEFAULT_SM2_ID, isSm2Id, signSm2, verifySm2 } from './sm2.ts';
import type { Sm2SignatureForm } from './sm2SignatureForm.ts';

export type SignatureSettings = Pick<
  AllinpaySettings,
  'signType' | 'privateKey' | 'publicKey' | 'sm2Id' | 'sm2Signature'
>;

/** Signs with our key and verifies with the provider's. Signatures are Base64. */
export interface EnvelopeSignature {
  readonly signType: SignType;
  sign(text: string): string;
  /** False for whatever is no signature at all, too; never throws. */
  verify(text: string, signature: string): boolean;
}

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

/**
 * The signature of the settings.
 * @throws Error that names every setting that is wrong, superfluous or does not fit the sign type; never any of a key.
 */
export function createSignature(settings: SignatureSettings): EnvelopeSignature {
  const { signType, sm2Id: id = DEFAULT_SM2_ID, sm2Signature: form = 'der' } = settings;
  const problems = sm2Problems(settings);
  const ours = noting(problems, () => readPrivateKey(settings.privateKey, signType));
  const theirs = noting(problems, () => readPublicKey(settings.publicKey, signType));
  if (problems.length > 0 || ours === undefined || theirs === undefined)
    throw new Error(problems.join('. Also, '));
  return {
    signType,
    sign: (text) => sign(text, ours, id, form),
    verify: (text, signature) => verify(text, signature, theirs, id),
  };
}

function sign(text: string, key: PrivateKey, id: string, form: Sm2SignatureForm): string {
  switch (key.signType) {
    case 'RSA2':
      return signRsa2(text, key.key);
    case 'SM2':
      return signSm2(text, key, id, form);
  }
}

function verify(text: string, signature: string, key: PublicKey, id: string): boolean {
  switch (key.signType) {
    case 'RSA2':
      return verifyRsa2(text, signature, key.key);
    case 'SM2':
      return verifySm2(text, signature, key.point, id);
  }
}

function sm2Problems({ signType, sm2Id, sm2Signature }: SignatureSettings): string[] {
  const id = 'sm2Id (ALLINPAY_SM2_ID)';
  if (signType === 'RSA2') {
    return [
      ...(sm2Id === undefined ? [] : [`${id} must be left out with RSA2`]),
      ...(sm2Signature === undefined
        ? []
        : ['sm2Signature (ALLINPAY_SM2_SIGNATURE) must be left out with RSA2']),
    ];
  }
  return sm2Id === undefined || isSm2Id(sm2Id) ? [] : [`${id} must be 1 to 128 printable ASCII characters`];
}

function noting<T>(problems: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    problems.push(error instanceof Error ? error.message : 'a key cannot be read');
    return undefined;
  }
}
