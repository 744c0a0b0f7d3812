import { setTimeout as pause } from 'node:timers/promises';

/** Only what hangs comes this far, also where other programs keep the machine busy. Well under Jest's own time-out. */
export const DEADLINE_MS = 240_000;

/** Asks until the answer is there; fails after the deadline with what was awaited, or what is found to say then. */
export async function until<T>(
  what: string | (() => Promise<string>),
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  deadlineMs = DEADLINE_MS,
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) {
      throw new Error(`not within ${deadlineMs} ms: ${typeof what === 'string' ? what : await what()}`);
    }
    await pause(25);
  }
}
