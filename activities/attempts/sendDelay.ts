import { performance } from 'node:perf_hooks';

/**
 * Nothing is sent later than this after its try began. A process that stood still and wakes up after the server gave the
 * try up must not send: the workflow already counts the send as unknown, or as not made. Well under startToClose less one
 * HTTP time-out.
 */
const SEND_DELAY_MS_MAX = 30_000;

/** A clock that is kept right steps back by less. */
const STEP_BACK_MS_MAX = 1000;

/** Both in ms. */
interface Clocks {
  readonly monotonic: () => number;
  readonly wall: () => number;
}

const MACHINE: Clocks = { monotonic: () => performance.now(), wall: () => Date.now() };

/** Tells of one try whether it is too late to send. */
export interface SendClock {
  isLate(): boolean;
}

/**
 * Starts with the try. Two clocks count, and either ends it: the monotonic one stands still while its machine sleeps, the
 * wall clock can be set. A wall clock that jumped back hides how long the machine slept, so it ends the try too: what was
 * not sent can be sent by the next try.
 */
export function sendClock({ monotonic, wall }: Clocks = MACHINE): SendClock {
  const begun = monotonic();
  const begunAt = wall();
  return {
    isLate: () => {
      const passed = monotonic() - begun;
      const passedOnTheWall = wall() - begunAt;
      return (
        passed > SEND_DELAY_MS_MAX ||
        passedOnTheWall > SEND_DELAY_MS_MAX ||
        passedOnTheWall < -STEP_BACK_MS_MAX
      );
    },
  };
}
