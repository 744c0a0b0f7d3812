import { createRequire, syncBuiltinESMExports } from 'node:module';
import { Timeline } from './timeline.ts';

// The clocks of this process are replaced for good, since the product reads them where it has none injected: the gate of
// Feishu's limits, the longest time a send may be put off, the wait for a heartbeat to be on record.

const original = performance.now.bind(performance);
let timeline = new Timeline(0);

/** Milliseconds of the machine's own clock. */
export const machineNow = (): number => original();

/** From now on this timeline is the time. One world lives at a time in a process. */
export function liveBy(next: Timeline): void {
  timeline = next;
}

export function replaceClocks(): void {
  Date.now = () => timeline.now;
  performance.now = () => timeline.now;
  const timers: unknown = createRequire(import.meta.url)('node:timers/promises');
  if (typeof timers !== 'object' || timers === null) throw new Error('no timers to replace');
  Reflect.set(timers, 'setTimeout', (ms: number) => timeline.wait(ms));
  syncBuiltinESMExports();
}
