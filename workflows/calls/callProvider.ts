import type { Notice } from '../../activities/webhook/notice.ts';
import type { Head } from '../../contract/head.ts';
import { providerTaskQueue, type ProviderQueue } from '../../contract/names.ts';
import type { WaitingFor } from '../../contract/waiting.ts';
import type { Offer } from '../../rules/attention/board.ts';
import { reportedWith, type ReportedOutages, type Outage } from '../../rules/outage.ts';
import type { PayoutLifecycle } from '../payout/lifecycle.ts';
import {
  activitiesFor,
  callOutcome,
  isTaskQueueServed,
  UNSERVED_AFTER,
  untilTaskQueueServed,
  type CallOutcome,
  type ProviderActivities,
} from './proxies.ts';

/** What is over as soon as a provider answers again. */
export const outages = ['settings', 'providerDown', 'profileNotServed'] as const;

/** A call is not left in a queue for longer than this before it is asked again whether anyone serves it. */
const ONE_DAY = 24 * 3600_000;

/** Why the call is made, when it is not for the first time. */
export interface Again {
  /** what a person has been told of: the activity goes on trying by itself without coming back for it */
  readonly alreadyReported: ReportedOutages;
  /** how the call before this one ended; undefined for the first */
  readonly after: CallOutcome<never>['kind'] | 'retry' | undefined;
}

export interface ProviderCall<T> {
  readonly queue: ProviderQueue;
  /** one line a person reads on the timeline */
  readonly summary: string;
  /** one: a try that the server never repeats. many: for as long as it takes */
  readonly retries: 'one' | 'many';
  readonly run: (activities: ProviderActivities, again: Again) => Promise<T & Notice>;
  /**
   * What to do where a person must know. goOn: tell them and go on trying, since repeating the call pays nothing twice.
   * return: the caller must decide, since money is about to leave.
   */
  readonly onOutage: 'goOn' | 'return';
  /** return: a `retry` is the caller's to act on. Default: the call is made again */
  readonly onRetry?: 'again' | 'return';
  /** return: where no worker took it, it was not sent. Default: it stands in the queue again */
  readonly onNeverStarted?: 'queueAgain' | 'return';
  readonly waitingFor?: WaitingFor;
  /** beside a decision and a stop: what else the call makes way for */
  readonly interruptedBy?: () => boolean;
  /** whether an answer is the provider's own word; default: any is */
  readonly isWord?: (answer: T) => boolean;
  /** Of a call that sends: told before it is made, and when it is certain that it has sent nothing. */
  readonly sending?: {
    readonly begins: () => void;
    readonly sentNothing: () => void;
    /** whether the call leaves a mark at the server before it sends: lost without one, it has sent nothing */
    readonly isMarked?: boolean;
    /** whether it may be cut off all the same, since repeating it pays nothing twice */
    readonly isRepeatable?: () => boolean;
  };
  /** on whose behalf it is made: an outage is over when calls of the same source are answered again; default: the queue */
  readonly source?: ProviderQueue;
  /** what a person is told of an outage; default: what the call says */
  readonly explain?: (message: string) => string;
}

/** How a call of a provider ended, for the flow to act on. */
export type CallResult<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  /** a person must mend something, or know */
  | {
      readonly kind: 'blocked';
      readonly reason: Outage;
      readonly message: string;
      /** whether nothing of this call, whichever try, can have reached the provider */
      readonly nothingSent: boolean;
    }
  | Extract<CallOutcome<T>, { kind: 'notSent' }>
  | ({ readonly kind: 'maybeSent' } & Omit<Extract<CallOutcome<T>, { kind: 'unknown' }>, 'kind'>)
  /** a decision or another request waits to be acted on */
  | { readonly kind: 'interrupted' };

/**
 * Calls a provider. The only place that knows queues and whether anybody serves them, what a person is told of an outage,
 * and how a call ended. A call that may be repeated comes back answered or interrupted only.
 */
export async function callProvider<T, R extends Head>(
  payout: PayoutLifecycle<R>,
  call: ProviderCall<T>,
): Promise<CallResult<T>> {
  const { queue, summary, retries, onOutage, source = queue } = call;
  const isInterrupted = (): boolean => payout.isInterrupted || call.interruptedBy?.() === true;
  const mayBeCutOff = call.sending === undefined || call.sending.isRepeatable?.() === true;
  // What is in sight of a person from a call before is not told once more, whatever cut that call off.
  let again: Again = { alreadyReported: payout.outagesOf(source), after: undefined };
  let scheduleToStart = UNSERVED_AFTER;
  for (;;) {
    payout.endIfStopped();
    if (mayBeCutOff && payout.isInterrupted) {
      if (!takenUp(payout, call)) return { kind: 'interrupted' };
      again = { alreadyReported: null, after: 'retry' };
    }
    call.sending?.begins();
    payout.waitFor(call.waitingFor ?? 'provider');
    const options = { profile: payout.profile, queue, summary, tries: retries, scheduleToStart };
    const ended = await callOutcome(
      () => call.run(activitiesFor(options), again),
      scheduleToStart,
      mayBeCutOff ? isInterrupted : undefined,
    );
    if (mayBeCutOff) payout.endIfStopped();
    switch (ended.kind) {
      case 'answered':
        payout.notifier.hear(ended.answer);
        if (call.isWord?.(ended.answer) !== false) payout.outageIsOver(source);
        return ended;
      case 'neverStarted': {
        call.sending?.sentNothing();
        if (call.onNeverStarted === 'return') return notSent('no worker took the call');
        const isServed = await untilServed(payout, queue, isInterrupted);
        if (!isServed) return { kind: 'interrupted' };
        scheduleToStart = Math.min(scheduleToStart * 2, ONE_DAY);
        again = { ...again, after: 'neverStarted' };
        break;
      }
      case 'settings':
      case 'providerDown': {
        const { kind: reason, message, nothingSent } = ended;
        if (onOutage === 'return') {
          if (nothingSent) call.sending?.sentNothing();
          return { kind: 'blocked', reason, message, nothingSent };
        }
        payout.raiseOutage(reason, offerOf(payout, call.explain?.(message) ?? message), source);
        again = { alreadyReported: reportedWith(again.alreadyReported, reason), after: reason };
        break;
      }
      case 'interrupted':
        if (!mayBeCutOff) return maybeSent('the call was cancelled');
        if (isInterrupted() && !takenUp(payout, call)) return ended;
        again = { alreadyReported: null, after: 'retry' };
        break;
      case 'notSent':
      case 'unknown':
        if (onOutage === 'return') {
          const isLostUnmarked = ended.kind === 'unknown' && ended.unmarked === true;
          if (ended.kind === 'unknown' && !(isLostUnmarked && call.sending?.isMarked === true)) {
            return { ...ended, kind: 'maybeSent' };
          }
          call.sending?.sentNothing();
          return ended.kind === 'notSent' ? ended : notSent(`${ended.message}, nothing was sent`);
        }
        // Somebody took the retries away on the server, or ended the call by hand: it may be made again all the same.
        await payout.wait(isInterrupted, '1m');
        if (isInterrupted() && !takenUp(payout, call)) return { kind: 'interrupted' };
        again = { ...again, after: ended.kind };
        break;
    }
  }
}

/** @returns whether what interrupts is a `retry` that this very loop is to act on */
function takenUp<R extends Head>(
  payout: PayoutLifecycle<R>,
  { onRetry = 'again' }: Pick<ProviderCall<unknown>, 'onRetry'>,
): boolean {
  if (onRetry === 'return' || payout.consume(outages) === undefined) return false;
  payout.offerAnew();
  return true;
}

/** What is offered in an outage: to try again and, as long as nothing was sent, to give it up. */
export function offerOf<R extends Head>({ cancellable }: PayoutLifecycle<R>, message: string): Offer {
  return { decisions: cancellable ? ['retry', 'cancel'] : ['retry'], message };
}

function notSent(message: string): Extract<CallResult<never>, { kind: 'notSent' }> {
  return { kind: 'notSent', message, silent: true };
}

function maybeSent(message: string): Extract<CallResult<never>, { kind: 'maybeSent' }> {
  return { kind: 'maybeSent', message, details: {} };
}

/**
 * For a call that no worker took in time: waits until somebody serves the queue, calling for a person where nobody does.
 * Waiting behind a limit is not that: such a call just stands in the queue again, for longer.
 *
 * @returns false where something else is to be acted on first
 */
async function untilServed<R extends Head>(
  payout: PayoutLifecycle<R>,
  queue: ProviderQueue,
  isInterrupted: () => boolean,
): Promise<boolean> {
  const taskQueue = providerTaskQueue(payout.profile, queue);
  const asked = await callOutcome(() => isTaskQueueServed(taskQueue), Infinity);
  payout.endIfStopped();
  // Where it cannot be asked the call is simply made again.
  if (asked.kind !== 'answered' || asked.answer) {
    payout.clear('profileNotServed');
    return true;
  }
  const message = `no worker serves ${taskQueue}: start one with the settings of this profile`;
  payout.waitFor('worker');
  payout.raiseOutage('profileNotServed', offerOf(payout, message), queue);
  for (;;) {
    const waited = await callOutcome(() => untilTaskQueueServed(taskQueue), Infinity, isInterrupted);
    payout.endIfStopped();
    if (waited.kind === 'answered') {
      payout.clear('profileNotServed');
      return true;
    }
    if (isInterrupted()) {
      if (payout.consume(outages) === undefined) return false;
      payout.offerAnew();
    } else {
      await payout.wait(isInterrupted, '1m');
    }
  }
}

/** A call that changes nothing at the provider. */
export type Reading<T> = Pick<ProviderCall<T>, 'queue' | 'summary' | 'run'>;

/** Makes a call that pays nothing when repeated, for as long as it takes. */
export async function untilAnswered<T, R extends Head>(
  payout: PayoutLifecycle<R>,
  call: Reading<T>,
): Promise<T> {
  for (;;) {
    const result = await callProvider(payout, { ...call, retries: 'many', onOutage: 'goOn' });
    if (result.kind === 'answered') return result.answer;
    // Nothing else is raised where a flow only reads, so only what a flow says can have interrupted: it is said again.
    payout.offerAnew();
  }
}
