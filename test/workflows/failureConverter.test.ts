import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, CancelledFailure, defaultPayloadConverter } from '@temporalio/common';
import { failureConverter } from '../../workflows/failureConverter.ts';

const half = 'a\ud83d';
const mended = 'a\ufffd';

describe('a failure that leaves a workflow', () => {
  it('is well-formed in every text that is no payload, and so is each of its causes', () => {
    const cause = new TypeError(half);
    const failure = ApplicationFailure.create({ type: half, message: half, cause, details: [half] });

    const told = failureConverter.errorToFailure(failure, defaultPayloadConverter);

    expect(told).toMatchObject({
      message: mended,
      applicationFailureInfo: { type: mended },
      cause: { message: mended },
    });
    expect([told.stackTrace, told.cause?.stackTrace].join('')).not.toMatch(/\p{Cs}/u);
    const read = failureConverter.failureToError(told, defaultPayloadConverter);
    expect(read).toMatchObject({ message: mended, details: [half] });
  });

  it('keeps what it says otherwise', () => {
    const failure = ApplicationFailure.create({ message: 'no', nonRetryable: true, nextRetryDelay: '1s' });
    for (const error of [failure, new CancelledFailure('stop'), new Error('no')]) {
      const told = failureConverter.errorToFailure(error, defaultPayloadConverter);
      expect(failureConverter.failureToError(told, defaultPayloadConverter).message).toBe(error.message);
    }
    const told = failureConverter.errorToFailure(failure, defaultPayloadConverter);
    expect(told.applicationFailureInfo).toMatchObject({
      nonRetryable: true,
      nextRetryDelay: { seconds: { low: 1 } },
    });
    expect(failureConverter.errorToFailure('thrown \ud83d', defaultPayloadConverter).message).toMatch(
      /^thrown \ufffd/,
    );
  });
});
