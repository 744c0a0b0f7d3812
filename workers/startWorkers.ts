import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { Runtime, Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { askEarlierRuns } from '../activities/attempts/earlierRuns.ts';
import { heartbeatRecorded } from '../activities/attempts/heartbeatRecorded.ts';
import { readRunInput } from '../activities/runInput.ts';
import { createTaskQueueActivities, type TaskQueueActivities } from '../activities/taskQueues.ts';
import { createNoticeActivities, type NoticeActivities } from '../activities/webhook/notice.ts';
import { PAYOUTS_TASK_QUEUE, providerTaskQueue } from '../contract/names.ts';
import { FEISHU_RATE_LIMITS } from './rateLimits.ts';
import { runTogether, type Together } from './runTogether.ts';
import type { Settings } from './settings/settings.ts';
import { planQueues, type QueuePlan, type WorkerDependencies } from './taskQueues.ts';
import { runningCode } from './versioning/runningCode.ts';
import { wellFormedFailures } from './wellFormedFailures.ts';
import { createWorkerCount, listPollersBy, type ListPollers } from './workerCount.ts';

export interface WorkersOptions {
  readonly settings: Settings;
  readonly connection: NativeConnection;
  /** of the same server and namespace: activities ask it for earlier runs and for pollers */
  readonly client: Client;
  readonly namespace: string;
  /** default: the bundle that the build made */
  readonly workflowBundlePath?: string;
  /** `TEMPORAL_WORKER_BUILD_ID`: told in results of what was sent here; default: a digest of the code */
  readonly buildId?: string;
  /** for tests: a server without visibility, another clock, a faster pace */
  readonly dependencies?: Partial<WorkerDependencies>;
  readonly taskQueueActivities?: TaskQueueActivities;
  /** who polls a task queue; asked of the server unless it is told otherwise */
  readonly listPollers?: ListPollers;
  /** for tests: a server that tells the times of a try wrongly */
  readonly interceptors?: WorkerOptions['interceptors'];
}

export interface RunningWorkers extends Together {
  /** How many workers of the fleet share the limits of a profile as far as these know, themselves included. */
  workersServing(profile: string): number;
}

/** Above the longest HTTP time-out, or a shutdown would cut calls off and make their outcome unknown. */
const SHUTDOWN_GRACE_MS = 40_000;

/** So that what a call came to, cut off or not, reaches the server after that. */
const ENDING_MS_MAX = SHUTDOWN_GRACE_MS + 10_000;

/** Marks of a send and of a poll must reach the server before what they mark: they are few and small. */
const HEARTBEAT_INTERVAL = '100ms';

/**
 * Runs kept ready in memory, of some 0.7 MB each. A payout mostly waits for hours, and one that is not ready costs a
 * replay of some twenty events; the SDK's own default would be thousands on a machine with memory to spare.
 */
const CACHED_WORKFLOWS = 500;

/** The workflow code that the build made. */
export const PREBUILT_BUNDLE: string = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/**
 * Starts one worker for the workflows and one for each provider queue of each profile.
 * @throws when a client cannot be made of its settings, or the server refuses a worker
 */
export async function startWorkers(options: WorkersOptions): Promise<RunningWorkers> {
  const { settings, connection, client, namespace } = options;
  const identity = workerIdentity();
  const fleet = createWorkerCount({
    identity,
    profiles: settings.profiles.filter(({ feishu }) => feishu !== undefined).map(({ name }) => name),
    listPollers: options.listPollers ?? listPollersBy(client),
    onFailure: (error) => {
      Runtime.instance().logger.warn('Cannot count the workers that share the limits', { error });
    },
  });
  // Before the first task is taken: a worker that believes itself alone would send at the pace of all.
  await fleet.count();
  const dependencies: WorkerDependencies = {
    clock: Date.now,
    askEarlierRuns: askEarlierRuns(client),
    heartbeatRecorded: heartbeatRecorded(client),
    readRunInput: readRunInput(client),
    rateLimits: FEISHU_RATE_LIMITS,
    code: await runningCode(options.buildId),
    workersServing: (profile) => fleet.workersServing(profile),
    ...options.dependencies,
  };
  const shared = {
    connection,
    namespace,
    identity,
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
    interceptors: {
      ...options.interceptors,
      activity: [wellFormedFailures, ...(options.interceptors?.activity ?? [])],
    },
  } satisfies Partial<WorkerOptions>;
  const queues = options.taskQueueActivities ?? createTaskQueueActivities(client);
  const plans = settings.profiles.flatMap((profile) => planQueues(profile, dependencies));
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: PAYOUTS_TASK_QUEUE,
      workflowBundle: { codePath: options.workflowBundlePath ?? PREBUILT_BUNDLE },
      maxCachedWorkflows: CACHED_WORKFLOWS,
      activities: { ...queues, ...noticeActivities(settings, queues) },
    }),
    ...plans.map((plan) => Worker.create({ ...shared, ...workerOptionsOf(plan) })),
  ]);
  const running = runTogether(workers, ENDING_MS_MAX);
  fleet.countUntil(running.run);
  return { ...running, workersServing: (profile) => fleet.workersServing(profile) };
}

function noticeActivities({ profiles }: Settings, queues: TaskQueueActivities): NoticeActivities {
  const known = new Map(profiles.map(({ name, outcomeWebhook }) => [name, outcomeWebhook !== undefined]));
  return createNoticeActivities({
    ownAnswer: (profile) => known.get(profile),
    isServed: (profile) => queues.isTaskQueueServed(providerTaskQueue(profile, 'outcome-webhook')),
  });
}

/**
 * Who a worker is to the server, and to people who look there. Process id and host alone, as the SDK would have it, are
 * the same for containers that share a host's network; two workers that count as one would pass the limits.
 */
function workerIdentity(): string {
  return `${process.pid}@${hostname()}/${randomUUID().slice(0, 8)}`;
}

function workerOptionsOf({ taskQueue, activities, rateLimit }: QueuePlan): WorkerOptions {
  return {
    taskQueue,
    activities,
    maxHeartbeatThrottleInterval: HEARTBEAT_INTERVAL,
    defaultHeartbeatThrottleInterval: HEARTBEAT_INTERVAL,
    // Eager activities go round the queue and with it round its limit.
    maxEagerActivityReservationsPerWorkflowTask: 0,
    ...(rateLimit === undefined
      ? {}
      : {
          // Last poller wins on the server: every worker of the fleet sets the same.
          maxTaskQueueActivitiesPerSecond: rateLimit.fleetPerSecond,
          maxActivitiesPerSecond: rateLimit.workerPerSecond,
          // The spacing is that of the polls: ten that wait since a quiet hour would take ten calls at once. Two, so that
          // one may be under way while the next falls due.
          maxConcurrentActivityTaskPolls: 2,
        }),
  };
}
