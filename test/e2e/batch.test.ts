import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allinpayResultOf,
  runPayouts,
  type Outcome,
  type PayoutRequest,
  type ReportedPayout,
} from '../../clients/index.ts';
import { sum } from '../../contract/money.ts';
import { allinpayId, anOrder, startRealWorld, type RealWorld } from '../harness/realWorld.ts';

const COUNT = 100;
const FAILING = 5;
/** ms between two looks at all of them */
const interval = { first: 200, most: 1000 };

let world: RealWorld;

beforeAll(async () => {
  world = await startRealWorld();
  await world.startWorker();
});

afterAll(async () => {
  await world.stop();
});

/** Amounts that no binary fraction holds, so that a sum by floats would show. */
const requests = Array.from({ length: COUNT }, (_, index): PayoutRequest => {
  const orderId = `B-${index}`;
  const amount = `${index + 1}.${String(index % 100).padStart(2, '0')}`;
  const details = [{ externalCode: `S-${orderId}`, amount }];
  return { flow: 'allinpayWithdrawal', input: anOrder(orderId, { batchId: 'B', details }) };
});

const failing = Array.from({ length: FAILING }, (_, index) => `B-${(index * COUNT) / FAILING}`);

const isOtherEnd = ({ kind }: Outcome): boolean => kind !== 'completed' && kind !== 'failed';

function sums(report: readonly ReportedPayout[]): object {
  const results = report.map(({ outcome }) => allinpayResultOf(outcome)!);
  const of = (name: 'asked' | 'settled' | 'failed' | 'pending'): string =>
    sum(results.map((result) => result[name]));
  return { asked: of('asked'), settled: of('settled'), failed: of('failed'), pending: of('pending') };
}

describe(`a batch of ${COUNT} payouts that is run twice`, () => {
  it('pays each once; the second run pays nothing and reports the same; sums equal the ledger', async () => {
    world.sandbox.setFaults(
      failing.map((orderId) => ({ on: 'allinpay.withdraw', fault: 'detailFails', orderId })),
    );
    const first = await runPayouts(world.payouts, requests, { interval });
    const { calls: callsBefore } = world.sandbox.ledger();
    const second = await runPayouts(world.payouts, requests, { interval });
    const { calls, totals } = world.sandbox.ledger();

    const failed = first.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.workflowId] : []));
    expect(first.map(({ outcome }) => outcome).filter(isOtherEnd)).toEqual([]);
    expect(failed).toEqual(failing.map(allinpayId));
    expect(sums(first)).toEqual({
      asked: totals.allinpay.asked,
      settled: totals.allinpay.settled,
      failed: totals.allinpay.failed,
      pending: '0.00',
    });
    expect(totals.allinpay.bookings).toBe(COUNT);
    expect(sums(second)).toEqual(sums(first));
    // Over a Failed run a start runs again: it finds the order at the provider, failed, and sends nothing.
    const more = calls.slice(callsBefore.length).map(({ api }) => api);
    expect(more).toEqual(Array.from({ length: FAILING }, () => 'allinpay.withdrawResultQuery'));
  });
});
