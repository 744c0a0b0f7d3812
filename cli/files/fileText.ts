import { open } from 'node:fs/promises';

/** Of a file, in bytes: far above any real one, far below what hurts. */
export const FILE_BYTES_MAX = 20 * 1024 * 1024;

/** Reads at most one byte more than is allowed, so that a wrong path to something endless does no harm. */
export async function readBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of file.createReadStream({ end: FILE_BYTES_MAX })) {
      if (!(chunk instanceof Uint8Array)) break;
      chunks.push(chunk);
      size += chunk.byteLength;
    }
    return Buffer.concat(chunks, size);
  } finally {
    await file.close();
  }
}
