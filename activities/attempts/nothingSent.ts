import type { CallFailure } from '../../providers/http/outcome.ts';
import { failureOfCall } from './failures.ts';

/**
 * The failure of a call before which nothing was sent. Settings and limits keep their own name, since they wait
 * otherwise; the rest is `NotSent`.
 */
export function nothingSent(failure: CallFailure): Error {
  const more = { nothingSent: true };
  switch (failure.type) {
    case 'AuthenticationFailed':
    case 'PermissionDenied':
    case 'QuotaExhausted':
    case 'RateLimited':
      return failureOfCall(failure, { retry: false, more });
    case 'NotSent':
    case 'ProviderUnavailable':
    case 'ProtocolViolation':
    case 'OutcomeUnknown':
    case 'PayoutRejected':
      return failureOfCall({ ...failure, type: 'NotSent' }, { retry: false, more });
  }
}
