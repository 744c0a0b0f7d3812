import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { providerTaskQueue } from '../contract/names.ts';

/** Who asked for work on a task queue. */
export interface Poller {
  readonly identity: string;
  /** ms since 1970 by the server's clock; absent where the server does not tell */
  readonly lastAccess?: number;
}

/** Lists who lately asked for activities of a task queue. @throws when the server cannot say */
export type ListPollers = (taskQueue: string) => Promise<readonly Poller[]>;

export interface WorkerCountOptions {
  /** of the asking worker, as the server lists it; no other worker has the same */
  readonly identity: string;
  /** those whose queues it serves */
  readonly profiles: readonly string[];
  readonly listPollers: ListPollers;
  /** is told of the first failure in a row; the size stays as it was last known */
  readonly onFailure?: (error: unknown) => void;
}

/** How many workers keep to the same limits. */
export interface WorkerCount {
  /** Workers that serve a profile, the asking one included; 1 until they are counted. */
  workersServing(profile: string): number;
  /** Asks the server once. Never rejects. */
  count(): Promise<void>;
  /** Counts again and again until the workers have ended, however they do. */
  countUntil(ended: Promise<unknown>): void;
}

/**
 * How long ago a worker may have asked and still count: a poll that finds nothing lasts a minute, and the next one begins
 * a little later. A worker that stopped counts for as long, and its part of the limits is unused meanwhile.
 */
const COUNTED_MS = 75_000;

/** How long others may send at the pace of a fleet without a worker that has started. */
const INTERVAL_MS = 10_000;

/** After the start, and twice as long each time until it is the interval: workers are mostly started together. */
const FIRST_INTERVAL_MS = 1_000;

const DEADLINE_MS = 5_000;

/**
 * Counts workers by asking the server who polls, so that nobody has to keep a setting in step with how many run.
 *
 * A worker that starts is unknown to the others until they ask again: for up to ten seconds, or one when all start
 * together. Meanwhile they may send more than the limit together; the provider refuses the rest, those calls wait and
 * are made again, and nothing is lost.
 */
export function createWorkerCount({
  identity,
  profiles,
  listPollers,
  onFailure,
}: WorkerCountOptions): WorkerCount {
  const sizes = new Map<string, number>();
  let isFailing = false;

  const count = async (): Promise<void> => {
    try {
      for (const profile of profiles) {
        // Any of the profile's paced queues would do: a worker polls them all or none.
        const pollers = await listPollers(providerTaskQueue(profile, 'feishu-lump-sum-query'));
        sizes.set(profile, countWorkers(pollers, identity));
      }
      isFailing = false;
    } catch (error) {
      if (!isFailing) onFailure?.(error);
      isFailing = true;
    }
  };

  return {
    workersServing: (profile) => sizes.get(profile) ?? 1,
    count,
    countUntil(ended) {
      let intervalMs = FIRST_INTERVAL_MS;
      let next: NodeJS.Timeout | undefined;
      let isOver = false;
      const countLater = (): void => {
        if (isOver) return;
        next = setTimeout(() => void count().then(countLater), intervalMs).unref();
        intervalMs = Math.min(2 * intervalMs, INTERVAL_MS);
      };
      const stop = (): void => {
        isOver = true;
        clearTimeout(next);
      };
      countLater();
      ended.then(stop, stop);
    },
  };
}

/**
 * Whoever asked within 75 s of the last one to ask, and oneself: a worker that starts is not listed yet. Measured by the
 * server's times alone, so that a worker whose clock is wrong counts right.
 */
export function countWorkers(pollers: readonly Poller[], ownIdentity: string): number {
  const newest = Math.max(...pollers.map(({ lastAccess }) => lastAccess ?? 0));
  const counted = pollers.filter(({ lastAccess = newest }) => newest - lastAccess <= COUNTED_MS);
  return new Set([ownIdentity, ...counted.map(({ identity }) => identity)]).size;
}

/** Asks a Temporal server, which is given five seconds. */
export function listPollersBy(client: Client): ListPollers {
  return async (taskQueue) => {
    const request = {
      namespace: client.options.namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    };
    const { pollers } = await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflowService.describeTaskQueue(request),
    );
    return pollers.map(({ identity, lastAccessTime }) => ({
      identity: identity ?? '',
      ...(lastAccessTime?.seconds ? { lastAccess: Number(lastAccessTime.seconds) * 1000 } : {}),
    }));
  };
}
