import { open } from 'node:fs/promises';
import type { Parsed } from '../../../contract/index.ts';

/** Of a payout file, in bytes: far above any real one, far below what hurts. */
export const MOST_FILE_BYTES = 20 * 1024 * 1024;

function problem(message: string): { ok: false; problems: { message: string }[] } {
  return { ok: false, problems: [{ message }] };
}

/**
 * @returns the text of a file's bytes without a byte order mark. Bytes that are no UTF-8 are refused, never replaced:
 * a replaced character could be part of an account's code.
 */
export function textOf(bytes: Uint8Array): Parsed<string> {
  if (bytes.byteLength > MOST_FILE_BYTES) {
    return problem(`is larger than ${MOST_FILE_BYTES / 1024 / 1024} MB; split it`);
  }
  try {
    // The decoder drops a byte order mark by itself.
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return problem('is not UTF-8 text; save it as "CSV UTF-8" or JSON in UTF-8');
  }
}

/** Reads at most one byte more than is allowed, so that a wrong path to something endless does no harm. */
export async function readBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of file.createReadStream({ end: MOST_FILE_BYTES })) {
      if (!(chunk instanceof Uint8Array)) break;
      chunks.push(chunk);
      size += chunk.byteLength;
    }
    return Buffer.concat(chunks, size);
  } finally {
    await file.close();
  }
}
