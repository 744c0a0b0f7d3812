import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Settings } from '../settings.ts';

export interface CipherKey {
  readonly cipher: Settings['allinpay']['cipher'];
  /** base64 */
  readonly cipherKey: string;
  readonly cipherIv: string;
}

function parameters({ cipher, cipherKey, cipherIv }: CipherKey): [string, Buffer, Buffer | null] {
  return [
    cipher,
    Buffer.from(cipherKey, 'base64'),
    cipher.endsWith('cbc') ? Buffer.from(cipherIv, 'base64') : null,
  ];
}

/** Business JSON → bizContent: base64 of the ciphertext (PKCS#7), or with `plain` the JSON text itself. */
export function seal(text: string, key: CipherKey): string {
  if (key.cipher === 'plain') return text;
  const cipher = createCipheriv(...parameters(key));
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** bizContent → business JSON; null where it does not open. */
export function unseal(bizContent: string, key: CipherKey): string | null {
  if (key.cipher === 'plain') return bizContent;
  // Buffer.from() skips what is not base64: a url-safe or broken text must not pass for a good one.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(bizContent)) return null;
  try {
    const cipher = createDecipheriv(...parameters(key));
    return Buffer.concat([cipher.update(bizContent, 'base64'), cipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
