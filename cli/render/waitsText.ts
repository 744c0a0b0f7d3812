import type { PendingCall } from '../../clients/description.ts';
import type { Waits } from '../../clients/follow/overview.ts';

const WORDS: Readonly<Record<NonNullable<Waits['for']>, string>> = {
  approval: 'approval by another person',
  provider: 'an answer of the provider',
  poll: 'the next poll by the plan',
  credit: 'confirmation of what was credited',
  recheck: 'the next comparison',
  time: 'its time',
  settings: 'settings to be mended, then retry',
  worker: 'a worker that serves the profile',
  decision: 'a decision of a person',
};

/** What is waited for, in few words, with the call that is behind it. */
export function waitsText({ for: what, since, call }: Waits): string {
  const words = what === undefined ? [] : [WORDS[what]];
  const from = since === undefined ? [] : [`since ${since}`];
  const calls = call === undefined ? [] : [callText(call)];
  return [[...words, ...from].join(' '), ...calls].filter((part) => part !== '').join('; ');
}

/** How often a call was tried, when it is tried next, and what the last error was. */
export function callText({ name, attempt, lastFailure, nextTryAt }: PendingCall): string {
  const when = nextTryAt === undefined ? 'running now' : `next at ${nextTryAt}`;
  const type = lastFailure?.type === undefined ? '' : `${lastFailure.type}: `;
  const why = lastFailure === undefined ? '' : `; last: ${type}${lastFailure.message}`;
  return `${name}, try ${attempt}, ${when}${why}`;
}
