import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCallGate, type CallLimit, type Entry } from '../../../providers/feishu/callGate.ts';
import { simulatedTime } from './callGate.fixture.ts';

const oneASecond: CallLimit = { calls: 1, windowMs: 1_000 };

type Time = ReturnType<typeof simulatedTime>;

function gateOf(limit: CallLimit | null) {
  const time = simulatedTime();
  return { time, gate: createCallGate(limit, undefined, time) };
}

/** How an entry ends and when, with time let go on for as long as anybody may wait. */
async function ended(time: Time, entry: Promise<Entry>): Promise<Entry & { at?: number }> {
  const seen = entry.then((end) => ({ ...end, at: time.now() }));
  await time.goOn(1_100);
  return seen;
}

/** A call that is answered after so long. @returns when it was sent */
async function call({ gate, time }: ReturnType<typeof gateOf>, answerMs: number): Promise<number> {
  const entry = await gate.enter(undefined);
  const sentAt = time.now();
  await time.goOn(answerMs);
  if (entry.open) entry.answered();
  return sentAt;
}

/** Calls far apart, all answered after so long: then the gate knows what a call takes. */
async function answerAlwaysAfter(answerMs: number, world: ReturnType<typeof gateOf>): Promise<void> {
  for (let count = 0; count < 20; count += 1) {
    await call(world, answerMs);
    await world.time.goOn(2_000);
  }
}

describe('the gate of an API', () => {
  test('lets as many calls through at once as the limit allows', async () => {
    const { gate } = gateOf({ calls: 100, windowMs: 60_000 });
    const entries = await Promise.all(Array.from({ length: 101 }, () => gate.enter(undefined)));
    expect(entries.filter(({ open }) => open)).toHaveLength(100);
    // The window, and what two calls may come closer together on the way.
    expect(entries.at(-1)).toEqual({ open: false, waitMs: 61_800 });
  });

  test('waits by itself up to a second, and tells beyond that how long to wait', async () => {
    const { gate, time } = gateOf({ calls: 1, windowMs: 10_000 });
    await call({ gate, time }, 0);
    await time.goOn(9_000);
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 1_300 });
    await time.goOn(400);
    expect(await ended(time, gate.enter(undefined))).toMatchObject({ open: true, at: 1_000 + 10_300 });
  });

  test('counts a call from its answer while it does not know yet what a call takes', async () => {
    const world = gateOf(oneASecond);
    const first = await call(world, 300);
    expect((await ended(world.time, world.gate.enter(undefined))).at).toBe(first + 300 + 1_000);
  });

  test('counts a call from its sending, where it took no longer than others', async () => {
    const world = gateOf(oneASecond);
    await answerAlwaysAfter(300, world);
    const sentAt = await call(world, 300);
    expect((await ended(world.time, world.gate.enter(undefined))).at).toBe(sentAt + 1_030);
  });

  test('counts a call from as much later as it took longer: so long it may have been on the way', async () => {
    const world = gateOf(oneASecond);
    await answerAlwaysAfter(20, world);
    const sentAt = await call(world, 520);
    expect((await ended(world.time, world.gate.enter(undefined))).at).toBe(sentAt + 500 + 1_000);
  });

  test('counts a call that has no answer yet: it may still arrive', async () => {
    const world = gateOf(oneASecond);
    const { gate, time } = world;
    await answerAlwaysAfter(20, world);
    const stuck = await gate.enter(undefined);
    await time.goOn(5_000);
    expect(await ended(time, gate.enter(undefined))).toMatchObject({ open: false });
    if (stuck.open) stuck.answered();
    expect(await ended(time, gate.enter(undefined))).toMatchObject({ open: true });
  });

  test('gives a place that several wait for to one of them', async () => {
    const { gate, time } = gateOf({ calls: 1, windowMs: 2_000 });
    await call({ gate, time }, 0);
    await time.goOn(1_900);
    const entries = [gate.enter(undefined), gate.enter(undefined), gate.enter(undefined)];
    await time.goOn(200);
    const ends = await Promise.all(entries);
    expect(ends.map(({ open }) => open)).toEqual([true, false, false]);
  });

  test('closed, lets nobody through until its time is over, and says how long that is', async () => {
    const { gate, time } = gateOf({ calls: 10, windowMs: 1_000 });
    gate.close(5_000);
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 5_000 });
    await time.goOn(3_000);
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 2_000 });
    await time.goOn(2_000);
    expect(await gate.enter(undefined)).toMatchObject({ open: true });
  });

  test('is not opened sooner by a second refusal with a shorter wait', async () => {
    const { gate } = gateOf({ calls: 10, windowMs: 1_000 });
    gate.close(5_000);
    gate.close(1_000);
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 5_000 });
  });

  test('holds nobody back for a closing, however short', async () => {
    const { gate } = gateOf({ calls: 10, windowMs: 1_000 });
    gate.close(1);
    expect(await gate.enter(undefined)).toEqual({ open: false, waitMs: 1 });
  });

  test('turns away who was waiting when it was closed', async () => {
    const { gate, time } = gateOf(oneASecond);
    await call({ gate, time }, 0);
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
    const { gate, time } = gateOf(oneASecond);
    await call({ gate, time }, 0);
    await time.goOn(900);
    const caller = new AbortController();
    const given = gate.enter(caller.signal);
    const other = gate.enter(undefined);
    caller.abort(new Error('given up'));
    await expect(given).rejects.toThrow('given up');
    await time.goOn(130);
    expect(await other).toMatchObject({ open: true });
  });

  test('never lets more calls arrive in a window than allowed, whoever comes when, while the way is held up at times', async () => {
    const callers = fc.array(
      fc.record({ pauseMs: fc.integer({ min: 0, max: 200 }), onTheWayMs: fc.integer({ min: 0, max: 30 }) }),
      { minLength: 20, maxLength: 80 },
    );
    const stalls = fc.array(
      fc.record({ from: fc.integer({ min: 0, max: 8_000 }), ms: fc.integer({ min: 1, max: 3_000 }) }),
      { maxLength: 3 },
    );
    const limits = fc.integer({ min: 1, max: 10 });
    await fc.assert(
      fc.asyncProperty(limits, callers, stalls, async (calls, all, held) => {
        const { gate, time } = gateOf({ calls, windowMs: 1_000 });
        const startedAt = time.now();
        const arrivals: number[] = [];
        const make = async (onTheWayMs: number): Promise<void> => {
          const entry = await gate.enter(undefined);
          if (!entry.open) return;
          let at = time.now() + onTheWayMs;
          for (const { from, ms } of [...held].sort((a, b) => a.from - b.from)) {
            if (at - startedAt >= from) at = Math.max(at, startedAt + from + ms);
          }
          arrivals.push(at);
          await time.wait(at - time.now());
          entry.answered();
        };
        const made: Promise<void>[] = [];
        for (const { pauseMs, onTheWayMs } of all) {
          await time.goOn(pauseMs);
          made.push(make(onTheWayMs));
        }
        await time.goOn(20_000);
        await Promise.all(made);
        for (const end of arrivals) {
          const within = arrivals.filter((at) => at > end - 1_000 && at <= end);
          expect(within.length).toBeLessThanOrEqual(calls);
        }
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});
