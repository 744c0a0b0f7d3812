import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCallGate, type CallLimit, type Entry } from '../../../providers/feishu/callGate.ts';

const tenASecond: CallLimit = { calls: 10, windowMs: 1000 };

/** Time that goes by when it is told to, and wakes whoever waits at the moment that was agreed. */
function simulatedTime() {
  const state = { now: 1_000 };
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => state.now,
    wait: (ms: number) =>
      new Promise<void>((wake) => {
        sleepers.add({ at: state.now + ms, wake });
      }),
    async goOn(ms: number) {
      const end = state.now + ms;
      for (;;) {
        await settle();
        const [next] = [...sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        sleepers.delete(next);
        state.now = Math.max(state.now, next.at);
        next.wake();
      }
      state.now = end;
    },
  };
}

type Time = ReturnType<typeof simulatedTime>;

function gateOf(limit: CallLimit | null) {
  const time = simulatedTime();
  return { time, gate: createCallGate(limit, time) };
}

/** How an entry ends, when time is let go on for as long as anybody may wait. */
async function ended(time: Time, entry: Promise<Entry>): Promise<Entry & { at?: number }> {
  const seen = entry.then((end) => ({ ...end, at: time.now() }));
  await time.goOn(400);
  return seen;
}

describe('the gate of an API', () => {
  test('lets as many calls through at once as the limit allows, and tells the next one how long to wait', async () => {
    const { gate } = gateOf(tenASecond);
    const entries = await Promise.all(Array.from({ length: 11 }, () => gate.enter(undefined)));
    expect(entries.filter(({ open }) => open)).toHaveLength(10);
    // The window, and what two calls may come closer together on the way.
    expect(entries.at(-1)).toEqual({ open: false, waitMs: 1030 });
  });

  test('waits by itself where it is short', async () => {
    const { gate, time } = gateOf(tenASecond);
    for (let i = 0; i < 10; i += 1) await gate.enter(undefined);
    await time.goOn(800);
    expect(await ended(time, gate.enter(undefined))).toMatchObject({ open: true, at: 1_000 + 1_030 });
  });

  test('counts a call from its answer, where that came soon', async () => {
    const { gate, time } = gateOf({ calls: 1, windowMs: 1000 });
    const entry = await gate.enter(undefined);
    await time.goOn(10);
    if (entry.open) entry.answered();
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 1000 });
  });

  test('counts a call from shortly after its sending, where the answer takes its time', async () => {
    const { gate, time } = gateOf({ calls: 1, windowMs: 1000 });
    const entry = await gate.enter(undefined);
    await time.goOn(900);
    if (entry.open) entry.answered();
    expect(await ended(time, gate.enter(undefined))).toMatchObject({ open: true, at: 1_000 + 1_030 });
  });

  test('gives a place that several wait for to one of them', async () => {
    const { gate, time } = gateOf({ calls: 1, windowMs: 1000 });
    await gate.enter(undefined);
    await time.goOn(900);
    const entries = [gate.enter(undefined), gate.enter(undefined), gate.enter(undefined)];
    await time.goOn(400);
    const ends = await Promise.all(entries);
    expect(ends.map(({ open }) => open)).toEqual([true, false, false]);
  });

  test('closed, lets nobody through until its time is over, and says how long that is', async () => {
    const { gate, time } = gateOf(tenASecond);
    gate.close(5_000);
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 5_000 });
    await time.goOn(3_000);
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 2_000 });
    await time.goOn(2_000);
    expect(await gate.enter(undefined)).toMatchObject({ open: true });
  });

  test('is not opened sooner by a second refusal with a shorter wait', async () => {
    const { gate } = gateOf(tenASecond);
    gate.close(5_000);
    gate.close(1_000);
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 5_000 });
  });

  test('turns away who was waiting when it was closed', async () => {
    const { gate, time } = gateOf({ calls: 1, windowMs: 1000 });
    await gate.enter(undefined);
    await time.goOn(900);
    const waiting = gate.enter(undefined);
    gate.close(5_000);
    await time.goOn(130);
    expect(await waiting).toEqual({ open: false, waitMs: 4_870 });
  });

  test('without a limit only closes', async () => {
    const { gate } = gateOf(null);
    for (let i = 0; i < 1_000; i += 1) expect(await gate.enter(undefined)).toMatchObject({ open: true });
    gate.close(5_000);
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 5_000 });
  });

  test('ends the wait of a caller who gives up, and keeps its place for others', async () => {
    const { gate, time } = gateOf({ calls: 1, windowMs: 1000 });
    await gate.enter(undefined);
    await time.goOn(900);
    const caller = new AbortController();
    const given = gate.enter(caller.signal);
    const other = gate.enter(undefined);
    caller.abort(new Error('given up'));
    await expect(given).rejects.toThrow('given up');
    await time.goOn(130);
    expect(await other).toMatchObject({ open: true });
  });

  test('never lets more calls arrive in a window than allowed, whoever comes when and however long answers take', async () => {
    const callers = fc.array(
      fc.record({
        pauseMs: fc.integer({ min: 0, max: 250 }),
        arrivesAfterMs: fc.integer({ min: 0, max: 30 }),
        answerMs: fc.integer({ min: 0, max: 400 }),
      }),
      { minLength: 20, maxLength: 80 },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10 }), callers, async (calls, all) => {
        const { gate, time } = gateOf({ calls, windowMs: 1000 });
        const arrivals: number[] = [];
        const entered: Promise<void>[] = [];
        for (const { pauseMs, arrivesAfterMs, answerMs } of all) {
          await time.goOn(pauseMs);
          const call = async (): Promise<void> => {
            const entry = await gate.enter(undefined);
            if (!entry.open) return;
            arrivals.push(time.now() + arrivesAfterMs);
            await time.wait(arrivesAfterMs + answerMs);
            entry.answered();
          };
          entered.push(call());
        }
        await time.goOn(2_000);
        await Promise.all(entered);
        for (const end of arrivals) {
          expect(arrivals.filter((at) => at > end - 1000 && at <= end).length).toBeLessThanOrEqual(calls);
        }
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});
