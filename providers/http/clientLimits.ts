/** Limits that every client takes. */
export interface ClientLimits {
  /** Time for one HTTP call, in milliseconds; default 20 000, at most 30 000 (an activity has 60 000 in all). */
  readonly timeoutMs?: number | undefined;
  /** Largest answer accepted, in bytes after decompression; default 1 MiB. */
  readonly maxResponseBytes?: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const TIMEOUT_MS_MAX = 30_000;
const DEFAULT_MAX_RESPONSE_BYTES = 1_048_576;

/**
 * The limits with their defaults.
 * @throws RangeError for a limit that is not a positive integer, or a time-out above 30 s.
 */
export function readLimits(limits: ClientLimits): { timeoutMs: number; maxResponseBytes: number } {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES } = limits;
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > TIMEOUT_MS_MAX) {
    throw new RangeError(`timeoutMs must be an integer from 1 to ${TIMEOUT_MS_MAX}`);
  }
  if (!Number.isSafeInteger(maxResponseBytes) || maxResponseBytes < 1) {
    throw new RangeError('maxResponseBytes must be a positive integer');
  }
  return { timeoutMs, maxResponseBytes };
}

/**
 * A setting that must be an http or https address, without a slash at its end.
 * @throws Error that names the setting, not its value: an address can hold a password.
 */
export function readAddress(setting: string, value: string): string {
  const address = URL.canParse(value) ? new URL(value) : undefined;
  if (address?.protocol !== 'http:' && address?.protocol !== 'https:') {
    throw new Error(`${setting} must be an http or https URL`);
  }
  return value.replace(/\/+$/, '');
}
