import { describe, expect, it } from '@jest/globals';
import { nothingSent } from '../../../activities/attempts/nothingSent.ts';
import type { FailureType } from '../../../providers/http/outcome.ts';
import { callFailure } from '../callFailures.ts';

/** Every failure there is, and the name it has where nothing was sent. */
const NAMES: Readonly<Record<FailureType, string>> = {
  AuthenticationFailed: 'AuthenticationFailed',
  PermissionDenied: 'PermissionDenied',
  QuotaExhausted: 'QuotaExhausted',
  RateLimited: 'RateLimited',
  NotSent: 'NotSent',
  ProviderUnavailable: 'NotSent',
  ProtocolViolation: 'NotSent',
  OutcomeUnknown: 'NotSent',
  PayoutRejected: 'NotSent',
};
const types = Object.keys(NAMES) as FailureType[];

describe('a call before which nothing was sent', () => {
  it.each(types)('that failed as %s is told under the name by which it waits', (type) => {
    expect(nothingSent(callFailure({ type, code: '7', logId: 'L', retryAfterMs: 500 }))).toMatchObject({
      type: NAMES[type],
      nonRetryable: true,
      details: [
        { provider: 'feishu', api: 'withdraw', code: '7', logId: 'L', waitMs: 500, nothingSent: true },
      ],
    });
  });
});
