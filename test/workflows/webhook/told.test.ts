import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { Outcome } from '../../../sandbox/ledger.ts';
import { replayHistories, type Found } from '../../../workers/versioning/replay/replayHistories.ts';
import { TestOrders } from '../../harness/allinpayOrders.ts';
import { LumpSumSeed } from '../../harness/lumpSumSeed.ts';
import { deliveriesOf, toldOf, typesOf, untilTold } from '../../harness/outcomes.ts';
import { workflowBundle } from '../../harness/prepared.ts';
import { TestRun } from '../../harness/testRun.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';
import { until } from '../../harness/until.ts';

const { EventType } = proto.temporal.api.enums.v1;

let world: TimeSkippingWorld;
let orders: TestOrders;
let lumpSums: LumpSumSeed;
const closed: WorkflowHandle[] = [];

beforeAll(async () => {
  world = await startTimeSkippingWorld({ sandbox: { owner: { outcomes: true } } });
  orders = new TestOrders(world);
  lumpSums = new LumpSumSeed(world.sandbox);
});
afterAll(async () => {
  await world.stop();
});

describe('an owner who wants to be told', () => {
  it('is told that the provider has the order, and how it ended, with the record of it', async () => {
    const order = await orders.start({ requestedBy: 'li' });
    const result = await order.result();
    closed.push(order.handle);
    const [processing, settled, ...more] = await untilTold(world.sandbox, order.orderId, 2);
    expect(more).toEqual([]);
    const { workflowId } = order.handle;
    const { runId } = await order.handle.describe();
    expect(processing).toMatchObject({
      type: 'payout.processing',
      data: { workflowId, runId, sequence: 1, payout: { status: 'processing', orderId: order.orderId } },
    });
    expect(processing?.data).not.toHaveProperty('record');
    expect(settled).toMatchObject({ type: 'payout.settled', data: { sequence: 2, payout: result } });
    expect(settled?.data.record).toEqual({
      version: 1,
      workflowId,
      runId,
      flow: 'allinpayWithdrawal',
      end: 'completed',
      startedAt: settled?.data.startedAt,
      closedAt: expect.any(String),
      said: [],
      result,
    });
    const [{ webhookId } = { webhookId: '' }] = world.sandbox.ledger(order.orderId).outcomes;
    expect(webhookId).toBe(`outcome/${workflowId}/${runId}/1`);
    const { all, upserts } = await order.eventCount();
    console.log(`submit, settle and tell: ${all} events, ${upserts} of them upserts`);
  });

  it('is told of a doubt once, however often somebody has it looked at again', async () => {
    const correctionId = 'C-doubt';
    const [record] = await lumpSums.create(1);
    const handle = await world.start(
      'lumpSumCorrection',
      workflowIdOf('lumpSumCorrection', 'default', correctionId),
      { correctionId, records: [{ id: record?.id, remark: 'told' }], send: 'never' },
    );
    const run = new TestRun(world, handle);
    let { offer, since } = await run.attentionFor('conflict');
    for (let times = 0; times < 2; times += 1) {
      await run.say('resolve', { decision: 'recheck', by: 'bob' });
      const again = await run.offerAfter(offer);
      expect(again).toMatchObject({ reason: 'conflict', since });
      ({ offer, since } = again);
    }
    await run.say('resolve', { decision: 'accept', note: 'looked into it', by: 'bob' });
    await handle.result();
    closed.push(handle);
    const told = await untilTold(world.sandbox, correctionId, 2);
    expect(typesOf(told)).toEqual(['payout.verifying', 'payout.partiallyCorrected']);
    expect(told.map(({ data }) => data.sequence)).toEqual([1, 2]);
  });

  it('is told of a correction with every record of it', async () => {
    const correctionId = 'C-1';
    const [record] = await lumpSums.create(1);
    const handle = await world.start(
      'lumpSumCorrection',
      workflowIdOf('lumpSumCorrection', 'default', correctionId),
      { correctionId, records: [{ id: record?.id, remark: 'told' }] },
    );
    const result: unknown = await handle.result();
    closed.push(handle);
    const told = await untilTold(world.sandbox, correctionId, 1);
    expect(typesOf(told)).toEqual(['payout.corrected']);
    expect(told[0]?.data.record).toMatchObject({ flow: 'lumpSumCorrection', end: 'completed', result });
  });

  it('is told that a payout waits for approval before anybody approves, and who did', async () => {
    const order = await orders.start({ approval: 'required', requestedBy: 'li' });
    expect(typesOf(await untilTold(world.sandbox, order.orderId, 1))).toEqual(['payout.awaitingApproval']);
    await order.update('approve', { by: 'wang', note: 'October' });
    await order.result();
    closed.push(order.handle);
    const told = await untilTold(world.sandbox, order.orderId, 3);
    expect(typesOf(told)).toEqual(['payout.awaitingApproval', 'payout.processing', 'payout.settled']);
    expect(told.at(-1)?.data.record?.said).toEqual([
      { update: 'approve', by: 'wang', note: 'October', at: expect.any(String) },
    ]);
  });

  it('is told of a refusal before anything was sent', async () => {
    const order = await orders.start({ approval: 'required', requestedBy: 'li' });
    await order.untilStatus('awaitingApproval');
    await order.update('reject', { by: 'wang' });
    const { message } = await order.failure();
    closed.push(order.handle);
    const told = await untilTold(world.sandbox, order.orderId, 2);
    expect(typesOf(told)).toEqual(['payout.awaitingApproval', 'payout.refused']);
    expect(told[1]?.data.record).toMatchObject({
      end: 'failed',
      failure: { type: 'ApprovalRefused', message },
      result: { status: 'refused', problems: [{ message }] },
    });
  });

  it('is told of an input that is wrong, whatever the id of the run is', async () => {
    const order = await orders.startRaw({ orderId: 'I-9', details: [] }, { workflowId: '提现/1' });
    expect((await order.failure()).type).toBe('InvalidInput');
    closed.push(order.handle);
    const [outcome] = await untilOutcome('提现/1');
    expect(outcome?.webhookId).toMatch(/^outcome\/%E6%8F%90%E7%8E%B0\/1\/[-0-9a-f]{36}\/1$/);
    expect(JSON.parse(outcome?.body ?? '')).toMatchObject({
      type: 'payout.failed',
      data: { record: { end: 'failed', failure: { type: 'InvalidInput' } } },
    });
  });

  it('is told each time that a person is needed, once for as long as they are', async () => {
    const order = await orders.startFailing([{ on: 'allinpay.withdraw', fault: 'code', code: 3103 }]);
    expect(typesOf(await untilTold(world.sandbox, order.orderId, 1))).toEqual(['payout.submitting']);
    await order.untilAttention('settings', ['retry', 'cancel']);
    await order.update('resolve', { by: 'wang', decision: 'retry' });
    await order.untilAttention('settings', ['retry', 'cancel']);
    orders.fail(order.orderId, []);
    await order.update('resolve', { by: 'wang', decision: 'retry', note: 'key renewed' });
    await order.result();
    closed.push(order.handle);
    const told = await untilTold(world.sandbox, order.orderId, 3);
    expect(typesOf(told)).toEqual(['payout.submitting', 'payout.processing', 'payout.settled']);
    expect(told[0]?.data.payout.attention).toMatchObject({
      reason: 'settings',
      decisions: ['retry', 'cancel'],
    });
    expect(told[2]?.data.record?.said).toMatchObject([
      { update: 'resolve', decision: 'retry' },
      { update: 'resolve', decision: 'retry', note: 'key renewed' },
    ]);
  });

  it('is told that a credit is to be confirmed', async () => {
    const externalOrderId = 'R-confirm';
    const handle = await world.start(
      'referralWithdrawal',
      workflowIdOf('referralWithdrawal', 'default', externalOrderId),
      {
        externalOrderId,
        referralAccountId: await world.feishu.account({ points: 70 }),
        bonusTypes: ['point'],
        credit: 'confirm',
        reconcile: 'later',
      },
    );
    const [crediting] = await untilTold(world.sandbox, externalOrderId, 1);
    expect(crediting).toMatchObject({
      type: 'payout.crediting',
      data: { payout: { withdrawn: { points: 70 } } },
    });
    await handle.executeUpdate('confirmCredit', { args: [{ by: 'wallet', points: 70, cash: [] }] });
    await handle.result();
    closed.push(handle);
    expect(typesOf(await untilTold(world.sandbox, externalOrderId, 2))).toEqual([
      'payout.crediting',
      'payout.withdrawn',
    ]);
  });

  it('is told of a run that a cancel request closed, whose record has no result', async () => {
    const order = await orders.start({ approval: 'required', requestedBy: 'li' });
    await order.untilStatus('awaitingApproval');
    await order.handle.cancel();
    await order.handle.result().catch(() => undefined);
    closed.push(order.handle);
    const told = await untilTold(world.sandbox, order.orderId, 2);
    expect(told[1]).toMatchObject({
      type: 'payout.cancelled',
      data: { payout: { status: 'cancelled' }, record: { end: 'canceled', result: null } },
    });
  });

  it('has deliveries that succeed, and histories that replay', async () => {
    async function* histories(): AsyncGenerator<Found> {
      const { client } = world.environment;
      for (const payout of closed) {
        const deliveries = await deliveriesOf(client, payout);
        expect(deliveries.length).toBeGreaterThan(0);
        for (const delivery of deliveries) {
          expect(await delivery.result()).toMatchObject({ delivered: true, tries: 1, status: 200 });
        }
        for (const run of [payout, ...deliveries]) {
          const { workflowId } = run;
          yield { from: workflowId, kind: 'history', workflowId, history: await run.fetchHistory() };
        }
      }
    }
    for await (const verdict of replayHistories(histories(), { bundlePath: workflowBundle() })) {
      expect(verdict).toMatchObject({ outcome: 'ok' });
    }
  });
});

describe('a profile that no worker has an address for', () => {
  it('costs an order that is not sent one marker, and tells nobody', async () => {
    world.knobs.served = false;
    const order = await orders.start({ profile: 'nobody', approval: 'required', requestedBy: 'li' });
    await order.untilStatus('awaitingApproval');
    await order.update('cancel', { by: 'li' });
    expect((await order.failure()).type).toBe('Cancelled');
    expect(toldOf(world.sandbox, order.orderId)).toEqual([]);
    world.knobs.served = true;
    expect(await deliveriesOf(world.environment.client, order.handle)).toHaveLength(0);
    const events = await order.events();
    expect(events.get(EventType.EVENT_TYPE_MARKER_RECORDED)).toBe(1);
  });
});

/** By the id of a run, which may be no id that an order yields. */
function untilOutcome(workflowId: string): Promise<Outcome[]> {
  return until(`the owner is told of ${workflowId}`, () => {
    const { outcomes } = world.sandbox.ledger();
    const found = outcomes.filter(({ body }) => body.includes(`"workflowId":"${workflowId}"`));
    return found.length > 0 && found;
  });
}
