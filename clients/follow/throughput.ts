/** How fast something goes, measured since the first sight of it. */
export interface Throughput {
  /** per second; undefined until something was done */
  readonly rate: number | undefined;
  /** undefined while there is no rate to tell it by */
  readonly secondsLeft: number | undefined;
}

/**
 * Tells rate and time left from how much is done. What was done before the first sight counts to neither: who comes to
 * watch a batch that is half done would be told twice its speed.
 * @param now in milliseconds
 */
export function throughputMeter(
  now: () => number = () => performance.now(),
): (done: number, total: number) => Throughput {
  let first: { readonly at: number; readonly done: number } | undefined;
  return (done, total) => {
    first ??= { at: now(), done };
    const seconds = (now() - first.at) / 1000;
    const rate = seconds > 0 && done > first.done ? (done - first.done) / seconds : undefined;
    if (done >= total) return { rate, secondsLeft: 0 };
    return { rate, secondsLeft: rate === undefined ? undefined : (total - done) / rate };
  };
}

/** @returns e.g. `42/s`, `0.6/s`, or `-` */
export function rateText({ rate }: Throughput): string {
  if (rate === undefined) return '-';
  return `${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)}/s`;
}

/** @returns e.g. `2 h 05 min`, `3 min 20 s`, `8 s`, or `-` */
export function timeLeftText({ secondsLeft }: Throughput): string {
  if (secondsLeft === undefined) return '-';
  const seconds = Math.ceil(secondsLeft);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  if (hours > 0) return `${hours} h ${twoDigits(minutes)} min`;
  return minutes > 0 ? `${minutes} min ${twoDigits(seconds % 60)} s` : `${seconds} s`;
}
