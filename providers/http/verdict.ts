import type { Verdict } from './outcome.ts';

/**
 * What a call does at the provider, which decides what a lost answer means.
 * - `read`: changes nothing, so asking again is always right.
 * - `replay`: changes something, and repeating it with the same id is documented to give the first answer again.
 * - `once`: changes something, and what a repeat does is not documented.
 * - `prepare`: made before the call that matters (a token); whatever happens to it, that call was not sent.
 */
export type Effect = 'read' | 'replay' | 'once' | 'prepare';

/** The request certainly never reached the provider. */
export const NOT_SENT: Verdict = { type: 'NotSent', outcome: 'none', retryable: true };

/** The provider says that it did not process the call because there were too many. */
export const RATE_LIMITED: Verdict = { type: 'RateLimited', outcome: 'none', retryable: true };

/** Sent, and no answer came that says what was done. */
export function outcomeUnknown(effect: Effect): Verdict {
  switch (effect) {
    case 'read':
      return { type: 'ProviderUnavailable', outcome: 'none', retryable: true };
    case 'replay':
      return { type: 'OutcomeUnknown', outcome: 'unknown', retryable: true };
    case 'once':
      return { type: 'OutcomeUnknown', outcome: 'unknown', retryable: false };
    case 'prepare':
      return NOT_SENT;
  }
}

/** An answer came that cannot be understood or believed. */
export function protocolViolation(effect: Effect): Verdict {
  switch (effect) {
    case 'read':
      return { type: 'ProtocolViolation', outcome: 'none', retryable: true };
    case 'replay':
      return { type: 'ProtocolViolation', outcome: 'unknown', retryable: true };
    case 'once':
      return { type: 'ProtocolViolation', outcome: 'unknown', retryable: false };
    case 'prepare':
      return NOT_SENT;
  }
}

/** How well a row of an error table is founded; the letters are those of facts.md. */
export type Grade = 'DOC' | 'SDK' | 'OBS' | 'INF';

/** One row of a provider's error table. The provider's page of docs/ is made from these rows. */
export interface CodeRow<Api extends string> extends Verdict {
  readonly code: string;
  /** The calls the row holds for. */
  readonly apis: readonly Api[];
  readonly meaning: string;
  /** Document and section, or the code that the row was learnt from. */
  readonly source: string;
  readonly grade: Grade;
}

/** The row of a code for one call, or undefined for a code that nobody documented. */
export function findRow<Api extends string>(
  rows: readonly CodeRow<Api>[],
  api: Api,
  code: string,
): CodeRow<Api> | undefined {
  return rows.find((row) => row.code === code && row.apis.includes(api));
}
