import { createCipheriv, createDecipheriv } from 'node:crypto';

export const ALLINPAY_CIPHERS = ['plain', 'aes-128-ecb', 'aes-128-cbc', 'sm4-ecb', 'sm4-cbc'] as const;
export type AllinpayCipherName = (typeof ALLINPAY_CIPHERS)[number];

/** How `bizContent` is hidden on the wire. `open` throws when the content was not made with the same key. */
export interface BizContentCipher {
  seal(json: string): string;
  open(bizContent: string): string;
}

const BLOCK_BYTES = 16;

/**
 * The cipher of the settings: PKCS#7 padding, Base64, no tag (the envelope's signature covers the ciphertext). Which one
 * the provider uses is not published (facts.md A.1), hence a setting without a default.
 * @throws Error that names every key or IV that is missing, superfluous or of the wrong length; never their bytes.
 */
export function createCipher(
  name: AllinpayCipherName,
  key: Uint8Array | undefined,
  iv: Uint8Array | undefined,
): BizContentCipher {
  const problems = [
    ...lengthProblem('cipherKey (ALLINPAY_CIPHER_KEY)', key, name !== 'plain', name),
    ...lengthProblem('cipherIv (ALLINPAY_CIPHER_IV)', iv, name.endsWith('-cbc'), name),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
  if (name === 'plain' || key === undefined)
    return { seal: (json) => json, open: (bizContent) => bizContent };

  return {
    seal(json) {
      const cipher = createCipheriv(name, key, iv ?? null);
      return Buffer.concat([cipher.update(json, 'utf8'), cipher.final()]).toString('base64');
    },
    open(bizContent) {
      const decipher = createDecipheriv(name, key, iv ?? null);
      return Buffer.concat([decipher.update(bizContent, 'base64'), decipher.final()]).toString('utf8');
    },
  };
}

function lengthProblem(
  setting: string,
  bytes: Uint8Array | undefined,
  needed: boolean,
  cipher: AllinpayCipherName,
): string[] {
  if (!needed) return bytes === undefined ? [] : [`${setting} must be left out with ${cipher}`];
  return bytes?.length === BLOCK_BYTES ? [] : [`${setting} must be ${BLOCK_BYTES} bytes with ${cipher}`];
}
