import { setTimeout as pause } from 'node:timers/promises';
import type { RealWorld } from '../../test/harness/realWorld.ts';
import type { Fleet } from './fleet.ts';
import type { Random } from './random.ts';

export interface CrashPlan {
  /** ms between two crashes of all workers, while they serve: the least and the most */
  readonly between: readonly [least: number, most: number];
  /** the server crashes, while the workers serve, after so many crashes of theirs, once for each */
  readonly serverAfter: readonly number[];
  /** after so many crashes of the workers the rest is left alone; a bound for a run that does not end */
  readonly most: number;
}

export interface Crashes {
  readonly workers: number;
  readonly server: number;
  /** workers that ended because their server did */
  readonly lostByServer: number;
}

/** How many crashes of all workers a plan must come to, or it shows little. */
export const CRASHES_LEAST = 2;

/**
 * Kills all workers every few seconds and starts them again, and the server in between, until told to stop.
 * @param onEnough is called once, when the plan has come to what it must
 */
export async function crashUntil(
  over: AbortSignal,
  { world, fleet, random }: { world: RealWorld; fleet: Fleet; random: Random },
  { between, serverAfter, most }: CrashPlan,
  onEnough: () => void,
): Promise<Crashes> {
  const waits = [...serverAfter];
  let [workers, server, lostByServer] = [0, 0, 0];
  while (workers < most) {
    if (workers >= CRASHES_LEAST && waits.length === 0) onEnough();
    await pause(random.between(...between), undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) break;
    if (waits[0] !== undefined && workers >= waits[0]) {
      waits.shift();
      await world.crashServer();
      server += 1;
      lostByServer += await fleet.ended();
      continue;
    }
    await fleet.crash();
    await fleet.start();
    workers += 1;
  }
  onEnough();
  return { workers, server, lostByServer };
}
