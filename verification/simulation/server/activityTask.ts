import proto from '@temporalio/proto';
import type { World } from '../engine/world.ts';
import type { ActivityOrder, Attempt, Ending, RunRef } from './activityOrder.ts';
import { encode, msOf, type Failure, type Job } from './proto.ts';
import { backOffOf } from './retryPolicy.ts';

const { RetryState, TimeoutType } = proto.temporal.api.enums.v1;
type Limit = proto.temporal.api.enums.v1.TimeoutType;

/** How somebody ends an activity who means well. */
export type ByHand = 'failed' | 'cancelled' | 'completed without an answer';

type State = 'queued' | 'running' | 'backOff' | 'closed';

/** What offers attempts to workers. */
export interface Dispatcher {
  offer(task: ActivityTask): void;
}

/** One activity as the server keeps it, from its scheduling to its end, however many attempts it takes. */
export class ActivityTask {
  readonly order: ActivityOrder;
  readonly run: RunRef;
  readonly #world: World;
  readonly #dispatcher: Dispatcher;
  readonly #ended: (job: Job) => void;
  readonly #scheduledAt: number;
  #state: State = 'queued';
  #attempt = 1;
  #attemptScheduledAt: number;
  /** counts whatever makes earlier plans for this task void */
  #number = 0;
  #heartbeat: { readonly details: unknown } | undefined;
  #lastFailure: Failure | undefined;
  #cancelRequested = false;
  #setBack = false;
  #dropHeartbeat = false;

  constructor(
    world: World,
    dispatcher: Dispatcher,
    run: RunRef,
    order: ActivityOrder,
    ended: (job: Job) => void,
  ) {
    this.#world = world;
    this.#dispatcher = dispatcher;
    this.run = run;
    this.order = order;
    this.#ended = ended;
    this.#scheduledAt = world.timeline.now;
    this.#attemptScheduledAt = this.#scheduledAt;
    this.#enqueue();
  }

  get state(): State {
    return this.#state;
  }

  get cancelRequested(): boolean {
    return this.#cancelRequested;
  }

  get hasHeartbeat(): boolean {
    return this.#heartbeat !== undefined;
  }

  /** A worker takes the task. @returns undefined where there is nothing to take any more */
  start(): Attempt | undefined {
    if (this.#state !== 'queued') return undefined;
    this.#state = 'running';
    const number = (this.#number += 1);
    this.#limit(this.order.startToCloseMs, number, TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE);
    this.#watchHeartbeat(number);
    return {
      number,
      attempt: this.#attempt,
      scheduledAt: this.#scheduledAt,
      attemptScheduledAt: this.#attemptScheduledAt,
      heartbeatDetails: this.#heartbeat?.details,
    };
  }

  heartbeat(number: number, details: unknown): void {
    if (!this.#isCurrent(number)) return;
    this.#heartbeat = { details };
  }

  /**
   * @param lastDetails of a heartbeat that had not left the worker yet
   * @returns whether it is on record: an attempt that was given up is not
   */
  end(number: number, ending: Ending, lastDetails?: { readonly details: unknown }): boolean {
    if (!this.#isCurrent(number)) {
      this.#world.coverage.note('server/the answer of an attempt given up');
      return false;
    }
    if (lastDetails !== undefined) this.#heartbeat = lastDetails;
    switch (ending.kind) {
      case 'completed':
        this.#close({ completed: { result: encode(ending.value) } });
        break;
      case 'cancelled':
        this.#close({ cancelled: { failure: this.#wrapped({ canceledFailureInfo: {} }) } });
        break;
      case 'failed':
        this.#failed(ending.failure);
        break;
    }
    return true;
  }

  requestCancel(): void {
    if (this.#state === 'closed') return;
    this.#cancelRequested = true;
    if (this.#state !== 'running')
      this.#close({ cancelled: { failure: this.#wrapped({ canceledFailureInfo: {} }) } });
  }

  /** `temporal activity reset`: back to the first attempt, which is due at once. */
  setBack(dropHeartbeat: boolean): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'running') {
      // The try that runs keeps its heartbeat: the next one is not told of it.
      this.#setBack = true;
      this.#dropHeartbeat = dropHeartbeat;
    } else {
      if (dropHeartbeat) this.#heartbeat = undefined;
      this.#attempt = 1;
      this.#enqueue();
    }
  }

  /** A retry that fires before its time: a server that was restarted, an unpause. */
  retryNow(): void {
    if (this.#state === 'backOff') this.#enqueue();
  }

  /** `temporal activity update-options` */
  allowAttempts(attempts: number): void {
    this.order.retry.maximumAttempts = attempts;
  }

  /** `temporal activity fail`, `complete`, `cancel`: whatever a try still does, nobody hears of it. */
  endByHand(how: ByHand): void {
    if (this.#state === 'closed') return;
    switch (how) {
      case 'failed': {
        const cause = { message: 'failed by hand', applicationFailureInfo: { nonRetryable: true } };
        this.#close({ failed: { failure: this.#wrapped(cause) } });
        break;
      }
      case 'cancelled':
        this.#close({ cancelled: { failure: this.#wrapped({ canceledFailureInfo: {} }) } });
        break;
      case 'completed without an answer':
        this.#close({ completed: { result: encode(null) } });
        break;
    }
  }

  /** Its run is over: whatever it still does, nobody hears of it. */
  abandon(): void {
    this.#state = 'closed';
    this.#number += 1;
  }

  #isCurrent(number: number): boolean {
    return this.#state === 'running' && number === this.#number;
  }

  #enqueue(): void {
    this.#state = 'queued';
    this.#attemptScheduledAt = this.#world.timeline.now;
    const number = (this.#number += 1);
    this.#limit(this.order.scheduleToStartMs, number, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START);
    this.#dispatcher.offer(this);
  }

  #limit(ms: number | undefined, number: number, timeoutType: Limit): void {
    if (ms === undefined) return;
    this.#world.timeline.in(ms, () => {
      if (this.#number !== number || this.#state === 'closed') return 'stale';
      this.#timedOut(timeoutType);
      return undefined;
    });
  }

  #watchHeartbeat(number: number): void {
    // The product's heartbeat time-out is that of the whole attempt, so it is counted from the start.
    this.#limit(this.order.heartbeatMs, number, TimeoutType.TIMEOUT_TYPE_HEARTBEAT);
  }

  #timedOut(timeoutType: Limit): void {
    const unstarted = timeoutType === TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
    this.#world.coverage.note(`server/time-out/${unstarted ? 'in the queue' : 'at the worker'}`);
    const details = this.#heartbeat;
    const failure: Failure = {
      message: `activity time-out ${timeoutType}`,
      timeoutFailureInfo: {
        timeoutType,
        ...(details === undefined ? {} : { lastHeartbeatDetails: { payloads: [encode(details.details)] } }),
      },
      ...(this.#lastFailure !== undefined ? { cause: this.#lastFailure } : {}),
    };
    if (unstarted) this.#close({ failed: { failure: this.#wrapped(failure) } });
    else this.#failed(failure);
  }

  #failed(failure: Failure): void {
    const delay = this.#delayAfter(failure);
    if (delay === undefined) {
      this.#close({ failed: { failure: this.#wrapped(failure) } });
      return;
    }
    this.#attempt = this.#setBack ? 1 : this.#attempt + 1;
    if (this.#dropHeartbeat) this.#heartbeat = undefined;
    this.#setBack = false;
    this.#dropHeartbeat = false;
    this.#lastFailure = failure;
    this.#state = 'backOff';
    const number = (this.#number += 1);
    this.#world.timeline.in(delay, () => {
      if (this.#number !== number) return 'stale';
      this.#enqueue();
      return undefined;
    });
  }

  /** @returns ms until the next attempt, or undefined when there is none */
  #delayAfter(failure: Failure): number | undefined {
    const { retry } = this.order;
    const info = failure.applicationFailureInfo;
    if (this.#cancelRequested || info?.nonRetryable === true) return undefined;
    const isLast = retry.maximumAttempts > 0 && this.#attempt >= retry.maximumAttempts;
    if (isLast && !this.#setBack) return undefined;
    return msOf(info?.nextRetryDelay) ?? backOffOf(retry, this.#attempt);
  }

  #wrapped(cause: Failure): Failure {
    const { type, activityId } = this.order;
    return {
      message: 'Activity task failed',
      cause,
      activityFailureInfo: {
        activityType: { name: type },
        activityId,
        retryState: RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE,
      },
    };
  }

  #close(result: proto.coresdk.activity_result.IActivityResolution): void {
    this.#state = 'closed';
    this.#number += 1;
    this.#ended({ resolveActivity: { seq: this.order.seq, result } });
  }
}
