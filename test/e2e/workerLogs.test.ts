import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { allinpayId, anOrder, countsOf, startRealWorld, type RealWorld } from '../harness/realWorld.ts';
import { until } from '../harness/until.ts';
import type { WorkerProcess } from '../harness/workerProcess.ts';

let world: RealWorld;
let worker: WorkerProcess;

/** The SDK then writes down the whole task, as JSON and encoded, of a call that this worker has no code for. */
const withoutBalance = {
  file: 'workers/startWorkers.ts',
  find: '    taskQueue,\n    activities,\n',
  replace:
    '    taskQueue,\n' +
    "    activities: Object.fromEntries(Object.entries(activities).filter(([name]) => name !== 'queryAllinpayBalance')),\n",
};

beforeAll(async () => {
  world = await startRealWorld({ patches: [withoutBalance] });
  worker = await world.startWorker();
});

afterAll(async () => {
  await world.stop();
});

const untilLogged = (words: string): Promise<unknown> =>
  until(`the worker logs: ${words}`, () => worker.output().includes(words));

function start(orderId: string): Promise<WorkflowHandle> {
  return world.client.workflow.start('allinpayWithdrawal', {
    workflowId: allinpayId(orderId),
    taskQueue: 'payouts',
    args: [anOrder(orderId)],
  });
}

/** What every token of this server begins with, as base64: the id of the namespace. */
async function beginningOfTokens(): Promise<string> {
  const { workflowService } = world.client.connection;
  const { namespaceInfo } = await workflowService.describeNamespace({ namespace: 'default' });
  const id = namespaceInfo?.id ?? '';
  expect(id).toHaveLength(36);
  return Buffer.from(`\n$${id}`).toString('base64').slice(0, 48);
}

/** Everything in a text that is base64, read as bytes from each place where three of them may begin. */
function decoded(text: string): string[] {
  return (text.match(/[A-Za-z0-9+/]{40,}/g) ?? []).flatMap((found) =>
    [0, 1, 2, 3].map((from) => Buffer.from(found.slice(from), 'base64').toString('latin1')),
  );
}

describe('what a worker writes, wherever it writes it', () => {
  it('holds no token of a task: not of a failed call, of an unknown one, or of one that was answered for it', async () => {
    world.sandbox.setFaults([
      { on: 'allinpay.withdrawResultQuery', fault: 'dropBefore', orderId: 'L-1' },
      { on: 'allinpay.withdraw', fault: 'delay', ms: 3000, orderId: 'L-2' },
    ]);
    const failing = await start('L-1');
    await untilLogged('Activity failed');

    await world.client.workflow.start('allinpayBalance', {
      workflowId: 'balance-1',
      taskQueue: 'payouts',
      args: [{ accounts: [{ externalCode: 'S-1' }] }],
    });
    await untilLogged('Error while processing ActivityTask.start');

    // Answered by hand while it is under way: the core then says of the worker's own answer that nobody asked for it.
    const answered = await start('L-2');
    await until('the order is booked', () => countsOf(world.sandbox, 'L-2').bookings === 1);
    const [call] = (await answered.describe()).raw.pendingActivities ?? [];
    await world.client.activity.fail(
      { workflowId: answered.workflowId, activityId: call?.activityId ?? '' },
      new Error('by hand'),
    );
    await untilLogged('Activity not found on completion');

    await worker.terminate();
    const output = worker.output();
    expect(output.match(/.*task_?token"?\s*[:=].*/gi) ?? []).toEqual([]);
    expect(output).not.toContain(await beginningOfTokens());
    const { workflowId } = failing;
    expect(
      decoded(output).filter((bytes) => bytes.includes(workflowId) || bytes.includes('balance-1')),
    ).toEqual([]);
  });
});
