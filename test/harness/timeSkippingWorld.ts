import { DefaultLogger, Runtime } from '@temporalio/worker';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ConnectionOptions, WorkflowHandle } from '@temporalio/client';
import { taskQueueActivities } from '../../activities/taskQueues.ts';
import type { Head } from '../../contract/head.ts';
import type { Flow } from '../../contract/flows/names.ts';
import { PAYOUTS_TASK_QUEUE, PAYOUT_QUERY } from '../../contract/names.ts';
import { searchAttributeTypes } from '../../contract/searchAttributes.ts';
import type { Sandbox, SettingsInput } from '../../sandbox/index.ts';
import { readSettings } from '../../workers/settings/readSettings.ts';
import type { Settings } from '../../workers/settings/settings.ts';
import { startWorkers } from '../../workers/startWorkers.ts';
import { atOneTime } from './atOneTime.ts';
import { endingAsTold } from './endingAsTold.ts';
import { temporalTestServer, workflowBundle } from './prepared.ts';
import { FeishuSeed } from './seed.ts';
import { startTestSandbox } from './testSandbox.ts';
import { until } from './until.ts';

export interface WorldOptions {
  readonly sandbox?: SettingsInput;
  /** settings in place of the sandbox's own, by name */
  readonly environment?: Readonly<Record<string, string>>;
  /** HTTP time-out of every client, ms; it runs by the machine's clock, so tests of it shorten it */
  readonly timeoutMs?: number;
}

/** What the tests make of the surroundings that this server does not have. */
interface Knobs {
  /** ids that are said to follow an earlier run that may have sent the order */
  readonly followers: Set<string>;
  /** ids of which the server is said to know an earlier run, closed Failed */
  readonly failedBefore: Set<string>;
  /** whether the queues are said to be served */
  served: boolean;
  /** whether the server says anything of earlier runs */
  tells: boolean;
  /** by the name of an activity: how its next try ends in place of what it would do; null: without an answer */
  readonly endings: Map<string, Error | null>;
}

/** The whole product on a server that skips time: real workers, real workflows, the strict sandbox. */
export interface TimeSkippingWorld {
  readonly environment: TestWorkflowEnvironment;
  readonly sandbox: Sandbox;
  readonly feishu: FeishuSeed;
  readonly knobs: Knobs;
  /** ms of the server's clock */
  now(): Promise<number>;
  start(flow: Flow, workflowId: string, input: unknown, options?: object): Promise<WorkflowHandle>;
  stop(): Promise<void>;
}

/**
 * When a run has ended, this server's clock jumps to where its time would have run out: ten years on, where it is left
 * out. After some twenty runs Feishu's sandbox would tell of times beyond 2199, which no client believes.
 */
const EXECUTION_TIMEOUT = '400 days';

const unlimited = { fleetPerSecond: 10_000, workerPerSecond: 10_000 };

const kinds = { Keyword: 2, Int: 3, Bool: 5, Datetime: 6, KeywordList: 7 } as const;

/** This server knows no pages: a history of more than the 4 MB that gRPC takes at once could not be fetched. */
const longHistories = {
  name: 'long-histories',
  configureConnection: (options: ConnectionOptions): ConnectionOptions => ({
    ...options,
    channelArgs: { ...options.channelArgs, 'grpc.max_receive_message_length': -1 },
  }),
};

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** The time of the sandbox is that of the last activity: it has no other way to learn the server's. */
export async function startTimeSkippingWorld(options: WorldOptions = {}): Promise<TimeSkippingWorld> {
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: temporalTestServer() } },
    plugins: [longHistories],
  });
  const namespace = 'default';
  // This server takes search attributes but cannot list them, so ours are given without a look first.
  const searchAttributes = Object.fromEntries(
    Object.entries(searchAttributeTypes).map(([name, type]) => [name, kinds[type]]),
  );
  await environment.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  const time = { now: await environment.currentTimeMs() };
  const clock = async (): Promise<number> => {
    time.now = await environment.currentTimeMs();
    return time.now;
  };
  const sandbox = await startTestSandbox({ clock: () => time.now, settings: relaxed(options.sandbox) });
  const knobs: Knobs = {
    followers: new Set(),
    failedBefore: new Set(),
    served: true,
    tells: true,
    endings: new Map(),
  };
  const workers = await startWorkers({
    settings: forSkippedTime(
      settingsOf({ ...sandbox.env, RECONCILE_RECHECKS: '1m,5m,30m', ...options.environment }),
      options.timeoutMs,
    ),
    connection: environment.nativeConnection,
    client: environment.client,
    namespace,
    workflowBundlePath: workflowBundle(),
    dependencies: {
      clock,
      rateLimits: {
        'feishu-withdraw': unlimited,
        'feishu-reconciliation': unlimited,
        'feishu-lump-sum-update': unlimited,
        'feishu-lump-sum-query': unlimited,
      },
      askEarlierRuns: (workflowId) => {
        if (!knobs.tells) return Promise.reject(new Error('visibility is away'));
        const maybeSent = knobs.followers.has(workflowId);
        return Promise.resolve({ any: maybeSent || knobs.failedBefore.has(workflowId), maybeSent });
      },
    },
    taskQueueActivities: taskQueueActivities(() => Promise.resolve(knobs.served)),
    // This server does not know: asked every few seconds of real time, it would only be disturbed.
    listPollers: () => Promise.resolve([]),
    interceptors: { activity: [atOneTime, endingAsTold(knobs.endings)] },
  });
  const failed = workers.run.catch((error: unknown) => error);
  return {
    environment,
    sandbox,
    feishu: new FeishuSeed(sandbox),
    knobs,
    now: clock,
    start: (flow, workflowId, input, more = {}) =>
      environment.client.workflow.start(flow, {
        workflowId,
        taskQueue: PAYOUTS_TASK_QUEUE,
        args: input === undefined ? [] : [input],
        workflowExecutionTimeout: EXECUTION_TIMEOUT,
        ...more,
      }),
    async stop() {
      await workers.shutdown();
      await sandbox.close();
      await environment.teardown();
      const error = await failed;
      if (error instanceof Error) throw error;
    },
  };
}

/** Limits and the ages of signatures and tokens are of real time; under skipped time they would be noise. */
function relaxed(settings: SettingsInput = {}): SettingsInput {
  const limits = {
    'feishu.create': null,
    'feishu.reward': null,
    'feishu.withdraw': null,
    'feishu.reconciliation': null,
    'feishu.lumpSumCreate': null,
    'feishu.lumpSumQuery': null,
    'feishu.lumpSumUpdate': null,
  };
  return {
    ...settings,
    feishu: { limits, tokenSeconds: 10_000_000_000, ...settings.feishu },
    wallet: { toleranceSeconds: 10_000_000_000, ...settings.wallet },
  };
}

/**
 * No settings of the worker's environment: every client takes a time-out beside its own. Feishu's limits are windows of
 * real time, in which many skipped minutes go by.
 */
function forSkippedTime(settings: Settings, timeoutMs: number | undefined): Settings {
  const limited = <T extends object>(client: T): T =>
    timeoutMs === undefined ? client : { ...client, timeoutMs };
  const unpaced = <T extends object>(client: T): T => ({ ...client, limits: 'none' });
  return {
    ...settings,
    profiles: settings.profiles.map(({ feishu, allinpay, wallet, ...profile }) => ({
      ...profile,
      ...(feishu === undefined ? {} : { feishu: unpaced(limited(feishu)) }),
      ...(allinpay === undefined ? {} : { allinpay: limited(allinpay) }),
      ...(wallet === undefined ? {} : { wallet: limited(wallet) }),
    })),
  };
}

export function settingsOf(environment: Readonly<Record<string, string>>): Settings {
  const read = readSettings(environment, {
    readFile: (path) => {
      throw new Error(`no test reads ${path}`);
    },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

/** The status of a running or closed payout, by its own query. */
export async function statusOf(handle: WorkflowHandle): Promise<string> {
  return (await handle.query<Head>(PAYOUT_QUERY)).status;
}

export async function untilStatus(handle: WorkflowHandle, status: string): Promise<void> {
  const instead = async (): Promise<string> => {
    const { raw } = await handle.describe();
    const { events } = await handle.fetchHistory();
    const found = {
      shown: await handle.query(PAYOUT_QUERY),
      pending: raw.pendingActivities,
      events: events?.map(({ eventType, eventTime }) => [eventType, eventTime]),
    };
    return `${handle.workflowId} is ${status}: ${JSON.stringify(found)}`;
  };
  await until(instead, async () => (await statusOf(handle)) === status);
}
