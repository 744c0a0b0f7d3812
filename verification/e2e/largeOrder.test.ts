import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { AllinpayWithdrawalResult } from '../../contract/flows/allinpayWithdrawal.ts';
import { PAYOUT_QUERY } from '../../contract/names.ts';
import {
  allinpayId,
  countsOf,
  setAccount,
  startRealWorld,
  type RealWorld,
} from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';

const everySecond = { first: { after: '1s' }, every: '1s', quiet: null, jitter: '0s' };
const details = Array.from({ length: 1000 }, (_, at) => ({ externalCode: `S${at + 1}`, amount: '100.00' }));
/** These wait until they are told to settle. */
const late = ['S1', 'S500', 'S1000'];

let world: RealWorld;

beforeAll(async () => {
  world = await startRealWorld({
    sandbox: { allinpay: { settle: { after: '500ms' } } },
    environment: { ALLINPAY_POLL_PLAN: JSON.stringify(everySecond) },
  });
});

afterAll(async () => {
  await world.stop();
});

async function untilPending(handle: WorkflowHandle, pending: string): Promise<void> {
  await until(
    `${pending} of ${handle.workflowId} are pending`,
    async () => (await handle.query<AllinpayWithdrawalResult>(PAYOUT_QUERY)).pending === pending,
  );
}

/** Bytes of each event, by its type. */
async function sizes(handle: WorkflowHandle): Promise<readonly { type: string; bytes: number }[]> {
  const { HistoryEvent } = proto.temporal.api.history.v1;
  const { events } = await handle.fetchHistory();
  return (events ?? []).map((event) => ({
    type: proto.temporal.api.enums.v1.EventType[event.eventType ?? 0] ?? '',
    bytes: HistoryEvent.encode(event).finish().length,
  }));
}

describe('an order of a thousand details', () => {
  it('runs to its end on workers that know nothing of it, also when it was reset, and stays small', async () => {
    for (const account of late) await setAccount(world.sandbox, account, 'never');
    const first = await world.startWorker();
    const { workflowId } = await world.payouts.startAllinpayWithdrawal({ orderId: 'L-1', details });
    const handle = world.client.workflow.getHandle(workflowId);
    await untilPending(handle, '300.00');

    await first.crash();
    await setAccount(world.sandbox, 'S500', 'settled');
    await world.startWorker();
    await untilPending(handle, '200.00');

    const { events: before } = await handle.fetchHistory();
    const firstTask = before?.find((event) => event.workflowTaskCompletedEventAttributes);
    const { runId } = await world.client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: allinpayId('L-1') },
      reason: 'as people do',
      requestId: randomUUID(),
      workflowTaskFinishEventId: firstTask?.eventId ?? null,
    });
    const again = world.client.workflow.getHandle(workflowId, runId);
    await untilPending(again, '200.00');
    await setAccount(world.sandbox, 'S1', 'settled');
    await untilPending(again, '100.00');
    await setAccount(world.sandbox, 'S1000', 'settled');
    expect(await again.result()).toMatchObject({
      status: 'settled',
      asked: '100000.00',
      settled: '100000.00',
    });
    expect(countsOf(world.sandbox, 'L-1')).toMatchObject({ sends: 1, bookings: 1000 });

    const events = await sizes(again);
    const requests = events.filter(({ type }) => type === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED');
    expect(requests.length).toBeGreaterThanOrEqual(3);
    for (const { bytes } of requests) expect(bytes).toBeLessThan(24_000);
    // The input, the first answer with all details in it, and the result.
    const large = events.filter(({ bytes }) => bytes > 24_000).map(({ type }) => type);
    expect(large.slice(0, 1)).toEqual(['EVENT_TYPE_WORKFLOW_EXECUTION_STARTED']);
    expect(large.length).toBeLessThanOrEqual(4);
    const { historyLength, historySize } = await again.describe();
    console.log(
      `1,000 details, ${requests.length} calls: ${historyLength} events, ${historySize ?? 0} bytes`,
    );
    expect(historySize).toBeLessThan(600_000);
  });
});
