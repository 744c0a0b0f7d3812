import type { ActivityInterceptors } from '@temporalio/worker';
import { isWellFormed, wellFormed } from '../contract/text.ts';

/**
 * Every failure of an activity passes here, whatever threw it: a library's error may hold half a surrogate pair as well as
 * ours, and the SDK's core shuts the worker down for one. An interceptor, since a failure converter of a worker is loaded
 * by `require` and could not be a module like the others.
 */
export function wellFormedFailures(): ActivityInterceptors {
  return {
    inbound: {
      async execute(input, next) {
        try {
          return await next(input);
        } catch (error) {
          if (typeof error === 'string') throw new Error(wellFormed(error));
          mend(error);
          throw error;
        }
      },
    },
  };
}

/** The members of an error that become plain text in the failure that the server is told; `name` stands for no type. */
const TEXTS = ['message', 'stack', 'name', 'type'];

/** In place: another error would have another class and another stack. */
function mend(error: unknown): void {
  const seen = new Set<object>();
  for (
    let at = error;
    typeof at === 'object' && at !== null && !seen.has(at);
    at = Reflect.get(at, 'cause')
  ) {
    seen.add(at);
    for (const member of TEXTS) {
      const text: unknown = Reflect.get(at, member);
      if (typeof text === 'string' && !isWellFormed(text)) Reflect.set(at, member, wellFormed(text));
    }
  }
}
