import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { ActivityFailureType } from '../../contract/failures.ts';
import type { SentBy } from '../../contract/sentBy.ts';
import type { CallFailure } from '../../providers/http/outcome.ts';

/** What a failed activity tells, as `details[0]`: where to look at the provider, never a secret or a holder's data. */
export interface FailureDetails {
  readonly provider?: string;
  readonly api?: string;
  readonly httpStatus?: number;
  readonly code?: string;
  readonly providerMessage?: string;
  readonly logId?: string;
  /** true when nothing of this activity, whichever try, can have reached the provider */
  readonly nothingSent?: boolean;
  /** ISO 8601: when a call whose outcome is unknown was made */
  readonly sentAt?: string;
  /** what made it */
  readonly sentBy?: SentBy;
  /** ms the provider asks to wait */
  readonly waitMs?: number;
  /** why an activity only looked instead of sending */
  readonly because?: LookOnlyReason;
}

/** Why a run may look an order up but never send it by itself. */
export type LookOnlyReason = 'resetRun' | 'followsRun' | 'sendNever';

interface Throwing {
  /** whether the server tries again by itself */
  readonly retry: boolean;
  /** ms until that try */
  readonly delayMs?: number;
  readonly more?: Pick<FailureDetails, 'nothingSent' | 'sentAt' | 'sentBy' | 'because'>;
}

/** The failure an activity throws for a provider call that gave no value. */
export function failureOfCall(failure: CallFailure, { retry, delayMs, more }: Throwing): ApplicationFailure {
  const { type, message, provider, api, httpStatus, code, providerMessage, logId, retryAfterMs } = failure;
  const details: FailureDetails = {
    provider,
    api,
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(code === undefined ? {} : { code }),
    ...(providerMessage === undefined ? {} : { providerMessage }),
    ...(logId === undefined ? {} : { logId }),
    ...(retryAfterMs === undefined ? {} : { waitMs: retryAfterMs }),
    ...more,
  };
  return ApplicationFailure.create({
    type,
    message: providerMessage === undefined ? message : `${message} (${providerMessage})`,
    nonRetryable: !retry,
    details: [details],
    ...(delayMs === undefined ? {} : { nextRetryDelay: delayMs }),
  });
}

/** Nothing of this activity reached a provider; whoever retries it, retries safely. */
export function notSent(message: string): ApplicationFailure {
  const details: FailureDetails = { nothingSent: true };
  return ApplicationFailure.create({
    type: 'NotSent' satisfies ActivityFailureType,
    message,
    details: [details],
  });
}

/** A person must know that the provider has given no answer of use for long; nothing was sent by this activity. */
export function providerUnavailable(message: string): ApplicationFailure {
  const details: FailureDetails = { nothingSent: true };
  const type = 'ProviderUnavailable' satisfies ActivityFailureType;
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [details] });
}

/** The order may have been processed: never repeated by a retry, whatever the retry policy says. */
export function outcomeUnknown(message: string, details: FailureDetails): ApplicationFailure {
  const type = 'OutcomeUnknown' satisfies ActivityFailureType;
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [details] });
}

/** Waiting, not failing: BENIGN keeps it out of error logs and failure metrics. */
export function notYet(message: string, delayMs: number): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'NotSettledYet' satisfies ActivityFailureType,
    message,
    nextRetryDelay: Math.max(1, Math.ceil(delayMs)),
    category: ApplicationFailureCategory.BENIGN,
  });
}
