import type { IncomingHttpHeaders } from 'node:http';

/** Names in lower case; repeated headers joined by ", ". */
export type AnswerHeaders = Readonly<Record<string, string>>;

export function collectHeaders(headers: IncomingHttpHeaders): AnswerHeaders {
  const collected: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) collected[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return collected;
}

/** Whether the answer calls itself JSON. */
export function isJson(headers: AnswerHeaders): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(headers['content-type'] ?? '');
}

const DEFAULT_WAIT_MS = 1_000;
const WAIT_MS_MAX = 60_000;

/**
 * How long a rate-limited caller should wait, in milliseconds: the first of the named headers that can be read
 * (seconds, or an HTTP date), 1 s when there is none or it says "now", and never more than 60 s, since a broken header
 * must not park a payout.
 */
export function waitFromHeaders(headers: AnswerHeaders, names: readonly string[], now: number): number {
  for (const name of names) {
    const waitMs = readWait(headers[name], now) ?? 0;
    if (waitMs > 0) return Math.min(waitMs, WAIT_MS_MAX);
  }
  return DEFAULT_WAIT_MS;
}

function readWait(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d{1,9}(?:\.\d{1,9})?\s*$/.test(value)) return Math.ceil(Number(value) * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : date - now;
}
