import { describe, expect, it } from '@jest/globals';
import { ApplicationFailureCategory } from '@temporalio/common';
import {
  failureOfCall,
  notSent,
  notYet,
  outcomeUnknown,
  providerUnavailable,
} from '../../../activities/attempts/failures.ts';
import { refusalOf } from '../../../activities/attempts/refusal.ts';
import { failed, type Verdict } from '../../../providers/http/outcome.ts';
import { callFailure } from '../callFailures.ts';

const unknown: Verdict = { type: 'OutcomeUnknown', outcome: 'unknown', retryable: false };

describe('the failure of an activity', () => {
  it('says where to look at the provider', () => {
    const { failure } = failed('allinpay', 'withdraw', unknown, {
      what: 'processing failed',
      httpStatus: 200,
      code: '3999',
      providerMessage: '系统异常',
      logId: 'seq-1',
      retryAfterMs: 5,
    });

    const thrown = failureOfCall(failure, { retry: false, more: { nothingSent: false } });

    expect(thrown).toMatchObject({
      type: 'OutcomeUnknown',
      nonRetryable: true,
      message: 'allinpay withdraw: processing failed, HTTP 200, code 3999 (系统异常)',
    });
    expect(thrown.details).toEqual([
      {
        provider: 'allinpay',
        api: 'withdraw',
        httpStatus: 200,
        code: '3999',
        providerMessage: '系统异常',
        logId: 'seq-1',
        waitMs: 5,
        nothingSent: false,
      },
    ]);
  });

  it('leaves out what is not known', () => {
    const thrown = failureOfCall(callFailure({ message: 'ours' }), { retry: true });
    expect(thrown.details).toStrictEqual([{ provider: 'feishu', api: 'withdraw' }]);
    expect(thrown.message).toBe('ours');
  });

  it('is tried again after the delay that was asked for, where it is to be tried again', () => {
    expect(failureOfCall(callFailure(), { retry: true, delayMs: 7 })).toMatchObject({
      nonRetryable: false,
      nextRetryDelay: 7,
    });
  });

  it.each([
    ['Chinese', '钱'],
    ['emoji', '💸'],
    ['quotes', '"'],
    ['halves of a pair', '\ud83d'],
  ])('holds at most 2 KB of details, and 4 KB in all, whatever a provider says in %s', (_what, character) => {
    const text = character.repeat(5000);
    const { failure } = failed('feishu', 'withdraw', unknown, {
      what: 'ours '.repeat(1000),
      httpStatus: 500,
      code: '9'.repeat(500),
      providerMessage: text,
      logId: 'L'.repeat(5000),
      retryAfterMs: 60_000,
    });

    const { details, message } = failureOfCall(failure, {
      retry: false,
      more: { nothingSent: false, sentAt: new Date(0).toISOString(), because: 'followsRun' },
    });

    expect(Buffer.byteLength(JSON.stringify(details))).toBeLessThanOrEqual(2048);
    expect(Buffer.byteLength(JSON.stringify({ details, message }))).toBeLessThan(4096);
  });

  it('that sent nothing says so', () => {
    expect(notSent('no connection')).toMatchObject({
      type: 'NotSent',
      message: 'no connection',
      nonRetryable: false,
      details: [{ nothingSent: true }],
    });
  });

  it('of a provider that gives no answer of use is for a person, and nothing was sent', () => {
    expect(providerUnavailable('no answer')).toMatchObject({
      type: 'ProviderUnavailable',
      message: 'no answer',
      nonRetryable: true,
      details: [{ nothingSent: true }],
    });
  });

  it('of unknown outcome is never tried again by the server', () => {
    expect(outcomeUnknown('lost', { sentAt: 'then' })).toMatchObject({
      type: 'OutcomeUnknown',
      nonRetryable: true,
      details: [{ sentAt: 'then' }],
    });
  });

  it('that only waits is benign, and waits at least a millisecond, in whole ones', () => {
    expect(notYet('not settled', 1500.2)).toMatchObject({
      type: 'NotSettledYet',
      nextRetryDelay: 1501,
      category: ApplicationFailureCategory.BENIGN,
    });
    expect(notYet('late', -5).nextRetryDelay).toBe(1);
  });
});

describe('a refusal', () => {
  it('is told in the provider’s own code and words', () => {
    const call = callFailure({
      code: '1002555',
      providerMessage: 'deactivated',
      message: 'ours',
      httpStatus: 400,
    });

    expect(refusalOf(call)).toEqual({ code: '1002555', message: 'deactivated' });
  });

  it('is told by its HTTP status in our words where the provider says nothing', () => {
    expect(refusalOf(callFailure({ httpStatus: 422, message: 'refused' }))).toEqual({
      code: 'HTTP 422',
      message: 'refused',
    });
    expect(refusalOf(callFailure({ message: 'not sent' }))).toEqual({ code: 'HTTP -', message: 'not sent' });
  });
});
