import { DefaultFailureConverter, type ProtoFailure } from '@temporalio/common';
import { wellFormed } from '../contract/text.ts';

type Converting = Parameters<DefaultFailureConverter['errorToFailure']>;

/**
 * Every failure that leaves workflow code passes here, whoever made it: of a run, of a refused update, of a query, of a
 * task. Texts of payloads are JSON, which escapes half a surrogate pair; these are written as they are.
 */
class WellFormedFailureConverter extends DefaultFailureConverter {
  override errorToFailure(...converting: Converting): ProtoFailure {
    const failure = super.errorToFailure(...converting);
    const { message, stackTrace, applicationFailureInfo } = failure;
    return {
      ...failure,
      ...(message ? { message: wellFormed(message) } : {}),
      ...(stackTrace ? { stackTrace: wellFormed(stackTrace) } : {}),
      ...(applicationFailureInfo?.type
        ? {
            applicationFailureInfo: {
              ...applicationFailureInfo,
              type: wellFormed(applicationFailureInfo.type),
            },
          }
        : {}),
    };
  }
}

/** By the name that the SDK's bundler looks for. */
export const failureConverter = new WellFormedFailureConverter();
