import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  TimeoutFailure,
  condition,
  isCancellation,
  proxyActivities,
} from '@temporalio/workflow';
import type { AllinpayActivities } from '../../activities/allinpay/index.ts';
import type { FailureDetails } from '../../activities/attempts/failures.ts';
import type { FeishuActivities } from '../../activities/feishu/index.ts';
import type { LumpSumActivities } from '../../activities/feishu/lumpSum/index.ts';
import type { TaskQueueActivities } from '../../activities/taskQueues.ts';
import type { WalletActivities } from '../../activities/wallet/index.ts';
import type { ActivityFailureType } from '../../contract/failures.ts';
import { providerTaskQueue, type ProviderQueue } from '../../contract/names.ts';

export type ProviderActivities = AllinpayActivities & FeishuActivities & LumpSumActivities & WalletActivities;

/** After this long in a queue it is asked whether anyone serves it at all. */
export const UNSERVED_AFTER = 10 * 60_000;

export interface CallOptions {
  readonly profile: string;
  readonly queue: ProviderQueue;
  /** one line a person reads on the timeline */
  readonly summary: string;
  /** one: never tried again by the server. many: for as long as it takes */
  readonly tries: 'one' | 'many';
  /** ms in the queue before the call comes back as never started */
  readonly scheduleToStart: number;
}

/** The provider activities, on the queue of one profile and limit. HTTP time-outs lie well below startToClose. */
export function activitiesFor({
  profile,
  queue,
  summary,
  tries,
  scheduleToStart,
}: CallOptions): ProviderActivities {
  return proxyActivities<ProviderActivities>({
    taskQueue: providerTaskQueue(profile, queue),
    summary,
    startToCloseTimeout: '60s',
    // Equal to startToClose: heartbeats carry what one try leaves for the next, they don't watch the worker.
    heartbeatTimeout: '60s',
    scheduleToStartTimeout: scheduleToStart,
    // A cancelled poll that is under way is waited for: its answer counts, and no two calls overlap.
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry:
      tries === 'one'
        ? { maximumAttempts: 1 }
        : { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  });
}

/** Activities on the queue of the workflows themselves. */
export const { isTaskQueueServed, untilTaskQueueServed } = proxyActivities<TaskQueueActivities>({
  startToCloseTimeout: '20s',
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
});

/** How a call ended, as far as a flow must tell. */
export type CallOutcome<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  /** a person said something that the call makes way for */
  | { readonly kind: 'interrupted' }
  /** it stood in the queue for as long as we wait, and no try ever started */
  | { readonly kind: 'neverStarted' }
  /** nothing reached the provider; trying again is safe */
  | {
      readonly kind: 'notSent';
      readonly message: string;
      /** false where the provider did answer: that there were too many calls */
      readonly silent: boolean;
      readonly waitMs?: number;
    }
  /** a person must mend the settings */
  | { readonly kind: 'settings'; readonly message: string; readonly nothingSent: boolean }
  /** no answer of use for long enough that a person must know */
  | { readonly kind: 'providerDown'; readonly message: string; readonly nothingSent: boolean }
  /** it may have reached the provider */
  | {
      readonly kind: 'unknown';
      readonly message: string;
      readonly details: FailureDetails;
      /** where the worker was lost: what the last heartbeat said */
      readonly left?: unknown;
      /** the worker was lost in the first try, and there was no heartbeat before */
      readonly leftNothing?: boolean;
      /**
       * The server gave the first try up while it ran, and it had left nothing: a call that marks what it sends before it
       * sends has sent nothing. What the queue gave up does not count: options that were changed between two tries make
       * the server forget the first.
       */
      readonly unmarked?: boolean;
    };

/** ms; the two ends of a wait may be noted by two machines of the server */
const CLOCKS_APART = 1000;

/**
 * Makes a call and tells how it ended; never throws for what a provider, a worker or the server does.
 * @param scheduleToStart ms in the queue that the call was given: none comes back as never started before
 */
export async function callOutcome<T>(
  call: () => Promise<T>,
  scheduleToStart: number,
  interrupted: () => boolean = () => false,
): Promise<CallOutcome<T>> {
  const begunAt = Date.now();
  const scope = new CancellationScope();
  const progress = { over: false };
  const ended = scope
    .run(call)
    .then(outcomeOfAnswer, (error: unknown): CallOutcome<T> =>
      outcomeOfError(error, Date.now() - begunAt >= scheduleToStart - CLOCKS_APART),
    )
    .finally(() => {
      progress.over = true;
    });
  await condition(() => progress.over || interrupted());
  if (progress.over) return ended;
  scope.cancel();
  const end = await ended;
  // A call that is cut off fails in any way, with what was to be tried again without a word too: none of it is news.
  return end.kind === 'answered' ? end : { kind: 'interrupted' };
}

/** An answer that is none was given by hand, and says nothing. */
function outcomeOfAnswer<T>(answer: T): CallOutcome<T> {
  if (answer !== null && answer !== undefined) return { kind: 'answered', answer };
  return { kind: 'unknown', message: 'the call was completed without an answer', details: {} };
}

function outcomeOfError(error: unknown, isTimeOver: boolean): CallOutcome<never> {
  if (isCancellation(error)) return { kind: 'interrupted' };
  // Anything but a failed activity is a fault in this code: it fails the workflow task and is mended by a deploy.
  if (!(error instanceof ActivityFailure)) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure) return outcomeOfTimeout(cause, isTimeOver);
  if (cause instanceof ApplicationFailure) return outcomeOfFailure(cause);
  return { kind: 'unknown', message: cause?.message ?? error.message, details: {} };
}

/**
 * In the queue too long is "not started" only for a first try: after a retry (somebody raised the attempts on the
 * server) an earlier one has left its failure as the cause, and may have sent. The SDK's TimeoutFailure loses the cause;
 * the server's own failure, which it was made of, has it. Not where the options of the activity were changed between the
 * two tries: then the second is given up in the queue at once, and the server says nothing of the first. So one that was
 * given up too early is not believed.
 */
function outcomeOfTimeout(timeout: TimeoutFailure, isTimeOver: boolean): CallOutcome<never> {
  const { failure, lastHeartbeatDetails: left } = timeout;
  const leftNothing = failure !== undefined && isNothing(failure.cause) && isNothing(left);
  const neverStarted = timeout.timeoutType === 'SCHEDULE_TO_START' && leftNothing && isTimeOver;
  if (neverStarted) return { kind: 'neverStarted' };
  const ran = timeout.timeoutType === 'START_TO_CLOSE' || timeout.timeoutType === 'HEARTBEAT';
  return {
    kind: 'unknown',
    message: `the worker was lost during the call (${timeout.message})`,
    details: {},
    left,
    leftNothing,
    unmarked: leftNothing && ran,
  };
}

/** What a message of the server leaves out is null or undefined, by the way it was read. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function outcomeOfFailure(failure: ApplicationFailure): CallOutcome<never> {
  const details = detailsOf(failure);
  const { message } = failure;
  const nothingSent = details.nothingSent === true;
  switch (failure.type) {
    case 'AuthenticationFailed' satisfies ActivityFailureType:
    case 'PermissionDenied' satisfies ActivityFailureType:
    case 'QuotaExhausted' satisfies ActivityFailureType:
      return { kind: 'settings', message, nothingSent };
    case 'NotSent' satisfies ActivityFailureType:
    case 'RateLimited' satisfies ActivityFailureType: {
      // The last try sent nothing; of those before it only the activity itself can say so.
      if (!nothingSent) return { kind: 'unknown', message, details };
      const silent = failure.type === 'NotSent';
      const { waitMs } = details;
      return { kind: 'notSent', message, silent, ...(waitMs === undefined ? {} : { waitMs }) };
    }
    case 'ProviderUnavailable' satisfies ActivityFailureType:
      return { kind: 'providerDown', message, nothingSent };
    case null:
    case undefined:
    default:
      return { kind: 'unknown', message, details };
  }
}

function detailsOf(failure: ApplicationFailure): FailureDetails {
  const details: unknown = failure.details?.[0];
  return typeof details === 'object' && details !== null ? details : {};
}
