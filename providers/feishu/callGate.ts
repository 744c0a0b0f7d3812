import { setTimeout as pause } from 'node:timers/promises';
import { untilAborted } from '../http/cancellation.ts';

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
   * Lets a call through when the window allows it, if that is within a second: whoever waits here holds a worker's slot,
   * and whoever does not wait costs the server a try. Else, and after a refusal at once, tells how long to wait.
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

const WAIT_MS_MAX = 1_000;

/** How much later than its sending a call may arrive without notice, as a part of the window. */
const MARGIN_SHARE = 0.03;

/**
 * The longest window that is divided among the sharers. What others may add unforeseen is the burst that a queue's limit
 * lets through after a pause, a second's worth: next to nothing of a minute's limit, all of a second's. Dividing a minute
 * would keep most of it free for sharers that have nothing to do.
 */
const DIVIDED_WINDOW_MS_MAX = 1_000;

/** Answers from which it is told how long a call takes that nothing holds up. */
const LEAST_REMEMBERED = 20;

const machineTime: GateTime = { now: () => performance.now(), wait: (ms) => pause(ms) };

/** A gate that is never closed, for stand-ins without limits and for time that does not go by at its own pace. */
export const ALWAYS_OPEN: CallGate = {
  enter: () => Promise.resolve({ open: true, answered: () => undefined }),
  close: () => undefined,
};

/**
 * How many gates, this one included, keep to the same limit without knowing of each other's calls; a whole number from 1
 * on. Asked at every entry, since it changes while calls wait.
 */
export type Sharers = () => number;

export const NOT_SHARED: Sharers = () => 1;

interface SentCall {
  readonly sentAt: number;
  answeredAt?: number;
}

/**
 * A gate that keeps a sliding window for this process, whatever its callers do. Of a window of up to a second it keeps
 * its share: the calls, divided by the sharers and rounded down, but one at least. So more sharers than calls can pass
 * the limit together.
 *
 * Two calls may arrive closer together than they were sent: where one was held up on the way. So a call is counted from
 * the latest moment at which it can have arrived. It took longer than the fastest of the recent ones, or still has no
 * answer: by as much it may have been held up. Counting every call from its answer would need no such judgement, and
 * would give a third of the limit away to a provider that takes half a second to answer.
 *
 * @param limit null where none is documented: then it only closes when it is told to
 */
export function createCallGate(
  limit: CallLimit | null,
  sharers: Sharers = NOT_SHARED,
  time: GateTime = machineTime,
): CallGate {
  const counted = new Set<SentCall>();
  const remembered = Math.max(LEAST_REMEMBERED, 2 * (limit?.calls ?? 0));
  let recent: number[] = [];
  let closedUntil = 0;

  /** Of twice as many answers as can be held up together, so that one which was not is among them. */
  const fastest = (): number => (recent.length < remembered ? 0 : Math.min(...recent));

  const countsUntil = ({ sentAt, answeredAt }: SentCall, windowMs: number, now: number): number => {
    const heldUp = (answeredAt ?? now) - sentAt - fastest();
    return sentAt + windowMs + Math.max(windowMs * MARGIN_SHARE, heldUp);
  };

  /** When the window has a place; now or earlier where it has one. */
  const hasPlaceAt = ({ calls, windowMs }: CallLimit, now: number): number => {
    const ends: number[] = [];
    for (const call of counted) {
      const end = countsUntil(call, windowMs, now);
      if (end <= now) counted.delete(call);
      else ends.push(end);
    }
    const places = windowMs > DIVIDED_WINDOW_MS_MAX ? calls : Math.max(1, Math.floor(calls / sharers()));
    // Of more calls than places, since there are more sharers than a moment ago, as many must end first.
    const last = ends.sort((a, b) => b - a)[places - 1];
    return last ?? now;
  };

  const admit = (sentAt: number): Entry => {
    const call: SentCall = { sentAt };
    if (limit !== null) counted.add(call);
    const answered = (): void => {
      call.answeredAt = time.now();
      recent = [...recent, call.answeredAt - sentAt].slice(-remembered);
    };
    return { open: true, answered };
  };

  return {
    async enter(signal) {
      const patientUntil = time.now() + WAIT_MS_MAX;
      for (;;) {
        // Asked again after every wait: of all that waited for the same place only the first gets it.
        const now = time.now();
        if (closedUntil > now) return { open: false, waitMs: Math.ceil(closedUntil - now) };
        const placeAt = limit === null ? now : hasPlaceAt(limit, now);
        if (placeAt <= now) return admit(now);
        if (placeAt > patientUntil) return { open: false, waitMs: Math.ceil(placeAt - now) };
        await untilAborted(time.wait(Math.ceil(placeAt - now)), signal);
      }
    },
    close(ms) {
      closedUntil = Math.max(closedUntil, time.now() + ms);
    },
  };
}
