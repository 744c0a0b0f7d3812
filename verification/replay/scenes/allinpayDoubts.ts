import { randomUUID } from 'node:crypto';
import { until } from '../../../test/harness/until.ts';
import type { RealStage } from '../realStage.ts';
import type { PathOf } from '../scene.ts';
import type { Run } from '../stage.ts';
import { accountOf, lookUp, startOrder, withdraw } from './allinpayEnds.ts';

const by = 'ann';

/** An order that was lost on its way, when a person has been called for it. */
async function lostOrder(stage: RealStage, orderId: string, input: object = {}): Promise<Run> {
  const run = await startOrder(stage, orderId, input);
  await run.untilAttention('outcomeUnknown');
  return run;
}

/** An order that ran before, with the same input: what the provider has of it is there already. */
async function ranBefore(stage: RealStage, orderId: string): Promise<void> {
  await (await startOrder(stage, orderId)).close();
}

/** What nobody knows the outcome of, and what the provider has otherwise. */
export const allinpayDoubts: readonly PathOf[] = [
  {
    name: 'unknown-then-found',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'dropAfter', on: withdraw });
      return (await startOrder(stage, 'unknown-then-found')).close();
    },
  },
  {
    name: 'unknown-then-found-after-a-call-for-a-person',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'dropAfter', on: withdraw }, { fault: 'lookupLag', on: lookUp, ms: 60_000 });
      const run = await lostOrder(stage, 'unknown-then-found-after-a-call-for-a-person');
      stage.fail();
      return run.close();
    },
  },
  {
    name: 'unknown-resubmitted',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'dropBefore', on: withdraw, times: 1 });
      const run = await lostOrder(stage, 'unknown-resubmitted');
      await run.say('resolve', { by, decision: 'resubmit', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'unknown-resubmitted-and-refused',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      stage.fail(
        { fault: 'dropBefore', on: withdraw, times: 1 },
        { fault: 'code', on: withdraw, code: 3101, msg: '无法识别', times: 1 },
      );
      const run = await lostOrder(stage, 'unknown-resubmitted-and-refused');
      await run.say('resolve', { by, decision: 'resubmit', note: 'looked into it' });
      await until(
        'the resubmission',
        () => stage.countCalls(withdraw, 'unknown-resubmitted-and-refused') === 2,
      );
      await run.untilAttention('outcomeUnknown');
      await run.say('resolve', { by, decision: 'notSubmitted', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'unknown-then-not-submitted',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'dropBefore', on: withdraw });
      const run = await lostOrder(stage, 'unknown-then-not-submitted');
      await run.say('resolve', { by, decision: 'notSubmitted', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'unknown-then-stated',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      const orderId = 'unknown-then-stated';
      stage.fail({ fault: 'dropBefore', on: withdraw });
      const run = await lostOrder(stage, orderId);
      const details = [{ externalCode: accountOf(orderId), status: 'settled' as const }];
      await run.say('resolve', { by, decision: 'recordOutcome', note: 'by the bank', details });
      return run.close();
    },
  },
  {
    name: 'worker-lost-in-the-send',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      const orderId = 'worker-lost-in-the-send';
      stage.fail({ fault: 'delay', on: withdraw, ms: 60_000, times: 1 });
      const run = await startOrder(stage, orderId);
      await until('the order is booked', () => stage.sandbox.ledger(orderId).totals.allinpay.bookings === 1);
      await stage.loseWorker(run.handle.workflowId);
      return run.close();
    },
  },
  {
    name: 'reset-to-before-the-send',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      const { handle } = await startOrder(stage, 'reset-to-before-the-send').then((run) => run.close());
      const { events } = await handle.fetchHistory();
      const firstTask = events?.find((event) => event.workflowTaskCompletedEventAttributes);
      const { runId } = await stage.client.workflowService.resetWorkflowExecution({
        namespace: stage.client.options.namespace,
        workflowExecution: { workflowId: handle.workflowId },
        workflowTaskFinishEventId: firstTask?.eventId ?? null,
        requestId: randomUUID(),
        reason: 'as people do',
      });
      return stage.runOf(handle.workflowId, runId).close();
    },
  },
  {
    name: 'found-before-sending',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      await ranBefore(stage, 'found-before-sending');
      return (await startOrder(stage, 'found-before-sending')).close();
    },
  },
  {
    name: 'never-sent-and-not-submitted',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      const run = await lostOrder(stage, 'never-sent-and-not-submitted', { send: 'never' });
      await run.say('resolve', { by, decision: 'notSubmitted', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'conflict-abandoned',
    ends: 'failed',
    on: 'real',
    async play(stage) {
      const orderId = 'conflict-abandoned';
      await ranBefore(stage, orderId);
      const run = await startOrder(stage, orderId, {
        details: [{ externalCode: accountOf(orderId), amount: '100.20' }],
      });
      await run.untilAttention('orderConflict');
      await run.say('resolve', { by, decision: 'abandon', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'conflict-adopted',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'changedAmount', on: lookUp, amount: '77.00' });
      const run = await startOrder(stage, 'conflict-adopted');
      await run.untilAttention('orderConflict');
      await run.say('resolve', { by, decision: 'adopt', note: 'looked into it' });
      return run.close();
    },
  },
];
