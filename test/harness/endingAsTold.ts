import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/**
 * Ends the next try of an activity as it is told, once, as the server does when somebody ends a call by hand: with a
 * failure, or completed without an answer.
 */
export function endingAsTold(endings: Map<string, Error | null>): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      execute(input, next) {
        const ending = endings.get(info.activityType);
        if (ending === undefined) return next(input);
        endings.delete(info.activityType);
        return ending === null ? Promise.resolve(null) : Promise.reject(ending);
      },
    },
  });
}
