import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { payoutRecord, type PayoutRecord } from '../../contract/payoutRecord.ts';
import { freePort } from '../../local/temporal/freePort.ts';
import { PendingCalls } from '../../test/harness/pendingCalls.ts';
import { temporalCli } from '../../test/harness/prepared.ts';
import { allinpayId, anOrder, startRealWorld, type RealWorld } from '../../test/harness/realWorld.ts';
import { startReceiver, type Receiver } from '../../test/harness/receiver.ts';
import { until } from '../../test/harness/until.ts';

const run = promisify(execFile);

const GONE = 'O-gone';
const ORDERS = ['O-1', 'O-2', 'O-3', 'O-4', 'O-5', 'O-6'];

type HistoryEvents = NonNullable<History['events']>;
type Long = NonNullable<HistoryEvents[number]['eventId']>;

let world: RealWorld;
let folder: string;
let port: number;
let receiver: Receiver | undefined;
/** ms: before this nobody took an event */
let receiverUpAt = 0;

const deliveriesOf = (orderId: string): ReturnType<RealWorld['payouts']['outcomeDeliveries']> =>
  world.payouts.outcomeDeliveries(allinpayId(orderId));

async function listening(server: Server): Promise<Server> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

function records(): PayoutRecord[] {
  const path = join(folder, 'records.ndjson');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => payoutRecord.parse(JSON.parse(line)));
}

async function startTheReceiver(): Promise<Receiver> {
  return startReceiver(port, folder, world.sandbox.env['WEBHOOK_SECRET'] ?? '');
}

async function settled(orderId: string): Promise<void> {
  await world.client.workflow.getHandle(allinpayId(orderId)).result();
}

/** A receiver that wants nothing: one payout closes, and both its events are given up. */
async function giveOneUp(): Promise<void> {
  const server = await listening(createHttpServer((_request, response) => response.writeHead(410).end()));
  await world.payouts.startAllinpayWithdrawal(anOrder(GONE));
  await until('both deliveries are given up', async () => {
    const deliveries = await deliveriesOf(GONE);
    return deliveries.length === 2 && deliveries.every(({ state }) => state === 'givenUp');
  });
  await close(server);
}

/** A receiver that says nothing: the worker is killed while a delivery waits for its answer. */
async function killAWorkerThatDelivers(kill: () => Promise<void>): Promise<void> {
  let asked = 0;
  const server = await listening(
    createServer((socket) => {
      asked += 1;
      socket.on('error', () => undefined).resume();
    }),
  );
  await Promise.all(ORDERS.map((orderId) => world.payouts.startAllinpayWithdrawal(anOrder(orderId))));
  await Promise.all(ORDERS.map(settled));
  // Both of each: a delivery whose call has not begun has none whose time-out could be shortened.
  await until('all deliveries are under way', () => asked >= 2 * ORDERS.length);
  await kill();
  await close(server);
  const calls = new PendingCalls(world.client);
  for (const orderId of ORDERS) {
    for (const { deliveryId } of await deliveriesOf(orderId)) await calls.shortenTimeouts(deliveryId);
  }
}

/** `temporal workflow reset --event-id`. @returns the id of the new run */
async function reset(workflowId: string, eventId: Long | null | undefined): Promise<string> {
  const answer = await world.client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId },
    reason: 'as people do',
    workflowTaskFinishEventId: eventId ?? null,
    requestId: randomUUID(),
  });
  return answer.runId;
}

async function eventsOf(workflowId: string): Promise<HistoryEvents> {
  return (await world.client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];
}

beforeAll(async () => {
  port = await freePort();
  folder = await mkdtemp(join(tmpdir(), 'payouts-receiver-'));
  world = await startRealWorld({
    sandbox: { allinpay: { settle: { after: '500ms' } } },
    environment: { OUTCOME_WEBHOOK_URL: `http://127.0.0.1:${port}/outcomes` },
  });
  const worker = await world.startWorker();
  await giveOneUp();
  await killAWorkerThatDelivers(() => worker.crash());
  receiverUpAt = Date.now();
  receiver = await startTheReceiver();
  await world.startWorker();
});

afterAll(async () => {
  await receiver?.kill();
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a payout whose owner cannot be told', () => {
  it('is closed before anybody takes an event of it', async () => {
    for (const orderId of [GONE, ...ORDERS]) {
      const { closedAt } = await world.payouts.payout(allinpayId(orderId)).describe();
      expect(Date.parse(closedAt ?? '')).toBeLessThan(receiverUpAt);
    }
  });

  it('says which events were given up, and why', async () => {
    const [processing, closing] = await deliveriesOf(GONE);
    expect(processing).toMatchObject({ event: 'payout.processing', sequence: 1, state: 'givenUp', tries: 1 });
    expect(closing).toMatchObject({ event: 'payout.settled', sequence: 2, state: 'givenUp', tries: 1 });
    expect(closing?.message).toContain('HTTP 410');
    const query = `WorkflowType = 'outcomeWebhook' AND ExecutionStatus = 'Failed'`;
    expect((await world.client.workflow.count(query)).count).toBe(2);
  });
});

describe('the receiver of the examples', () => {
  it('has every record once, although it and the worker were killed while they were delivered', async () => {
    await until('some are recorded', () => records().length > 0);
    await receiver?.kill();
    receiver = await startTheReceiver();
    await until('all are recorded', () => records().length >= ORDERS.length);
    await until('everything is delivered', async () => {
      const deliveries = await Promise.all(ORDERS.map(deliveriesOf));
      return deliveries.flat().every(({ state }) => state === 'delivered');
    });
    const kept = records();
    expect(kept.map(({ workflowId }) => workflowId).sort()).toEqual(ORDERS.map(allinpayId).sort());
    for (const { end, result } of kept) expect([end, result?.['status']]).toEqual(['completed', 'settled']);
  });

  it('knows the newest of every payout', async () => {
    const newest = (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as { type: string }[];
    expect(newest.map(({ type }) => type)).toEqual(ORDERS.map(() => 'payout.settled'));
  });

  it('gets what was given up when somebody has it delivered again', async () => {
    const failed = "WorkflowType = 'outcomeWebhook' AND ExecutionStatus = 'Failed'";
    // As docs/operations.md has it.
    const reset = [
      'workflow',
      'reset',
      '--query',
      failed,
      '--type',
      'FirstWorkflowTask',
      '--reason',
      'mended',
    ];
    await run(temporalCli(), [...reset, '--yes', '--address', world.address]);
    await until('the record is there', () =>
      records().some(({ workflowId }) => workflowId === allinpayId(GONE)),
    );
    await until('both are delivered', async () =>
      (await deliveriesOf(GONE)).every(({ state }) => state === 'delivered'),
    );
  });
});

describe('a payout that was reset', () => {
  it('tells on under the id of its new run', async () => {
    const begun = (await eventsOf(allinpayId('O-1'))).flatMap(
      (event) => event.startChildWorkflowExecutionInitiatedEventAttributes ?? [],
    );
    expect(begun).toHaveLength(2);
    // Before it told of its end, and after it told that the provider has the order.
    const runId = await reset(allinpayId('O-1'), begun[1]?.workflowTaskCompletedEventId);
    await world.client.workflow.getHandle(allinpayId('O-1'), runId).result();
    const record = await until('the new run is recorded', () =>
      records().find((candidate) => candidate.runId === runId),
    );
    expect(record).toMatchObject({ end: 'completed', result: { status: 'settled' } });
    const ofNewRun = (await deliveriesOf('O-1')).filter((delivery) => delivery.runId === runId);
    expect(ofNewRun).toMatchObject([{ event: 'payout.settled', sequence: 2 }]);
    const history = await world.client.workflow.getHandle(allinpayId('O-1'), runId).fetchHistory();
    const failures = (history.events ?? []).filter((event) => event.workflowTaskFailedEventAttributes);
    // The reset itself is on record as a failed task; a contradiction would be another.
    expect(failures).toHaveLength(1);
  });
});
