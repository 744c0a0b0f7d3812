import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../sandbox/faults/rules.ts';
import { PendingCalls } from '../../test/harness/pendingCalls.ts';
import {
  anOrder,
  countsOf,
  setAccount,
  startRealWorld,
  untilAttention,
  type RealWorld,
} from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';

/** Long enough that no answer leaves before the worker is killed. */
const late = { fault: 'delay', ms: 60_000, times: 1 } as const;

/** The look-up does not know an order that is booked. */
const hidden = (orderId: string): FaultRuleInput => ({
  on: 'allinpay.withdrawResultQuery',
  orderId,
  fault: 'lookupLag',
  ms: 3_600_000,
});

let world: RealWorld;
const workflowIds = new Map<string, string>();
const idOf = (orderId: string): string => workflowIds.get(orderId) ?? '';

/** Orders whose sends somebody allowed three attempts while they were under way. */
const raised = ['A-raised', 'A-reset'];

/** One crash for all claims: the worker dies by SIGKILL when every payout is at the point that its test is about. */
beforeAll(async () => {
  world = await startRealWorld();
  const worker = await world.startWorker();
  world.sandbox.setFaults([
    { on: 'allinpay.withdrawResultQuery', orderId: 'A-lookUp', ...late },
    { on: 'allinpay.withdraw', orderId: 'A-send', ...late },
    { on: 'feishu.withdraw', orderId: 'R-send', ...late },
    { on: 'allinpay.withdrawResultQuery', orderId: 'A-poll', skip: 1, ...late },
    { on: 'wallet.credit', orderId: 'R-credit', ...late },
    { on: 'feishu.reconciliation', ...late },
    ...raised.flatMap((orderId) => [{ on: 'allinpay.withdraw' as const, orderId, ...late }, hidden(orderId)]),
  ]);
  await setAccount(world.sandbox, 'S-A-between', 'never');
  await Promise.all([
    startAllinpay('A-lookUp'),
    startAllinpay('A-send'),
    startAllinpay('A-poll'),
    startAllinpay('A-between'),
    ...raised.map(startAllinpay),
    startReferral('R-send', 'none'),
    startReferral('R-credit', 'webhook'),
    startReferral('R-compare', 'none'),
  ]);
  await until('every payout is where the worker is to die', () => {
    const ledger = world.sandbox.ledger();
    return (
      countsOf(world.sandbox, 'A-lookUp').lookUps === 1 &&
      countsOf(world.sandbox, 'A-send').bookings === 1 &&
      countsOf(world.sandbox, 'A-poll').lookUps === 2 &&
      countsOf(world.sandbox, 'A-between').lookUps >= 2 &&
      countsOf(world.sandbox, 'R-send').bookings === 1 &&
      ledger.totals.wallet.credits === 1 &&
      ledger.calls.some(({ api }) => api === 'feishu.reconciliation') &&
      raised.every((orderId) => countsOf(world.sandbox, orderId).bookings === 1)
    );
  });
  const calls = new PendingCalls(world.client);
  for (const orderId of raised) await calls.raiseAttempts(idOf(orderId), 3);

  await worker.crash();

  await setAccount(world.sandbox, 'S-A-between', 'settled');
  for (const workflowId of workflowIds.values()) await calls.shortenTimeouts(workflowId);
  for (const orderId of raised) await calls.untilAttempt(idOf(orderId), 2);
  await calls.reset(idOf('A-reset'));
  await world.startWorker();
});

afterAll(async () => {
  await world.stop();
});

async function startAllinpay(orderId: string): Promise<void> {
  const { workflowId } = await world.payouts.startAllinpayWithdrawal(anOrder(orderId));
  workflowIds.set(orderId, workflowId);
}

async function startReferral(externalOrderId: string, credit: 'none' | 'webhook'): Promise<void> {
  const referralAccountId = await world.feishu.account({ points: 100 });
  const { workflowId } = await world.payouts.startReferralWithdrawal({
    externalOrderId,
    referralAccountId,
    bonusTypes: ['point'],
    credit,
  });
  workflowIds.set(externalOrderId, workflowId);
}

function resultOf(orderId: string): Promise<unknown> {
  return world.client.workflow.getHandle(idOf(orderId)).result();
}

describe('a worker killed before a send is on record', () => {
  it('has sent nothing: the order is looked up and sent by itself', async () => {
    expect(await resultOf('A-lookUp')).toMatchObject({ status: 'settled', settled: '100.00' });
    expect(countsOf(world.sandbox, 'A-lookUp')).toMatchObject({ bookings: 1, sends: 1, lookUps: 4 });
  });
});

describe('a worker killed between a send and its answer', () => {
  it('leaves one effect at Allinpay: the order is looked up, not sent again', async () => {
    expect(await resultOf('A-send')).toMatchObject({ status: 'settled', settled: '100.00' });
    expect(countsOf(world.sandbox, 'A-send')).toMatchObject({ bookings: 1, sends: 1 });
  });

  it('leaves one effect at Feishu: the call is repeated by its id, and replayed', async () => {
    expect(await resultOf('R-send')).toMatchObject({ status: 'reconciled', withdrawn: { points: 100 } });
    expect(countsOf(world.sandbox, 'R-send')).toMatchObject({ bookings: 1, sends: 2 });
  });
});

describe('a worker killed after the send', () => {
  it.each([
    ['in the call of a poll', 'A-poll'],
    ['between two polls', 'A-between'],
  ])(
    'leaves one effect at Allinpay when it dies %s',
    async (_where, orderId) => {
      expect(await resultOf(orderId)).toMatchObject({ status: 'settled' });
      expect(countsOf(world.sandbox, orderId)).toMatchObject({ bookings: 1, sends: 1 });
    },
    60_000,
  );

  it('leaves one effect at Feishu when it dies in the reconciliation', async () => {
    expect(await resultOf('R-compare')).toMatchObject({ status: 'reconciled' });
    expect(countsOf(world.sandbox, 'R-compare')).toMatchObject({ bookings: 1, sends: 1 });
  });

  it('credits the owner once when it dies in the credit', async () => {
    expect(await resultOf('R-credit')).toMatchObject({ status: 'reconciled', credited: { points: 100 } });
    expect(countsOf(world.sandbox, 'R-credit')).toMatchObject({ bookings: 1, sends: 1 });
    const { calls, totals } = world.sandbox.ledger('R-credit');
    expect(calls.filter(({ api }) => api === 'wallet.credit')).toHaveLength(2);
    expect(totals.wallet).toMatchObject({ credits: 1, points: 100 });
  });
});

describe('a send that was under way when its worker died, its attempts raised to three on the server', () => {
  it.each([
    ['tried again', 'A-raised', ['A-reset']],
    ['set back to its first attempt, without its heartbeats', 'A-reset', []],
  ])(
    'is not sent again when it is %s: a person is called, and the look-up ends it',
    async (_how, id, others) => {
      const { reason, message } = await untilAttention(world.client.workflow.getHandle(idOf(id)));
      expect(reason).toBe('outcomeUnknown');
      expect(message).toContain('an earlier try of this very call may have sent the order');
      expect(countsOf(world.sandbox, id)).toMatchObject({ bookings: 1, sends: 1 });

      world.sandbox.setFaults(others.map(hidden));
      expect(await resultOf(id)).toMatchObject({ status: 'settled', settled: '100.00' });
      expect(countsOf(world.sandbox, id)).toMatchObject({ bookings: 1, sends: 1 });
    },
    60_000,
  );
});
