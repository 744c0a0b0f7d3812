const EARLIEST = Date.UTC(2000, 0, 1);
const BEYOND = Date.UTC(2200, 0, 1);

/**
 * Whether milliseconds since 1970 are an instant that a payout can be about: of the years 2000 to 2199 in UTC. A server
 * takes none beyond the year 9999 for a search attribute and fails the workflow task for it, again and again; and what
 * names such a time, or 1970, counts in another unit or from another day.
 */
export function isInstant(ms: number): boolean {
  return ms >= EARLIEST && ms < BEYOND;
}

/** The rule in words, for people. */
export const INSTANT_RANGE = 'must lie in the years 2000 to 2199 in UTC';
