import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { LumpSumCorrectionResult } from '../../contract/flows/lumpSumCorrection.ts';
import { jsonBytes } from '../../contract/jsonBytes.ts';
import { PAYOUTS_TASK_QUEUE } from '../../contract/names.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { historyBytes } from '../../test/harness/historySize.ts';
import { LumpSumSeed, type WireRecord } from '../../test/harness/lumpSumSeed.ts';
import { PendingCalls } from '../../test/harness/pendingCalls.ts';
import { startRealWorld, untilAttention, type RealWorld } from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';

const COUNT = 500;
const long = '长'.repeat(310);
/** Long enough that no answer leaves before the worker is killed. */
const late = { fault: 'delay', ms: 60_000, times: 1 } as const;

let world: RealWorld;
let seed: LumpSumSeed;
let calls: PendingCalls;

beforeAll(async () => {
  world = await startRealWorld();
  seed = new LumpSumSeed(world.sandbox);
  calls = new PendingCalls(world.client);
});

afterAll(async () => {
  await world.stop();
});

async function start(correctionId: string, records: readonly WireRecord[]): Promise<WorkflowHandle> {
  const asked = records.map(({ id }) => ({ id, remark: `${id} ${long}` }));
  expect(jsonBytes(asked)).toBeGreaterThan(480_000);
  return world.client.workflow.start('lumpSumCorrection', {
    workflowId: workflowIdOf('lumpSumCorrection', 'default', correctionId),
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [{ correctionId, records: asked }],
  });
}

const callsOf = (api: string, { id }: WireRecord): number =>
  world.sandbox.ledger().calls.filter((call) => call.api === api && call.recordIds?.includes(id)).length;

const corrections = (): number =>
  world.sandbox.ledger().effects.filter(({ kind }) => kind === 'feishu.lumpSumCorrected').length;

describe('a correction of 500 records and 500 KB on a real server', () => {
  let records: readonly WireRecord[];
  let handle: WorkflowHandle;

  it('is corrected once by workers that read it anew, one killed while it sent and one while it read back', async () => {
    records = await seed.create(COUNT);
    const [first] = records as [WireRecord];
    const worker = await world.startWorker();
    world.sandbox.setFaults([
      { on: 'feishu.lumpSumUpdate', recordId: first.id, ...late },
      // The seed's read is over: one before the send, one after it was found to be lost.
      { on: 'feishu.lumpSumQuery', recordId: first.id, skip: 1, ...late },
    ]);
    handle = await start('killed', records);
    await until('it was sent', () => corrections() === COUNT);
    await worker.crash();
    await calls.shortenTimeouts(handle.workflowId);

    const second = await world.startWorker();
    await until('it is read again', () => callsOf('feishu.lumpSumQuery', first) === 3);
    await second.crash();
    await calls.shortenTimeouts(handle.workflowId);

    await world.startWorker();
    const result = (await handle.result()) as LumpSumCorrectionResult;
    expect(result).toMatchObject({ status: 'corrected', counts: { corrected: COUNT } });
    expect(result.records.every(({ changes }) => changes[0]?.field === 'remark')).toBe(true);
    expect([callsOf('feishu.lumpSumUpdate', first), corrections()]).toEqual([1, COUNT]);
  });

  it('has what it was asked once in its history, which is small', async () => {
    const history = await historyBytes(handle);
    expect(Buffer.from(history).toString().split(long).length - 1).toBe(COUNT);
    expect(history.length).toBeLessThan(2_500_000);
  });

  it('is read from the first event of a run that was reset, and not sent again', async () => {
    const [first] = records as [WireRecord];
    await seed.change(first, { remark: 'undone' });
    const before = callsOf('feishu.lumpSumUpdate', first);
    const { events } = await handle.fetchHistory();
    await world.client.workflowService.resetWorkflowExecution({
      namespace: world.client.options.namespace,
      workflowExecution: { workflowId: handle.workflowId },
      workflowTaskFinishEventId: (events ?? []).find((event) => event.workflowTaskCompletedEventAttributes)!
        .eventId!,
      requestId: randomUUID(),
      reason: 'test',
    });
    const reset = world.client.workflow.getHandle(handle.workflowId);
    expect(await untilAttention(reset)).toMatchObject({ reason: 'conflict' });
    expect(callsOf('feishu.lumpSumUpdate', first)).toBe(before);
    await reset.executeUpdate('resolve', {
      args: [{ by: 'bob', decision: 'accept', note: 'looked into it' }],
    });
    const result = (await reset.result()) as LumpSumCorrectionResult;
    expect(result).toMatchObject({ counts: { corrected: COUNT - 1, conflict: 1 } });
  });
});
