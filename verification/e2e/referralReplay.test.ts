import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { PAYOUTS_TASK_QUEUE } from '../../contract/names.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { headOf, startRealWorld, untilStatus, type RealWorld } from '../../test/harness/realWorld.ts';

let world: RealWorld;
const by = 'finance.lead';

beforeAll(async () => {
  world = await startRealWorld();
  await world.startWorker();
});

afterAll(async () => {
  await world.stop();
});

beforeEach(() => {
  world.sandbox.setFaults([]);
});

/** As another service starts it: the SDK's defaults, which let an id run again once it is closed. */
function start(
  externalOrderId: string,
  referralAccountId: string,
  more: object = {},
): Promise<WorkflowHandle> {
  const input = { externalOrderId, referralAccountId, bonusTypes: ['point'], reconcile: 'later', ...more };
  return world.client.workflow.start('referralWithdrawal', {
    workflowId: workflowIdOf('referralWithdrawal', 'default', externalOrderId),
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [input],
  });
}

/** `temporal workflow reset` to the first task. */
async function reset(handle: WorkflowHandle): Promise<WorkflowHandle> {
  const { events } = await handle.fetchHistory();
  const firstTask = events?.find((event) => event.workflowTaskCompletedEventAttributes);
  const { runId } = await world.client.workflowService.resetWorkflowExecution({
    namespace: world.client.options.namespace,
    workflowExecution: { workflowId: handle.workflowId },
    workflowTaskFinishEventId: firstTask?.eventId ?? null,
    requestId: randomUUID(),
    reason: 'test',
  });
  return world.client.workflow.getHandle(handle.workflowId, runId);
}

const credits = (orderId: string): unknown[] =>
  world.sandbox.ledger(orderId).effects.filter(({ kind }) => kind === 'wallet.credit');

function comparisonsOf(account: string): number {
  const { calls } = world.sandbox.ledger();
  return calls.filter((call) => call.api === 'feishu.reconciliation' && call.account === account).length;
}

/** Points of A are in the answer; nothing of them may reach B. */
async function expectConflict(run: WorkflowHandle, orderId: string): Promise<void> {
  await untilStatus(run, 'orderConflict');
  const { attention } = await headOf(run);
  expect(attention).toMatchObject({ reason: 'orderConflict', decisions: ['adopt', 'abandon'] });
  expect(credits(orderId)).toEqual([]);
  await world.payouts.payout(run.workflowId).resolve({ by, decision: 'abandon', note: 'looked into it' });
  await expect(run.result()).rejects.toMatchObject({ cause: { type: 'OrderConflict' } });
  expect(credits(orderId)).toEqual([]);
}

describe('an order id that was used for another account a moment ago', () => {
  it('credits nothing where its run was terminated', async () => {
    const [a, b] = [await world.feishu.account({ points: 100 }), await world.feishu.account({ points: 7 })];
    const first = await start('T-1', a, { credit: 'confirm' });
    await untilStatus(first, 'crediting');
    await first.terminate('by hand');

    await expectConflict(await start('T-1', b, { credit: 'webhook' }), 'T-1');
  });

  it('credits nothing where a person closed its run as Failed, and was wrong', async () => {
    const [a, b] = [await world.feishu.account({ points: 100 }), await world.feishu.account({ points: 7 })];
    world.sandbox.setFaults([
      { on: 'feishu.withdraw', orderId: 'T-2', fault: 'dropAfter', times: 1 },
      { on: 'feishu.withdraw', orderId: 'T-2', fault: 'code', code: 1002555, times: 1 },
    ]);
    const first = await start('T-2', a);
    await untilStatus(first, 'outcomeUnknown');
    await world.payouts
      .payout(first.workflowId)
      .resolve({ by, decision: 'notSubmitted', note: 'looked into it' });
    await expect(first.result()).rejects.toMatchObject({ cause: { type: 'Cancelled' } });

    await expectConflict(await start('T-2', b, { credit: 'webhook' }), 'T-2');
  });
});

describe('an account whose points were taken out a moment ago by an earlier run', () => {
  it('is credited by the run that follows, once Feishu has confirmed them', async () => {
    const account = await world.feishu.account({ points: 12 });
    const first = await start('T-3', account, { credit: 'confirm' });
    await untilStatus(first, 'crediting');
    await first.terminate('by hand');

    const second = await start('T-3', account, { credit: 'webhook' });

    expect(await second.result()).toMatchObject({ status: 'withdrawn', credited: { points: 12 } });
    expect(comparisonsOf(account)).toBe(1);
    expect(credits('T-3')).toHaveLength(1);
  });

  it('is credited by a reset of that run, once Feishu has confirmed them', async () => {
    const account = await world.feishu.account({ points: 13 });
    const first = await start('T-4', account, { credit: 'confirm' });
    await untilStatus(first, 'crediting');
    expect(comparisonsOf(account)).toBe(0);

    const again = await reset(first);
    await untilStatus(again, 'crediting');

    expect(comparisonsOf(account)).toBe(1);
    await world.payouts.payout(first.workflowId).confirmCredit({ by, points: 13, cash: [] });
    expect(await again.result()).toMatchObject({ status: 'withdrawn', credited: { points: 13 } });
  });
});
