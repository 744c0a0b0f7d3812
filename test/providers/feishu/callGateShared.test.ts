import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCallGate, type CallGate, type CallLimit } from '../../../providers/feishu/callGate.ts';
import { simulatedTime } from './callGate.fixture.ts';
import { feishu, ok, stopFeishu } from './feishu.fixture.ts';

const WINDOW_MS = 1_000;

/** How many of fifty at once pass; the others would have to wait too long to wait here. */
async function passedAtOnce(gate: CallGate): Promise<number> {
  const entries = await Promise.all(Array.from({ length: 50 }, () => gate.enter(undefined)));
  return entries.filter(({ open }) => open).length;
}

function gateOf(limit: CallLimit, sharers: () => number) {
  const time = simulatedTime();
  return { time, gate: createCallGate(limit, sharers, time) };
}

describe('a gate that shares a limit with others', () => {
  test.each([
    [1, 10],
    [2, 5],
    [3, 3],
    [10, 1],
    [11, 1],
  ])('among %i lets %i of ten calls a second through', async (sharers, passing) => {
    const { gate } = gateOf({ calls: 10, windowMs: WINDOW_MS }, () => sharers);
    expect(await passedAtOnce(gate)).toBe(passing);
  });

  test('has the whole limit of a minute: the server spaces those calls', async () => {
    const { gate } = gateOf({ calls: 20, windowMs: 60_000 }, () => 3);
    expect(await passedAtOnce(gate)).toBe(20);
  });

  test('counts what it sent before the others came', async () => {
    let sharers = 1;
    const { gate, time } = gateOf({ calls: 4, windowMs: WINDOW_MS }, () => sharers);
    const sentAt: number[] = [];
    for (let call = 0; call < 4; call += 1) {
      const entry = await gate.enter(undefined);
      sentAt.push(time.now());
      if (entry.open) entry.answered();
      await time.goOn(100);
    }
    sharers = 2;
    const fifth = gate.enter(undefined).then(() => time.now());
    await time.goOn(2_000);
    // Two may stand in the window: so the third of the four has to be out of it, not the first.
    expect(await fifth).toBe((sentAt[2] ?? 0) + 1_030);
  });

  test('takes its whole limit again once the others are gone', async () => {
    let sharers = 2;
    const { gate, time } = gateOf({ calls: 4, windowMs: WINDOW_MS }, () => sharers);
    const first = await gate.enter(undefined);
    if (first.open) first.answered();
    await time.goOn(5_000);
    sharers = 1;
    expect(await passedAtOnce(gate)).toBe(4);
  });

  test('is one of three that never pass the limit together, whoever comes when', async () => {
    const callers = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 2 }),
        pauseMs: fc.integer({ min: 0, max: 100 }),
        onTheWayMs: fc.integer({ min: 0, max: 30 }),
      }),
      { minLength: 30, maxLength: 120 },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 12 }), callers, async (calls, all) => {
        const time = simulatedTime();
        const gates = [0, 1, 2].map(() => createCallGate({ calls, windowMs: WINDOW_MS }, () => 3, time));
        const arrivals: number[] = [];
        const make = async (gate: CallGate, onTheWayMs: number): Promise<void> => {
          const entry = await gate.enter(undefined);
          if (!entry.open) return;
          arrivals.push(time.now() + onTheWayMs);
          await time.wait(onTheWayMs);
          entry.answered();
        };
        const made: Promise<void>[] = [];
        for (const { at, pauseMs, onTheWayMs } of all) {
          await time.goOn(pauseMs);
          made.push(make(gates[at]!, onTheWayMs));
        }
        await time.goOn(20_000);
        await Promise.all(made);
        for (const end of arrivals) {
          const within = arrivals.filter((at) => at > end - WINDOW_MS && at <= end);
          expect(within.length).toBeLessThanOrEqual(calls);
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

describe('a client that shares its app with others', () => {
  afterEach(stopFeishu);

  const withdrawn = ok({ external_order_id: 'order-1', trans_time: '1683634459543' });
  const order = { referralAccountId: '6930', bonusTypes: ['point'], externalOrderId: 'order-1' } as const;

  test('keeps to its share', async () => {
    const limits = { withdraw: { calls: 2, windowMs: WINDOW_MS } };
    const { client, calls } = await feishu([withdrawn], { limits, sharers: () => 2 });
    const both = await Promise.all([client.withdraw(order), client.withdraw(order)]);
    expect(both.map((result) => result.ok)).toEqual([true, false]);
    expect(calls).toHaveLength(1);
  });
});
