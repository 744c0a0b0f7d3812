import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { LumpSumCorrectionInput } from '../../contract/flows/lumpSumCorrection.ts';
import { PAYOUTS_TASK_QUEUE } from '../../contract/names.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { LumpSumSeed, type WireRecord } from '../harness/lumpSumSeed.ts';
import { PendingCalls } from '../harness/pendingCalls.ts';
import { headOf, startRealWorld, untilAttention, type RealWorld } from '../harness/realWorld.ts';
import { until } from '../harness/until.ts';

/** Long enough that no answer leaves before the worker is killed. */
const late = { fault: 'delay', ms: 60_000, times: 1 } as const;

let world: RealWorld;
let seed: LumpSumSeed;
let calls: PendingCalls;
const records = new Map<string, WireRecord>();

const idOf = (name: string): string => records.get(name)!.id;
const handleOf = (name: string): WorkflowHandle =>
  world.client.workflow.getHandle(workflowIdOf('lumpSumCorrection', 'default', name));

/** As another service starts it, from any language: the SDK's default policies. */
async function start(name: string, more: Partial<LumpSumCorrectionInput> = {}): Promise<WorkflowHandle> {
  return world.client.workflow.start('lumpSumCorrection', {
    workflowId: workflowIdOf('lumpSumCorrection', 'default', name),
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [{ correctionId: name, records: [{ id: idOf(name), remark: `by ${name}` }], ...more }],
  });
}

const sends = (name: string): number =>
  world.sandbox
    .ledger()
    .calls.filter(({ api, recordIds }) => api === 'feishu.lumpSumUpdate' && recordIds?.includes(idOf(name)))
    .length;

/** The first one was the seed's. */
const reads = (name: string): number =>
  -1 +
  world.sandbox
    .ledger()
    .calls.filter(({ api, recordIds }) => api === 'feishu.lumpSumQuery' && recordIds?.includes(idOf(name)))
    .length;

const corrections = (name: string): number =>
  world.sandbox
    .ledger()
    .effects.filter(({ kind, orderId }) => kind === 'feishu.lumpSumCorrected' && orderId === idOf(name))
    .length;

type ResetPoint = NonNullable<
  Parameters<Client['workflowService']['resetWorkflowExecution']>[0]['workflowTaskFinishEventId']
>;

/** The event by which the first workflow task of a run was completed: a reset goes back to it. */
async function firstTaskOf(handle: WorkflowHandle): Promise<ResetPoint> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).find((event) => event.workflowTaskCompletedEventAttributes)!.eventId!;
}

const names = ['reading', 'sent', 'not-arrived', 'raised', 'read-back', 'reset', 'terminated'];

beforeAll(async () => {
  world = await startRealWorld();
  seed = new LumpSumSeed(world.sandbox);
  calls = new PendingCalls(world.client);
  const created = await seed.create(names.length);
  names.forEach((name, at) => records.set(name, created[at]!));
});

afterAll(async () => {
  await world.stop();
});

describe('a worker killed in the middle of a correction', () => {
  const killed = ['reading', 'sent', 'not-arrived', 'raised', 'read-back'];

  beforeAll(async () => {
    const worker = await world.startWorker();
    world.sandbox.setFaults([
      { on: 'feishu.lumpSumQuery', recordId: idOf('reading'), ...late },
      { on: 'feishu.lumpSumUpdate', recordId: idOf('sent'), ...late },
      { on: 'feishu.lumpSumUpdate', recordId: idOf('not-arrived'), ...late, fault: 'delayBefore' },
      { on: 'feishu.lumpSumUpdate', recordId: idOf('raised'), ...late },
      { on: 'feishu.lumpSumQuery', recordId: idOf('read-back'), skip: 1, ...late },
    ]);
    await Promise.all(killed.map((name) => start(name)));
    await until('every correction is where the worker is to die', () => {
      return (
        reads('reading') === 1 &&
        corrections('sent') === 1 &&
        sends('not-arrived') === 1 &&
        corrections('raised') === 1 &&
        reads('read-back') === 2
      );
    });
    await calls.raiseAttempts(handleOf('raised').workflowId, 3);

    await worker.crash();

    for (const name of killed) await calls.shortenTimeouts(handleOf(name).workflowId);
    await world.startWorker();
  });

  it('while it read has sent nothing, and corrects without a person', async () => {
    expect(await handleOf('reading').result()).toMatchObject({ status: 'corrected' });
    expect(sends('reading')).toBe(1);
  });

  it('after it sent has left the mark by which the record tells that it arrived', async () => {
    expect(await handleOf('sent').result()).toMatchObject({ status: 'corrected', counts: { corrected: 1 } });
    expect([sends('sent'), corrections('sent')]).toEqual([1, 1]);
  });

  it('sends again what did not arrive and reads as before', async () => {
    expect(await handleOf('not-arrived').result()).toMatchObject({ status: 'corrected' });
    expect([sends('not-arrived'), corrections('not-arrived')]).toEqual([2, 1]);
  });

  it('does not send again although somebody raised the attempts on the server', async () => {
    expect(await handleOf('raised').result()).toMatchObject({ status: 'corrected' });
    expect([sends('raised'), corrections('raised')]).toEqual([1, 1]);
  });

  it('while it read back is read back again', async () => {
    expect(await handleOf('read-back').result()).toMatchObject({ status: 'corrected' });
    expect([sends('read-back'), corrections('read-back')]).toEqual([1, 1]);
  });
});

describe('a correction that somebody undid at Feishu since', () => {
  it('is not sent again by a reset: a person decides', async () => {
    const handle = await start('reset');
    await handle.result();
    await seed.change(records.get('reset')!, { remark: 'undone' });
    const before = sends('reset');

    await world.client.workflowService.resetWorkflowExecution({
      namespace: world.client.options.namespace,
      workflowExecution: { workflowId: handle.workflowId },
      workflowTaskFinishEventId: await firstTaskOf(handle),
      requestId: randomUUID(),
      reason: 'test',
    });
    const reset = handleOf('reset');
    expect(await untilAttention(reset)).toMatchObject({
      reason: 'conflict',
      decisions: ['recheck', 'accept'],
    });
    expect(sends('reset')).toBe(before);
    await reset.executeUpdate('resolve', {
      args: [{ by: 'bob', decision: 'accept', note: 'looked into it' }],
    });
    expect(await reset.result()).toMatchObject({ status: 'partiallyCorrected', statedBy: 'bob' });
  });

  it('is not sent again when its run was terminated and started anew with default policies', async () => {
    world.sandbox.setFaults([
      { on: 'feishu.lumpSumUpdate', recordId: idOf('terminated'), fault: 'dropBefore', times: 1 },
      { on: 'feishu.lumpSumQuery', recordId: idOf('terminated'), skip: 1, fault: 'dropBefore', times: 4 },
    ]);
    const first = await start('terminated');
    await until('it was sent', () => sends('terminated') === 1);
    await first.terminate('by hand');
    world.sandbox.setFaults([]);

    const second = await start('terminated');
    expect(await untilAttention(second)).toMatchObject({ reason: 'conflict' });
    expect((await headOf(second)).status).toBe('verifying');
    expect(sends('terminated')).toBe(1);

    await seed.change(records.get('terminated')!, { remark: 'by terminated' });
    await second.executeUpdate('resolve', { args: [{ by: 'bob', decision: 'recheck' }] });
    expect(await second.result()).toMatchObject({ status: 'corrected' });
  });
});
