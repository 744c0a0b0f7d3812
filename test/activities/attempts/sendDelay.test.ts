import { performance } from 'node:perf_hooks';
import { describe, expect, it } from '@jest/globals';
import { sendClock } from '../../../activities/attempts/sendDelay.ts';

const BEGUN_AT = Date.parse('2026-12-01T02:00:00.000Z');

/** Whether it is too late to send, after so many ms by each clock. */
function isLateAfter({ monotonic, wall }: { readonly monotonic: number; readonly wall: number }): boolean {
  const time = { monotonic: 5_000, wall: BEGUN_AT };
  const clock = sendClock({ monotonic: () => time.monotonic, wall: () => time.wall });
  time.monotonic += monotonic;
  time.wall += wall;
  return clock.isLate();
}

describe('a send is too late', () => {
  it.each([
    ['both clocks say 30 s', 30_000, 30_000, false],
    ['both clocks say more', 30_001, 30_001, true],
    ['the machine slept an hour, and the monotonic clock with it', 5, 3_600_000, true],
    ['the machine slept just past the limit', 5, 30_001, true],
    ['the wall clock was set forward', 100, 86_400_000, true],
    ['the wall clock was set back while the try took long', 30_001, 29_100, true],
    ['the wall clock steps back a little, as one that is kept right does', 100, -1000, false],
    ['the wall clock was set back by more: how long the machine slept is not known', 100, -1001, true],
  ])('where %s: %i ms monotonic, %i ms on the wall: %s', (_what, monotonic, wall, late) => {
    expect(isLateAfter({ monotonic, wall })).toBe(late);
  });
});

it('is told by the clocks of the machine where no others are given', () => {
  const own = { monotonic: performance.now.bind(performance), wall: Date.now };
  const slept = { monotonic: 0, wall: 0 };
  performance.now = () => own.monotonic() + slept.monotonic;
  Date.now = () => own.wall() + slept.wall;
  try {
    const [first, second] = [sendClock(), sendClock()];
    expect(first.isLate()).toBe(false);
    slept.wall = 60_000;
    expect(first.isLate()).toBe(true);
    slept.wall = 0;
    slept.monotonic = 60_000;
    expect(second.isLate()).toBe(true);
  } finally {
    performance.now = own.monotonic;
    Date.now = own.wall;
  }
});
