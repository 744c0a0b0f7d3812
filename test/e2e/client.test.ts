import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import {
  InputMismatchError,
  PayoutFailedError,
  PayoutInterruptedError,
  PayoutsClient,
  PreviousRunLostError,
} from '../../clients/index.ts';
import type { AllinpayWithdrawalInput } from '../../contract/flows/allinpayWithdrawal.ts';
import { PAYOUTS_TASK_QUEUE } from '../../contract/names.ts';
import {
  allinpayId,
  anOrder,
  countsOf,
  setAccount,
  startRealWorld,
  untilStatus,
  type RealWorld,
} from '../harness/realWorld.ts';
import { until } from '../harness/until.ts';

let world: RealWorld;
const connections: Connection[] = [];

beforeAll(async () => {
  world = await startRealWorld({ sandbox: { allinpay: { settle: { after: '500ms' } } } });
  await world.startWorker();
});

afterAll(async () => {
  for (const connection of connections) await connection.close();
  await world.stop();
});

const start = (input: AllinpayWithdrawalInput) => world.payouts.startAllinpayWithdrawal(input);

/** Starts as another service does: no memo, no search attributes, no policies of ours. */
const startRaw = (input: AllinpayWithdrawalInput) =>
  world.client.workflow.start('allinpayWithdrawal', {
    workflowId: allinpayId(input.orderId),
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [input],
  });

const another = (orderId: string): AllinpayWithdrawalInput =>
  anOrder(orderId, { details: [{ externalCode: `S-${orderId}`, amount: '100.01' }] });

/** An order that stays open until it is let go. */
async function openOrder(orderId: string): Promise<() => Promise<void>> {
  await setAccount(world.sandbox, `S-${orderId}`, 'never');
  return () => setAccount(world.sandbox, `S-${orderId}`, 'settled');
}

async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('one order started a hundred times at once, by five clients', () => {
  it.each(['allinpay', 'referral'] as const)(
    'is paid once, and all hear the same: %s',
    async (flow) => {
      const clients = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const connection = await Connection.connect({ address: world.address });
          connections.push(connection);
          return new PayoutsClient(new Client({ connection }));
        }),
      );
      const orderId = `C-${flow}`;
      const referralAccountId = await world.feishu.account({ points: 50 });
      const startOn = (client: PayoutsClient) =>
        flow === 'allinpay'
          ? client.startAllinpayWithdrawal(anOrder(orderId))
          : client.startReferralWithdrawal({
              externalOrderId: orderId,
              referralAccountId,
              bonusTypes: ['point'],
            });

      const payouts = await Promise.all(
        Array.from({ length: 100 }, (_, index) => startOn(clients[index % clients.length]!)),
      );
      const results = await Promise.all(payouts.map((payout) => payout.result()));

      expect(new Set(payouts.map(({ runId }) => runId)).size).toBe(1);
      expect(payouts.filter(({ attached }) => !attached)).toHaveLength(1);
      expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
      expect(results[0]).toMatchObject({ status: flow === 'allinpay' ? 'settled' : 'reconciled' });
      expect(countsOf(world.sandbox, orderId)).toMatchObject({ bookings: 1, sends: 1 });
    },
    60_000,
  );
});

describe('a start of an order that runs or has completed', () => {
  it('attaches to the run, while it is open and after it', async () => {
    const letGo = await openOrder('C-1');
    const first = await start(anOrder('C-1'));
    const second = await start(anOrder('C-1', { requestedBy: 'someone.else' }));
    await letGo();
    await first.result();
    const third = await start(anOrder('C-1'));

    expect([first, second, third].map(({ attached }) => attached)).toEqual([false, true, true]);
    expect(new Set([first, second, third].map(({ runId }) => runId)).size).toBe(1);
    expect(await third.result()).toEqual(await first.result());
    expect(countsOf(world.sandbox, 'C-1')).toMatchObject({ bookings: 1, sends: 1 });
  });

  it.each([
    ['by this client, as its memo says', 'C-2', start],
    ['by another client without our memo, as its first event says', 'C-3', startRaw],
  ])('is refused where the run was started with another amount %s', async (_who, orderId, startFirst) => {
    const letGo = await openOrder(orderId);
    await startFirst(anOrder(orderId));
    const whileOpen = await thrownBy(start(another(orderId)));
    await letGo();
    const same = await start(anOrder(orderId));
    await same.result();
    const afterwards = await thrownBy(start(another(orderId)));

    for (const error of [whileOpen, afterwards]) {
      expect(error).toBeInstanceOf(InputMismatchError);
      expect(String(error)).toContain('100.01');
    }
    expect(same.attached).toBe(true);
    expect(countsOf(world.sandbox, orderId)).toMatchObject({ bookings: 1, sends: 1 });
  });
});

describe('a start of an order whose last run', () => {
  it('failed, runs again and pays once', async () => {
    world.sandbox.setFaults([
      { on: 'allinpay.withdraw', orderId: 'C-4', fault: 'code', code: 3101, times: 1 },
    ]);
    const failed = await start(anOrder('C-4'));
    const error = await thrownBy(failed.result());
    expect(error).toBeInstanceOf(PayoutFailedError);
    expect(error).toMatchObject({ type: 'PayoutRejected', result: { status: 'rejected' } });

    const again = await start(anOrder('C-4'));
    expect(again.attached).toBe(false);
    expect(await again.result()).toMatchObject({ status: 'settled' });
    expect(countsOf(world.sandbox, 'C-4')).toMatchObject({ bookings: 1, sends: 2 });
  });

  it('was terminated, is refused; with send "never" it finds what was paid, and sends nothing', async () => {
    const letGo = await openOrder('C-5');
    const lost = await start(anOrder('C-5'));
    const handle = world.client.workflow.getHandle(lost.workflowId);
    await untilStatus(handle, 'processing');
    await handle.terminate('by hand');

    expect(await thrownBy(lost.result())).toBeInstanceOf(PayoutInterruptedError);
    const refused = await thrownBy(start(anOrder('C-5')));
    expect(refused).toBeInstanceOf(PreviousRunLostError);
    expect(String(refused)).toContain('send: "never"');

    const tracked = await start(anOrder('C-5', { send: 'never' }));
    await letGo();
    expect(tracked.attached).toBe(false);
    expect(await tracked.result()).toMatchObject({ status: 'settled', settled: '100.00' });
    expect(countsOf(world.sandbox, 'C-5')).toMatchObject({ bookings: 1, sends: 1 });
  });

  it('was terminated before it sent, with send "never" sends nothing and calls for a person', async () => {
    const lost = await start(anOrder('C-6', { approval: 'required', requestedBy: 'maker' }));
    const handle = world.client.workflow.getHandle(lost.workflowId);
    await untilStatus(handle, 'awaitingApproval');
    await handle.terminate('by hand');

    const tracked = await start(anOrder('C-6', { send: 'never' }));
    const attention = await until(
      'a person is called',
      async () => (await tracked.snapshot()).attention ?? false,
    );
    expect(attention).toMatchObject({ reason: 'outcomeUnknown' });
    await tracked.resolve({ by: 'finance.lead', decision: 'notSubmitted', note: 'looked into it' });

    const error = await thrownBy(tracked.result());
    expect(error).toMatchObject({ type: 'Cancelled', result: { statedBy: 'finance.lead' } });
    expect(countsOf(world.sandbox, 'C-6')).toMatchObject({ bookings: 0, sends: 0 });
  });
});

async function withdraw(externalOrderId: string, reconcile: 'now' | 'later') {
  const referralAccountId = await world.feishu.account({ points: 10 });
  return world.payouts.startReferralWithdrawal({
    externalOrderId,
    referralAccountId,
    bonusTypes: ['point'],
    reconcile,
  });
}

interface Length {
  readonly flow: string;
  readonly events: number;
  readonly upserts: number;
}

async function lengthOf(flow: string, workflowId: string): Promise<Length> {
  const { events } = await world.client.workflow.getHandle(workflowId).fetchHistory();
  const all = events ?? [];
  const upserts = all.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes);
  return { flow, events: all.length, upserts: upserts.length };
}

describe('the history of a payout that PayoutsClient started and that went well', () => {
  it('holds 11 events for one call and 17 for two, and one more for each change that is indexed, none for its memo', async () => {
    const one = await withdraw('H-1', 'later');
    const two = await withdraw('H-2', 'now');
    const polled = await world.payouts.startAllinpayWithdrawal(anOrder('H-3'));
    expect(await one.result()).toMatchObject({ status: 'withdrawn' });
    expect(await two.result()).toMatchObject({ status: 'reconciled' });
    expect(await polled.result()).toMatchObject({ status: 'settled' });

    const table = [
      await lengthOf('withdraw', one.workflowId),
      await lengthOf('withdraw, reconcile', two.workflowId),
      await lengthOf('submit, settle', polled.workflowId),
    ];
    process.stdout.write(
      table
        .map(({ flow, events, upserts }) => `${flow}: ${events} events, ${upserts} of them upserts\n`)
        .join(''),
    );
    expect(table.map(({ events, upserts }) => events - upserts)).toEqual([11, 17, 17]);
    for (const { upserts } of table) expect(upserts).toBeLessThanOrEqual(3);
  });
});
