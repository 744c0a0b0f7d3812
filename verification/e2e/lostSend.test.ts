import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { FaultRuleInput } from '../../sandbox/faults/rules.ts';
import { PendingCalls } from '../../test/harness/pendingCalls.ts';
import {
  anOrder,
  countsOf,
  headOf,
  startRealWorld,
  untilAttention,
  untilStatus,
  type RealWorld,
} from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';
import type { WorkerProcess } from '../../test/harness/workerProcess.ts';

// What becomes of a send whose try the server gives up while it runs, as it does with one whose worker is lost.

let world: RealWorld;
let worker: WorkerProcess;
let calls: PendingCalls;

beforeAll(async () => {
  world = await startRealWorld();
  worker = await world.startWorker();
  calls = new PendingCalls(world.client);
});

afterAll(async () => {
  await world.stop();
});

type Method = 'withdraw' | 'withdrawResultQuery';

/** Its answer leaves long after the server has given the try up. */
const held = (orderId: string, method: Method): FaultRuleInput => ({
  on: `allinpay.${method}`,
  orderId,
  fault: 'delay',
  ms: 6000,
  times: 1,
});
const dropped = (orderId: string): FaultRuleInput => ({
  on: 'allinpay.withdraw',
  orderId,
  fault: 'dropBefore',
});
const hidden = (orderId: string): FaultRuleInput => ({
  on: 'allinpay.withdrawResultQuery',
  orderId,
  fault: 'lookupLag',
  ms: 3_600_000,
});

async function start(orderId: string, ...rules: FaultRuleInput[]): Promise<WorkflowHandle> {
  world.sandbox.setFaults(rules);
  const { workflowId } = await world.payouts.startAllinpayWithdrawal(anOrder(orderId));
  return world.client.workflow.getHandle(workflowId);
}

const madeOf = (orderId: string, method: Method): number =>
  world.sandbox.ledger(orderId).calls.filter(({ api }) => api === `allinpay.${method}`).length;

/** Lets the server give the try up that makes a call, instead of the minute that it would wait. */
async function giveUp(
  { workflowId }: WorkflowHandle,
  orderId: string,
  method: Method,
  nth = 1,
): Promise<void> {
  await until(`${method} ${nth} is under way`, () => madeOf(orderId, method) >= nth);
  await calls.shortenTimeouts(workflowId);
}

describe('a send that is given up before it is on record', () => {
  it('was not made: the order is sent by a new call, nobody is called, and the old try that wakes up sends nothing', async () => {
    const handle = await start('L-1', held('L-1', 'withdrawResultQuery'));
    await giveUp(handle, 'L-1', 'withdrawResultQuery');

    expect(await handle.result()).toMatchObject({ status: 'settled', settled: '100.00' });

    await until('the old try has ended', () =>
      worker.log().includes('the server has no record of what is about to be sent'),
    );
    expect(countsOf(world.sandbox, 'L-1')).toMatchObject({ bookings: 1, sends: 1 });
    expect(await timesAPersonWasCalled(handle)).toBe(0);
  });

  it.each(['resubmit', 'notSubmitted'] as const)(
    'has not carried `%s` out: that nothing was sent is said, and the decisions are offered again',
    async (decision) => {
      const orderId = `L-2-${decision}`;
      const handle = await start(orderId, { ...dropped(orderId), times: 1 });
      await untilAttention(handle);
      // Polls go on meanwhile, and must not be what is held.
      world.sandbox.setFaults([]);
      const looked = madeOf(orderId, 'withdrawResultQuery');
      await until('it was looked up', () => madeOf(orderId, 'withdrawResultQuery') > looked);
      await holdDecision(handle, orderId, decision);

      const said = await until('it is said why', async () => {
        const { attention } = await headOf(handle);
        return attention?.message.includes('was not carried out') === true && attention;
      });
      expect(said.message).toMatch(
        new RegExp(
          `^${decision} by finance.lead was not carried out: the worker was lost .*, nothing was sent$`,
        ),
      );
      expect(said.decisions).toContain('resubmit');
      expect(countsOf(world.sandbox, orderId)).toMatchObject({ bookings: 0, sends: 1 });

      world.sandbox.setFaults([]);
      await world.payouts
        .payout(handle.workflowId)
        .resolve({ by: 'finance.lead', decision: 'resubmit', note: 'looked into it' });
      expect(await handle.result()).toMatchObject({ status: 'settled' });
      expect(countsOf(world.sandbox, orderId)).toMatchObject({ bookings: 1, sends: 2 });
    },
    60_000,
  );
});

/** Takes a decision whose call is given up while it looks the order up; a poll may be held in its place, and is tried again. */
async function holdDecision(
  handle: WorkflowHandle,
  orderId: string,
  decision: 'resubmit' | 'notSubmitted',
): Promise<void> {
  world.sandbox.setFaults([{ ...held(orderId, 'withdrawResultQuery'), times: 100 }]);
  await world.payouts
    .payout(handle.workflowId)
    .resolve({ by: 'finance.lead', decision, note: 'looked into it' });
  await until('the decision is carried out', async () => {
    const { raw } = await handle.describe();
    return raw.pendingActivities?.some(
      ({ activityType, lastStartedTime }) =>
        activityType?.name === 'submitAllinpayWithdrawal' && Boolean(lastStartedTime),
    );
  });
  await calls.shortenTimeouts(handle.workflowId);
}

describe('a send that is given up after it is on record', () => {
  it('may have been made: the order is looked up, a person is called, and nothing is sent again by itself', async () => {
    const handle = await start('L-3', held('L-3', 'withdraw'), hidden('L-3'));
    await giveUp(handle, 'L-3', 'withdraw');
    await untilStatus(handle, 'outcomeUnknown');
    expect((await untilAttention(handle)).decisions).toContain('resubmit');
    expect(countsOf(world.sandbox, 'L-3')).toMatchObject({ bookings: 1, sends: 1 });

    world.sandbox.setFaults([]);
    expect(await handle.result()).toMatchObject({ status: 'settled' });
    expect(countsOf(world.sandbox, 'L-3')).toMatchObject({ bookings: 1, sends: 1 });
  });
});

/** By the upserts of the run's history: attention that has gone leaves no other trace. */
async function timesAPersonWasCalled(handle: WorkflowHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  const raised = (events ?? []).flatMap(
    ({ upsertWorkflowSearchAttributesEventAttributes: it }) =>
      it?.searchAttributes?.indexedFields?.['PayoutNeedsAttention']?.data ?? [],
  );
  return raised.filter((data) => Buffer.from(data).toString() === 'true').length;
}
