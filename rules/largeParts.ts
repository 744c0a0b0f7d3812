import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { jsonBytes } from '../contract/jsonBytes.ts';

/**
 * Most bytes of JSON of one part of an input, its details or records, that a call takes along. A larger part would stand
 * in the history once for every call, and a history that grows too large is ended by the server with its payout open: the
 * activity reads the part from the first event of its run.
 */
export const PART_BYTES_MAX = 16_384;

/** Whether a part of an input is too large to be taken along by every call. */
export function isLargePart(part: unknown): boolean {
  return jsonBytes(part) > PART_BYTES_MAX;
}

/** SHA-256 in hex of a part as JSON: what tells an activity that it reads what the workflow means. */
export function digestOfPart(part: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(part))));
}
