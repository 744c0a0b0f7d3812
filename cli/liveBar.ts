import { SingleBar } from 'cli-progress';
import { throughputMeter, rateText, timeLeftText } from '../clients/follow/throughput.ts';
import type { CommandIo } from './io.ts';

/** What a bar shows: done and total of the same thing, and the rest in words. */
export interface BarFigures {
  readonly done: number;
  readonly total: number;
  /** counts by outcome, such as `done 3 · failed 0` */
  readonly words: string;
}

export interface LiveBar {
  show(figures: BarFigures): void;
  stop(): void;
}

/** A bar with rate and time left on stderr, where that is a terminal; nothing at all elsewhere. */
export function liveBar({ isTTY, stderr }: Pick<CommandIo, 'isTTY' | 'stderr'>, what: string): LiveBar {
  if (!isTTY) return { show: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    stream: stderr,
    clearOnComplete: true,
    hideCursor: true,
    barsize: 24,
    format: `{bar} {value}/{total} ${what} · {words} · {rate} · {left} left`,
  });
  const pace = throughputMeter();
  let started = false;
  return {
    show: ({ done, total, words }) => {
      const now = pace(done, total);
      const payload = { words, rate: rateText(now), left: timeLeftText(now) };
      if (!started) bar.start(total, done, payload);
      started = true;
      bar.setTotal(total);
      bar.update(done, payload);
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}
