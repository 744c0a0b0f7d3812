import { asyncLocalStorage, CancelledFailure, Context } from '@temporalio/activity';
import {
  ActivityCancellationDetails,
  defaultFailureConverter,
  defaultPayloadConverter,
  ensureApplicationFailure,
  noopMetricMeter,
} from '@temporalio/common';
import type { ProfileSettings } from '../../../workers/settings/settings.ts';
import type { WorkerDependencies } from '../../../workers/taskQueues.ts';
import { planQueues } from '../../../workers/taskQueues.ts';
import { wellFormedFailures } from '../../../workers/wellFormedFailures.ts';
import type { World } from '../engine/world.ts';
import type { Attempt, Ending } from '../server/activityOrder.ts';
import type { ActivityTask } from '../server/activityTask.ts';
import { mustBeWellFormed } from '../server/texts.ts';
import type { Caller } from '../transport/network.ts';

type Activity = (...args: readonly unknown[]) => Promise<unknown>;

/** Is told what an attempt came to once the server has it, and when it began, ms. */
export type Recorded = (task: ActivityTask, ending: Ending, startedAt: number) => void;

const silent = {
  log: () => undefined,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const never = new Promise<never>(() => undefined);

/** One worker process: its clients, its activities under way, and what of them reaches the server before it dies. */
export class SimulatedWorker implements Caller {
  readonly number: number;
  readonly #world: World;
  readonly #activities = new Map<string, Activity>();
  alive = true;
  standsStillUntil = 0;
  readonly #dies: () => boolean;
  readonly #recorded: Recorded;

  constructor(
    world: World,
    number: number,
    parts: {
      readonly profile: ProfileSettings;
      readonly dependencies: WorkerDependencies;
      readonly shared: object;
      /** whether it dies before what an activity came to is on record; it does so then */
      readonly diesUnrecorded: () => boolean;
      readonly recorded: Recorded;
    },
  ) {
    this.number = number;
    this.#world = world;
    this.#dies = parts.diesUnrecorded;
    this.#recorded = parts.recorded;
    const plans = planQueues(parts.profile, parts.dependencies);
    for (const activities of [parts.shared, ...plans.map((plan) => plan.activities)]) {
      for (const [name, activity] of Object.entries(activities)) {
        if (typeof activity === 'function') this.#activities.set(name, activity as Activity);
      }
    }
  }

  /** Takes one attempt and runs the product's own activity. */
  run(task: ActivityTask, attempt: Attempt): void {
    const activity = this.#activities.get(task.order.type);
    if (activity === undefined) throw new Error(`no worker has ${task.order.type}`);
    this.#world.coverage.note('work/activity attempts');
    const controller = new AbortController();
    const startedAt = this.#world.timeline.now;
    let unsent: { readonly details: unknown } | undefined;
    const heartbeat = (raw: unknown): void => {
      const details: unknown = raw === undefined ? undefined : JSON.parse(JSON.stringify(raw));
      unsent = { details };
      this.#world.timeline.in(this.#world.random.int(1, 100), () => {
        if (!this.alive) return;
        task.heartbeat(attempt.number, details);
        if (task.cancelRequested && !controller.signal.aborted)
          controller.abort(new CancelledFailure('CANCELLED'));
      });
    };
    const context = contextOf(task, attempt, controller.signal, heartbeat);
    const done = (ending: Ending): void => {
      this.#world.timeline.at(
        Math.max(this.#world.timeline.now + this.#world.random.int(1, 10), this.standsStillUntil),
        () => {
          if (!this.alive || this.#dies()) return;
          mustBeWellFormed(ending, task.order.type);
          this.#world.trace.say(`${task.order.type} of ${task.run.runId} ${textOf(ending)}`);
          if (task.end(attempt.number, ending, unsent)) this.#recorded(task, ending, startedAt);
        },
      );
    };
    void asyncLocalStorage
      .run(context, () => executed(activity, task.order.args))
      .then(
        (value) => {
          done({ kind: 'completed', value });
        },
        (error: unknown) => {
          done(endingOf(error, controller.signal));
        },
      );
  }
}

/** As a worker runs them: every failure passes the product's own interceptor. */
function executed(activity: Activity, args: readonly unknown[]): Promise<unknown> {
  const next = (): Promise<unknown> => activity(...args);
  const { inbound } = wellFormedFailures();
  return inbound?.execute?.({ args: [...args], headers: {} }, next) ?? next();
}

function textOf(ending: Ending): string {
  if (ending.kind !== 'failed') return ending.kind;
  return `failed ${ending.failure.applicationFailureInfo?.type ?? ''} (${ending.failure.message ?? ''})`;
}

/** What a try that threw came to. */
export function endingOf(error: unknown, signal: AbortSignal): Ending {
  if (signal.aborted && error instanceof CancelledFailure) return { kind: 'cancelled' };
  const failure = defaultFailureConverter.errorToFailure(
    ensureApplicationFailure(error),
    defaultPayloadConverter,
  );
  return { kind: 'failed', failure };
}

/** What an activity knows of its try. */
export function contextOf(
  { order, run }: ActivityTask,
  attempt: Attempt,
  signal: AbortSignal,
  heartbeat: (details: unknown) => void,
): Context {
  const info = {
    taskToken: new Uint8Array(),
    base64TaskToken: '',
    activityId: order.activityId,
    activityType: order.type,
    activityNamespace: 'default',
    attempt: attempt.attempt,
    isLocal: false,
    workflowExecution: { workflowId: run.workflowId, runId: run.runId },
    workflowNamespace: 'default',
    workflowType: run.workflowType,
    scheduledTimestampMs: attempt.scheduledAt,
    scheduleToCloseTimeoutMs: 0,
    startToCloseTimeoutMs: order.startToCloseMs ?? 0,
    currentAttemptScheduledTimestampMs: attempt.attemptScheduledAt,
    heartbeatTimeoutMs: order.heartbeatMs ?? 0,
    heartbeatDetails: attempt.heartbeatDetails,
    taskQueue: order.taskQueue,
    namespace: 'default',
    inWorkflow: true,
  };
  const cancelled = { details: new ActivityCancellationDetails({}) };
  return new Context(info, never, signal, heartbeat, undefined, silent, noopMetricMeter, cancelled);
}
