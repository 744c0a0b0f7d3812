import { randomInt } from 'node:crypto';

const WITHIN_A_MILLISECOND = 1_000_000;

/**
 * Makes a `reqSeq` for each request: digits, like the documented sample, and at most 19 of them, so that they fit a
 * 64-bit integer on the other side. Unique within the process; between processes the random start keeps them apart.
 */
export function createRequestSequence(): (now: number) => string {
  let next = randomInt(WITHIN_A_MILLISECOND);
  return (now) => {
    next = (next + 1) % WITHIN_A_MILLISECOND;
    return `${Math.trunc(now)}${String(next).padStart(6, '0')}`;
  };
}
