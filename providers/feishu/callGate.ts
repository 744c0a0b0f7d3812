import { setTimeout as pause } from 'node:timers/promises';
import { untilAborted } from '../cancellation.ts';

/** At most `calls` within any `windowMs`, as the provider counts them: when they arrive. */
export interface CallLimit {
  readonly calls: number;
  readonly windowMs: number;
}

export type Entry =
  /** The call may be sent now; `answered` is to be told when its answer is there. */
  | { readonly open: true; readonly answered: () => void }
  /** The call must not be sent; one may be in `waitMs`. */
  | { readonly open: false; readonly waitMs: number };

/** What every call of one API passes before it is sent. */
export interface CallGate {
  /**
   * Lets a call through as soon as the limit allows it, if that is within 300 ms: whoever waits here holds a worker's
   * slot. Else tells how long.
   * @throws the signal's reason when it is aborted during the wait.
   */
  enter(signal: AbortSignal | undefined): Promise<Entry>;
  /** The provider refused a call for its limit: nothing passes for `ms`, whoever asks. */
  close(ms: number): void;
}

/** Milliseconds that only ever go up, and a wait by them. */
export interface GateTime {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

const LONGEST_WAIT_MS = 300;

/**
 * Two calls may arrive closer together than they were sent. A call is therefore counted from its answer, which is never
 * before its arrival; where the answer takes longer, from its sending plus this part of the window, or slow answers
 * would cost throughput: a second's ten calls leave 1.03 s for that, 9.7 a second.
 */
const MARGIN_SHARE = 0.03;

const machineTime: GateTime = { now: () => performance.now(), wait: (ms) => pause(ms) };

/** A gate that is never closed, for stand-ins without limits and for time that does not go by at its own pace. */
export const ALWAYS_OPEN: CallGate = {
  enter: () => Promise.resolve({ open: true, answered: () => undefined }),
  close: () => undefined,
};

/**
 * A gate that keeps a sliding window exactly: for this process, whatever its callers do.
 * @param limit null where none is documented: then it only closes when it is told to
 */
export function createCallGate(limit: CallLimit | null, time: GateTime = machineTime): CallGate {
  const counted = new Set<{ until: number }>();
  let closedUntil = 0;

  const opensAt = (now: number): number => {
    for (const call of counted) if (call.until <= now) counted.delete(call);
    if (limit === null || counted.size < limit.calls) return closedUntil;
    return Math.max(closedUntil, Math.min(...[...counted].map(({ until }) => until)));
  };

  const count = (now: number, windowMs: number): Entry => {
    const call = { until: now + windowMs * (1 + MARGIN_SHARE) };
    counted.add(call);
    const answered = (): void => {
      call.until = Math.min(call.until, time.now() + windowMs);
    };
    return { open: true, answered };
  };

  return {
    async enter(signal) {
      const patientUntil = time.now() + LONGEST_WAIT_MS;
      for (;;) {
        // Asked again after every wait: of all that waited for the same place only the first gets it.
        const now = time.now();
        const opens = opensAt(now);
        if (opens <= now) return count(now, limit?.windowMs ?? 0);
        if (opens > patientUntil) return { open: false, waitMs: Math.ceil(opens - now) };
        await untilAborted(time.wait(Math.ceil(opens - now)), signal);
      }
    },
    close(ms) {
      closedUntil = Math.max(closedUntil, time.now() + ms);
    },
  };
}
