import { cutText, wellFormed } from '../../contract/text.ts';

/** Why a provider call gave no value. The names are those of contract.md, "Status and failure types". */
export type FailureType =
  | 'NotSent'
  | 'RateLimited'
  | 'ProviderUnavailable'
  | 'AuthenticationFailed'
  | 'PermissionDenied'
  | 'QuotaExhausted'
  | 'ProtocolViolation'
  | 'OutcomeUnknown'
  | 'PayoutRejected';

export type Provider = 'feishu' | 'allinpay' | 'wallet';

/** A call that gave no value, and what it may have done all the same. Holds no token, key or raw body. */
export interface CallFailure {
  readonly type: FailureType;
  /** Whether the very same call may be made again without a person and without a change of settings. */
  readonly retryable: boolean;
  /** What the call may have done at the provider: none = certainly nothing; unknown = may have been processed. */
  readonly outcome: 'none' | 'unknown';
  readonly provider: Provider;
  readonly api: string;
  /** Our own words, at most 500 characters. */
  readonly message: string;
  readonly httpStatus?: number;
  /** The provider's code, as text. */
  readonly code?: string;
  /** The provider's words for the code, at most 200 characters. For people: nothing may be decided by it. */
  readonly providerMessage?: string;
  readonly logId?: string;
  /** How long the provider asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** What every client method resolves to; they don't throw for anything that a network or a provider does. */
export type CallResult<T> =
  | { readonly ok: true; readonly value: T; readonly logId?: string }
  | { readonly ok: false; readonly failure: CallFailure };

export type FailedCall = Extract<CallResult<never>, { ok: false }>;

/** The part of a failure that decides what happens next. */
export type Verdict = Pick<CallFailure, 'type' | 'outcome' | 'retryable'>;

/** What a failure is told from. Everything optional is left out of the failure when it is undefined. */
export interface FailureFacts {
  readonly what: string;
  readonly httpStatus?: number | undefined;
  readonly code?: string | undefined;
  readonly providerMessage?: string | undefined;
  readonly logId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

const MESSAGE_LIMIT = 500;
const PROVIDER_MESSAGE_LIMIT = 200;
const ID_LIMIT = 128;

/** Text of a provider made fit for a log line: one line of printable characters, cut at `limit` characters. */
export function oneLine(text: string, limit: number): string {
  return cutText(wellFormed(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()), limit, '');
}

/**
 * Builds the failure of one call. The provider's own words go to `providerMessage` only, never into `message`:
 * what is logged and counted must not carry what a provider may say about a person.
 */
export function failed(provider: Provider, api: string, verdict: Verdict, facts: FailureFacts): FailedCall {
  const { httpStatus, code, providerMessage, logId, retryAfterMs } = facts;
  const message = [
    `${provider} ${api}: ${facts.what}`,
    ...(httpStatus === undefined ? [] : [`HTTP ${httpStatus}`]),
    ...(code === undefined ? [] : [`code ${code}`]),
  ].join(', ');
  return {
    ok: false,
    failure: {
      type: verdict.type,
      retryable: verdict.retryable,
      outcome: verdict.outcome,
      provider,
      api,
      message: oneLine(message, MESSAGE_LIMIT),
      ...(httpStatus !== undefined && { httpStatus }),
      ...(code !== undefined && { code: oneLine(code, ID_LIMIT) }),
      ...(providerMessage !== undefined && {
        providerMessage: oneLine(providerMessage, PROVIDER_MESSAGE_LIMIT),
      }),
      ...(logId !== undefined && { logId: oneLine(logId, ID_LIMIT) }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  };
}

/** A call that gave its value. */
export function succeeded<T>(value: T, logId?: string): CallResult<T> {
  return { ok: true, value, ...(logId !== undefined && { logId: oneLine(logId, ID_LIMIT) }) };
}
