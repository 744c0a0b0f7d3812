import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowHandle, WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { searchAttributeTypes } from '../../contract/searchAttributes.ts';
import {
  anOrder,
  countsOf,
  startRealWorld,
  untilStatus,
  type RealWorld,
} from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';

let world: RealWorld;

beforeAll(async () => {
  world = await startRealWorld();
});

afterAll(async () => {
  await world.stop();
});

/** Every status that a run was ever indexed with. */
async function statusesOf(handle: WorkflowHandle): Promise<unknown[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) => {
    const status = upsert?.searchAttributes?.indexedFields?.['PayoutStatus'];
    return status ? [defaultPayloadConverter.fromPayload(status)] : [];
  });
}

describe('a worker process', () => {
  it('refuses to start on a server that lacks a search attribute, and names it and the way out', async () => {
    const { PayoutBatchId: _left, ...others } = searchAttributeTypes;
    const poor = await startRealWorld({ searchAttributes: others });
    try {
      const worker = poor.spawnWorker();
      expect(await worker.ended).toEqual({ code: 2, signal: null });
      expect(worker.log()).toContain('PayoutBatchId (Keyword) is missing');
      expect(worker.log()).toContain('payouts setup');
    } finally {
      await poor.stop();
    }
  });

  it('hears what was said of a payout before it came: cancelled or started with a cron, it sends nothing', async () => {
    const start = (orderId: string, more: object = {}): Promise<WorkflowHandleWithFirstExecutionRunId> =>
      world.client.workflow.start('allinpayWithdrawal', {
        workflowId: `allinpay-withdrawal/default/${orderId}`,
        taskQueue: 'payouts',
        args: [anOrder(orderId)],
        ...more,
      });
    const cancelled = await start('T-2');
    await cancelled.cancel();
    const repeated = await start('T-3', { cronSchedule: '@every 1s' });

    const worker = await world.startWorker();
    const executionOf = async (handle: WorkflowHandle): Promise<string> =>
      (await handle.describe()).status.name;
    await until('the cancelled one is closed', async () => (await executionOf(cancelled)) === 'CANCELLED');
    const refusal = await until('the repeated one has failed', async () => {
      const { events } = await world.client.workflow
        .getHandle(repeated.workflowId, repeated.firstExecutionRunId)
        .fetchHistory();
      return events?.at(-1)?.workflowExecutionFailedEventAttributes?.failure ?? undefined;
    });
    expect(refusal.message).toContain('cron schedule: must not be set');
    await repeated.terminate();
    expect(countsOf(world.sandbox, 'T-2')).toMatchObject({ bookings: 0, sends: 0 });
    expect(countsOf(world.sandbox, 'T-3')).toMatchObject({ bookings: 0, sends: 0 });
    await worker.terminate();
  });

  it('takes an approval as the first thing that it hears of a payout', async () => {
    const first = await world.startWorker();
    const { workflowId } = await world.payouts.startAllinpayWithdrawal(
      anOrder('T-4', { approval: 'required', requestedBy: 'alice' }),
    );
    const handle = world.client.workflow.getHandle(workflowId);
    await until(
      'its first task is done',
      async () => ((await handle.fetchHistory()).events?.length ?? 0) >= 4,
    );
    await first.terminate();

    const second = await world.startWorker();
    await handle.executeUpdate('approve', { args: [{ by: 'bob' }] });
    await untilStatus(handle, 'settled');
    await second.terminate();
  });

  it('told to end, lets a running send finish: exit 0, one effect, an outcome that is known', async () => {
    const worker = await world.startWorker();
    world.sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'delay', ms: 2000, orderId: 'T-1' }]);
    const { workflowId } = await world.payouts.startAllinpayWithdrawal(anOrder('T-1'));
    await until('the order is booked', () => countsOf(world.sandbox, 'T-1').bookings === 1);

    expect(await worker.terminate()).toEqual({ code: 0, signal: null });

    const handle = world.client.workflow.getHandle(workflowId);
    await world.startWorker();
    await untilStatus(handle, 'settled');
    expect(countsOf(world.sandbox, 'T-1')).toMatchObject({ bookings: 1, sends: 1 });
    expect(await statusesOf(handle)).toEqual(['processing', 'settled']);
  });
});
