import { providerTaskQueue, type ProviderQueue } from '../contract/names.ts';
import type { Trouble } from '../activities/tries.ts';
import type { Decision } from '../contract/attention.ts';
import type { Head } from '../contract/head.ts';
import { activitiesFor, endOf, isTaskQueueServed, UNSERVED_AFTER, type ProviderActivities } from './calls.ts';
import type { Payout } from './payout.ts';

export const ONE_HOUR = 3600_000;

/** 1 s, 2 s, 4 s … up to an hour. `times` counts from 1. */
export function backOff(times: number): number {
  return Math.min(1000 * 2 ** Math.min(times - 1, 30), ONE_HOUR);
}

/** What is over as soon as a provider answers again. */
export const troubles = ['settings', 'providerDown', 'profileNotServed'] as const;

/**
 * For a call that no worker took within its patience: waits until somebody serves the queue, calling for a person where
 * nobody does. Waiting behind a limit is not that: such a call just stands in the queue again, for longer. Comes back
 * early for a decision on something else.
 *
 * @returns ms to stand in the queue next
 */
export async function queueAgain<R extends Head>(
  payout: Payout<R>,
  queue: ProviderQueue,
  patience: number,
): Promise<number> {
  const taskQueue = providerTaskQueue(payout.profile, queue);
  if (await isTaskQueueServed(taskQueue)) {
    payout.clear('profileNotServed');
    return patience * 2;
  }
  const decisions: Decision[] = payout.cancellable ? ['retry', 'cancel'] : ['retry'];
  payout.raise(
    'profileNotServed',
    decisions,
    `no worker serves ${taskQueue}: start one with the settings of this profile`,
  );
  for (
    let wait = UNSERVED_AFTER;
    !(await isTaskQueueServed(taskQueue));
    wait = Math.min(wait * 2, ONE_HOUR)
  ) {
    await payout.wait(() => payout.inbox.hasResolution, wait);
    // A decision on something graver is not ours to take: the caller acts on it first.
    if (!payout.inbox.takeRetry() && payout.inbox.hasResolution) return UNSERVED_AFTER;
  }
  payout.clear('profileNotServed');
  return UNSERVED_AFTER;
}

export interface PatientCall<T> {
  readonly queue: ProviderQueue;
  readonly summary: string;
  readonly call: (activities: ProviderActivities, known: Trouble | null) => Promise<T>;
}

/**
 * Makes a call that pays nothing when repeated, for as long as it takes. A person is told of trouble once; the call
 * goes on trying meanwhile, at no cost to the history, and `retry` tries at once.
 */
export async function untilAnswered<T, R extends Head>(
  payout: Payout<R>,
  { queue, summary, call }: PatientCall<T>,
): Promise<T> {
  let known: Trouble | null = null;
  let patience = UNSERVED_AFTER;
  for (;;) {
    const options = { profile: payout.profile, queue, summary, tries: 'many', patience } as const;
    const ended = await endOf(
      () => call(activitiesFor(options), known),
      patience,
      () => payout.inbox.hasResolution || payout.isStopping,
    );
    payout.endIfStopped();
    switch (ended.kind) {
      case 'answered':
        // A `retry` that came together with the answer has nothing left to decide.
        payout.inbox.takeResolution();
        payout.clear(...troubles);
        return ended.answer;
      case 'interrupted':
        payout.inbox.takeResolution();
        break;
      case 'unstarted':
        patience = await queueAgain(payout, queue, patience);
        break;
      case 'settings':
      case 'providerDown':
        known = ended.kind;
        payout.raise(ended.kind, ['retry'], ended.message);
        break;
      case 'notSent':
      case 'unknown':
        // Only where somebody took the retries away on the server: it is still a call that may be repeated.
        await payout.wait(() => payout.inbox.hasResolution, '1m');
        break;
    }
  }
}
