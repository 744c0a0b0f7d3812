import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import proto from '@temporalio/proto';
import { startDevServer, type DevServer } from '../../local/temporal/index.ts';
import { PendingCalls } from '../../test/harness/pendingCalls.ts';
import { temporalCli } from '../../test/harness/prepared.ts';
import { until } from '../../test/harness/until.ts';
import { HangingActivities } from './stub/activities.ts';
import type { oneCall, wordsLeft } from './stub/workflows.ts';

// What the flows rely on of the server and the SDK, shown on the real server.

const { TimeoutType } = proto.temporal.api.enums.v1;

Runtime.install({ logger: new DefaultLogger('ERROR') });

const started: (() => Promise<unknown>)[] = [];
let server: DevServer;
let client: Client;
let calls: PendingCalls;
let native: NativeConnection;
let bundle: Awaited<ReturnType<typeof bundleWorkflowCode>>;

beforeAll(async () => {
  const runDir = fileURLToPath(new URL('../../.payouts/test/run', import.meta.url));
  const executable = temporalCli();
  server = await startDevServer({ executable, searchAttributes: {}, runDir, ui: true, http: true });
  started.push(() => server.stop());
  native = await NativeConnection.connect({ address: server.address });
  started.push(() => native.close());
  const connection = await Connection.connect({ address: server.address });
  started.push(() => connection.close());
  client = new Client({ connection });
  calls = new PendingCalls(client);
  bundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./stub/workflows.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
});

afterAll(async () => {
  for (const end of started.reverse()) await end();
});

/** A queue of its own with a worker that takes one call at a time. */
async function startWorker(options: Partial<WorkerOptions> = {}) {
  const taskQueue = randomUUID();
  const activities = new HangingActivities();
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: bundle,
    activities: { hang: activities.hang, leaveWords: activities.leaveWords },
    maxConcurrentActivityTaskExecutions: 1,
    ...options,
  });
  const run = worker.run();
  started.push(async () => {
    activities.release();
    worker.shutdown();
    await run;
  });
  const call = (...args: Parameters<typeof oneCall>): Promise<WorkflowHandle<typeof oneCall>> =>
    client.workflow.start<typeof oneCall>('oneCall', {
      taskQueue,
      workflowId: randomUUID(),
      args,
    });
  return { taskQueue, activities, call };
}

/** A call whose first try holds the worker's only slot until it is given up, and whose second waits for a slot. */
async function secondTryInQueue(...args: Parameters<typeof oneCall>) {
  const worker = await startWorker();
  const handle = await worker.call(...args);
  await until('the first try runs', () => worker.activities.tries.length === 1);
  await calls.raiseAttempts(handle.workflowId, 3);
  await calls.untilAttempt(handle.workflowId, 2);
  return { ...worker, handle };
}

describe('a call that is given up in the queue', () => {
  it('counts as unstarted when no try of it ever started', async () => {
    const { activities, call } = await startWorker();
    await call(false);
    await until('the slot is taken', () => activities.tries.length === 1);
    const waiting = await call(false);
    expect(await waiting.result()).toEqual({ kind: 'neverStarted' });
  });

  it.each([
    ['left a heartbeat', true],
    ['left nothing, its mark never having reached the server', false],
  ])('counts as unknown when an earlier try %s', async (_what, leaveWord) => {
    const { handle, activities } = await secondTryInQueue(leaveWord);
    expect(await handle.result()).toMatchObject({ kind: 'unknown' });
    expect(activities.tries).toHaveLength(1);
  });
});

describe('a call whose options are changed again between its first try and its second', () => {
  it('is given up in the queue at once, without a word of the first, and counts as unknown all the same', async () => {
    const { handle, activities } = await secondTryInQueue(false, 600_000);
    await calls.restoreTimeouts(handle.workflowId);

    expect(await handle.result()).toMatchObject({ kind: 'unknown', leftNothing: true });
    expect(activities.tries).toHaveLength(1);
    expect(await queueTimeoutOf(handle)).toEqual({ cause: undefined, heartbeats: undefined });
  });
});

/** What the server says of a call that it gave up in the queue. */
async function queueTimeoutOf(handle: WorkflowHandle): Promise<object> {
  const { events } = await handle.fetchHistory();
  const [failure] = (events ?? []).flatMap(
    ({ activityTaskTimedOutEventAttributes: it }) => it?.failure ?? [],
  );
  const { timeoutType, lastHeartbeatDetails } = failure?.timeoutFailureInfo ?? {};
  expect(timeoutType).toBe(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START);
  return { cause: failure?.cause ?? undefined, heartbeats: lastHeartbeatDetails ?? undefined };
}

describe('a call that is set back while it waits for its second try', () => {
  it('looks like a first try but for the time of its scheduling', async () => {
    const { handle, activities } = await secondTryInQueue(true);
    await calls.reset(handle.workflowId);
    activities.release();
    await handle.result();

    const [first, second] = activities.tries;
    expect(first!.currentAttemptScheduledTimestampMs).toBe(first!.scheduledTimestampMs);
    expect(second).toMatchObject({ attempt: 1 });
    expect(second!.heartbeatDetails).toBeUndefined();
    expect(second!.currentAttemptScheduledTimestampMs).toBeGreaterThan(second!.scheduledTimestampMs);
  });
});

describe('a first try that is given up while it runs', () => {
  /** A call whose first try runs, and has left its word at the server where it was told to. */
  async function runningCall(leaveWord: boolean) {
    const worker = await startWorker();
    const handle = await worker.call(leaveWord);
    await until('the first try runs', () => worker.activities.tries.length === 1);
    const word = async (): Promise<boolean> =>
      ((await handle.describe()).raw.pendingActivities?.[0]?.heartbeatDetails?.payloads ?? []).length > 0;
    if (leaveWord) await until('its word is on record', word);
    return { handle, word };
  }

  it('counts as unmarked when it left nothing', async () => {
    const { handle } = await runningCall(false);
    expect(await handle.result()).toMatchObject({ kind: 'unknown', unmarked: true });
  });

  it('counts as marked when it left a word', async () => {
    const { handle } = await runningCall(true);
    expect(await handle.result()).toMatchObject({ kind: 'unknown', unmarked: false, left: 'sending' });
  });

  it('keeps its word when it is reset without its heartbeats: that holds for its next try only', async () => {
    const { handle, word } = await runningCall(true);
    await calls.reset(handle.workflowId);
    expect(await word()).toBe(true);
    expect(await handle.result()).toMatchObject({ kind: 'unknown', unmarked: false, left: 'sending' });
  });

  // Why docs/operations.md forbids it: nothing that the server keeps tells it from a call that left no word.
  it('loses its word, without another trace, when it is paused and unpaused without its heartbeats', async () => {
    const { handle, word } = await runningCall(true);
    await calls.pause(handle.workflowId, 'hang');
    await calls.unpause(handle.workflowId);
    expect(await word()).toBe(false);
    expect(await handle.result()).toMatchObject({ kind: 'unknown', unmarked: true });
  });
});

describe('a second try that is given up while it runs', () => {
  it('does not count as unmarked although neither try left a word', async () => {
    const { activities, call } = await startWorker({ maxConcurrentActivityTaskExecutions: 2 });
    const handle = await call(false);
    await until('the first try runs', () => activities.tries.length === 1);
    await calls.raiseAttempts(handle.workflowId, 2);
    expect(await handle.result()).toMatchObject({ kind: 'unknown', unmarked: false });
    expect(activities.tries).toHaveLength(2);
  });
});

describe('heartbeats in a row just before a failure', () => {
  it.each([
    ['as short as the workers have it', '100ms'],
    ['longer than the test', '60s'],
  ] as const)('leave the last one to the next try, with a throttle interval %s', async (_what, interval) => {
    const { taskQueue } = await startWorker({
      maxHeartbeatThrottleInterval: interval,
      defaultHeartbeatThrottleInterval: interval,
    });
    const handle = await client.workflow.start<typeof wordsLeft>('wordsLeft', {
      taskQueue,
      workflowId: randomUUID(),
    });
    expect(await handle.result()).toBe('last');
  });
});

describe('by plain HTTP a run whose workflow id has a slash', () => {
  const foundBy = async (url: string, workflowId: string): Promise<boolean> => {
    const path = `api/v1/namespaces/default/workflows/${encodeURIComponent(workflowId)}`;
    const answer = await fetch(`${url}/${path}`);
    expect([200, 404]).toContain(answer.status);
    return answer.ok && (await answer.text()).includes(`"${workflowId}"`);
  };

  it('is found at the UI, and not at the HTTP port of the server', async () => {
    for (const workflowId of ['with/a/slash', 'without'])
      await client.workflow.start('any', { workflowId, taskQueue: 'of-nobody' });
    expect(await foundBy(server.httpUrl!, 'without')).toBe(true);
    expect(await foundBy(server.httpUrl!, 'with/a/slash')).toBe(false);
    expect(await foundBy(server.uiUrl!, 'with/a/slash')).toBe(true);
  });
});
