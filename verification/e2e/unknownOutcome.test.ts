import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { PAYOUTS_TASK_QUEUE } from '../../contract/names.ts';
import type { FaultRuleInput } from '../../sandbox/faults/rules.ts';
import {
  allinpayId,
  anOrder,
  countsOf,
  headOf,
  startRealWorld,
  untilAttention,
  untilStatus,
  type RealWorld,
} from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';

let world: RealWorld;
const by = 'finance.lead';

beforeAll(async () => {
  world = await startRealWorld();
  await world.startWorker();
});

afterAll(async () => {
  await world.stop();
});

/** The order never arrives, and nobody can know. */
const lostBefore = (orderId: string): FaultRuleInput[] => [
  { on: 'allinpay.withdraw', orderId, fault: 'dropBefore' },
];
/** The order is booked, its answer is lost, and the look-up does not know it yet. */
const lostAfter = (orderId: string): FaultRuleInput[] => [
  { on: 'allinpay.withdraw', orderId, fault: 'dropAfter' },
  { on: 'allinpay.withdrawResultQuery', orderId, fault: 'lookupLag', ms: 3_600_000 },
];

/** As another service starts it: the SDK's defaults, which let an id run again once it is closed. */
function startRaw(orderId: string, more: object = {}): Promise<WorkflowHandle> {
  return world.client.workflow.start('allinpayWithdrawal', {
    workflowId: allinpayId(orderId),
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [anOrder(orderId, more)],
  });
}

const sends = (orderId: string): number => countsOf(world.sandbox, orderId).sends;

/** `temporal workflow reset`: a new run that goes on after the nth workflow task of the old one. */
async function resetToTask(handle: WorkflowHandle, nth: number): Promise<WorkflowHandle> {
  const { events } = await handle.fetchHistory();
  const completed = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  await world.client.workflowService.resetWorkflowExecution({
    namespace: world.client.options.namespace,
    workflowExecution: { workflowId: handle.workflowId },
    workflowTaskFinishEventId: completed[nth - 1]!.eventId!,
    requestId: randomUUID(),
    reason: 'test',
  });
  return world.client.workflow.getHandle(handle.workflowId);
}

/** Waits until a run that only looks has looked, and calls for a person. */
async function onlyLooks(handle: WorkflowHandle, orderId: string): Promise<string> {
  const lookUps = (): number => countsOf(world.sandbox, orderId).lookUps;
  const before = lookUps();
  const { reason, decisions, message } = await untilAttention(handle);
  expect({ reason, decisions }).toEqual({
    reason: 'outcomeUnknown',
    decisions: ['notSubmitted', 'recordOutcome', 'resubmit'],
  });
  await until('it was looked up', () => lookUps() > before);
  expect(sends(orderId)).toBe(1);
  return message;
}

/** The order turns up; the flow ends by itself, with one effect. */
async function turnsUp(handle: WorkflowHandle, orderId: string): Promise<void> {
  world.sandbox.setFaults([]);
  expect(await handle.result()).toMatchObject({ status: 'settled', settled: '100.00' });
  expect(countsOf(world.sandbox, orderId)).toMatchObject({ bookings: 1, sends: 1 });
}

describe('an order whose outcome is unknown, terminated and started again by a client with default policies', () => {
  it('is not sent again: the new run looks it up until it turns up', async () => {
    world.sandbox.setFaults(lostAfter('U-1'));
    const first = await startRaw('U-1');
    await untilStatus(first, 'outcomeUnknown');
    await first.terminate('by hand');

    const second = await startRaw('U-1');

    expect(await onlyLooks(second, 'U-1')).toContain('an earlier run of this order');
    await turnsUp(second, 'U-1');
  });

  it('is not sent again although it never arrived, until a person says `resubmit`', async () => {
    world.sandbox.setFaults(lostBefore('U-2'));
    const first = await startRaw('U-2');
    await untilStatus(first, 'outcomeUnknown');
    await first.terminate('by hand');

    const second = await startRaw('U-2');
    await onlyLooks(second, 'U-2');

    world.sandbox.setFaults([]);
    await world.payouts
      .payout(second.workflowId)
      .resolve({ by, decision: 'resubmit', note: 'looked into it' });
    expect(await second.result()).toMatchObject({ status: 'settled' });
    expect(countsOf(world.sandbox, 'U-2')).toMatchObject({ bookings: 1, sends: 2 });
  });
});

describe('an order whose outcome is unknown, in a run that is reset', () => {
  it('to its first task: is not sent again, found or not', async () => {
    world.sandbox.setFaults(lostAfter('U-3'));
    const handle = await startRaw('U-3');
    await untilStatus(handle, 'outcomeUnknown');

    const reset = await resetToTask(handle, 1);

    expect(await onlyLooks(reset, 'U-3')).toContain('reset');
    await turnsUp(reset, 'U-3');
  });

  it('to the task before the send: is not sent again', async () => {
    world.sandbox.setFaults(lostBefore('U-4'));
    const handle = await startRaw('U-4', { approval: 'required', requestedBy: 'maker' });
    await untilStatus(handle, 'awaitingApproval');
    await world.payouts.payout(handle.workflowId).approve({ by });
    await untilStatus(handle, 'outcomeUnknown');

    await onlyLooks(await resetToTask(handle, 2), 'U-4');
  });

  it('takes `resubmit`, sends nothing, and says what to do instead; done so, it is paid once', async () => {
    world.sandbox.setFaults(lostBefore('U-5'));
    const handle = await startRaw('U-5');
    await untilStatus(handle, 'outcomeUnknown');
    const reset = await resetToTask(handle, 1);
    await onlyLooks(reset, 'U-5');

    world.sandbox.setFaults([]);
    await world.payouts
      .payout(reset.workflowId)
      .resolve({ by, decision: 'resubmit', note: 'looked into it' });
    const said = await until('the refusal is shown', async () => {
      const message = (await headOf(reset)).attention?.message ?? '';
      return message.includes('was not carried out') && message;
    });
    expect(said).toContain('terminate this run and start the order again');
    expect(sends('U-5')).toBe(1);

    await reset.terminate('as the message says');
    const again = await startRaw('U-5');
    await onlyLooks(again, 'U-5');
    await world.payouts
      .payout(again.workflowId)
      .resolve({ by, decision: 'resubmit', note: 'looked into it' });
    expect(await again.result()).toMatchObject({ status: 'settled' });
    expect(countsOf(world.sandbox, 'U-5')).toMatchObject({ bookings: 1, sends: 2 });
  });

  it('after it was resubmitted, to its first task: the `resubmit` that the server applies again sends nothing', async () => {
    const { handle } = await resubmitted('U-6');
    const reset = await resetToTask(handle, 1);

    await untilAttention(reset);
    const { lookUps } = countsOf(world.sandbox, 'U-6');
    await until('it was looked up', () => countsOf(world.sandbox, 'U-6').lookUps > lookUps);
    expect(countsOf(world.sandbox, 'U-6')).toMatchObject({ bookings: 0, sends: 2 });
  });

  it('after it was resubmitted, to the task that took the word: it is accepted again and sends nothing', async () => {
    const { handle, task } = await resubmitted('U-7');
    const reset = await resetToTask(handle, task);

    await until('the refusal is shown', async () =>
      ((await headOf(reset)).attention?.message ?? '').includes(
        'resubmit by finance.lead was not carried out',
      ),
    );
    expect(countsOf(world.sandbox, 'U-7')).toMatchObject({ bookings: 0, sends: 2 });
  });
});

/** A lost order that a person had sent again, and that was lost again; `task` is the one that took their word. */
async function resubmitted(orderId: string): Promise<{ handle: WorkflowHandle; task: number }> {
  world.sandbox.setFaults(lostBefore(orderId));
  const handle = await startRaw(orderId);
  await untilAttention(handle);
  const { events } = await handle.fetchHistory();
  const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  await world.payouts.payout(handle.workflowId).resolve({ by, decision: 'resubmit', note: 'looked into it' });
  await until('it is sent again', () => sends(orderId) === 2);
  await until('and is lost again', async () =>
    ((await headOf(handle)).attention?.message ?? '').includes(`sent again by ${by}`),
  );
  return { handle, task: tasks.length + 1 };
}
