import { setTimeout as pause } from 'node:timers/promises';
import { withoutBytes } from './telemetry/logLine.ts';
import { lastErrorOf } from './telemetry/logs.ts';

/** What is used of the SDK's worker. */
export interface OneWorker {
  readonly options: { readonly taskQueue: string };
  run(): Promise<void>;
  shutdown(): void;
  getState(): string;
  getStatus(): { readonly numInFlightActivities: number };
}

export interface Together {
  /**
   * Resolves when all have shut down as they were asked to. Rejects when one ended that nobody had asked, or does not end
   * when it is asked; the others have been shut down then, and their running calls have had their time.
   */
  readonly run: Promise<void>;
  /** Takes no more work, lets running calls finish, and returns when `run` is settled. Never rejects. */
  shutdown(): Promise<void>;
  /** Ends them all as if one of them had failed. */
  fail(why: string): void;
}

/** A worker has ended that should serve. The process is of no use any more: whoever supervises it starts another. */
export class WorkersFailedError extends Error {
  override readonly name = 'WorkersFailedError';

  constructor(message: string) {
    super(withoutBytes(message).replace(/\s+/g, ' ').slice(0, MESSAGE_CHARACTERS_MAX));
  }
}

const MESSAGE_CHARACTERS_MAX = 1000;

/** How soon it is noticed that a worker serves no more. */
const WATCH_MS = 250;

/** How soon it is noticed that one has ended. */
const ENDING_MS = 25;

/**
 * Runs workers that are of use together only.
 * @param longestEndMs how long they have to end once they were told to: more than running calls may take
 */
export function runTogether(workers: readonly OneWorker[], longestEndMs: number): Together {
  const told = new AbortController();
  let fault: string | undefined;
  const members = workers.map(begin);

  const runAll = async (): Promise<void> => {
    while (!told.signal.aborted && members.every(serves)) await pauseUnless(told.signal, WATCH_MS);
    const dead = members.filter((member) => !serves(member));
    for (const { worker } of members.filter(serves)) worker.shutdown();
    const isBusy = (member: Member): boolean =>
      dead.includes(member) ? isCalling(member) : member.ending === undefined;
    const deadline = performance.now() + longestEndMs;
    while (members.some(isBusy) && performance.now() < deadline) await pause(ENDING_MS);

    const failed = members.find(({ ending }) => ending?.error !== undefined) ?? dead[0];
    if (failed !== undefined) throw new WorkersFailedError(whatBecameOf(failed));
    if (fault !== undefined) throw new WorkersFailedError(fault);
    const left = members.find(({ ending }) => ending === undefined);
    if (left !== undefined)
      throw new WorkersFailedError(`${nameOf(left)} does not end, though it was asked to.`);
  };
  const run = runAll();
  // Told by whoever waits for `run`; one that only shuts down has no use for it.
  const settled = run.catch(() => undefined);

  return {
    run,
    async shutdown() {
      told.abort();
      await settled;
    },
    fail(why) {
      fault ??= why;
      told.abort();
    },
  };
}

interface Member {
  readonly worker: OneWorker;
  /** absent while its `run` is not settled */
  ending?: { readonly error?: unknown };
}

function begin(worker: OneWorker): Member {
  const member: Member = { worker };
  worker.run().then(
    () => (member.ending = {}),
    (error: unknown) => (member.ending = { error: error ?? 'without a reason' }),
  );
  return member;
}

/**
 * The state tells more than `run` does: where the core has refused what a worker handed in, the worker shuts itself down,
 * waits for ever for its core to agree, and its `run` is never settled.
 */
function serves({ worker, ending }: Member): boolean {
  return ending === undefined && worker.getState() === 'RUNNING';
}

/** A worker that ends by itself may have calls under way still, whose outcome it can tell. */
function isCalling({ worker, ending }: Member): boolean {
  return ending === undefined && worker.getStatus().numInFlightActivities > 0;
}

function whatBecameOf(member: Member): string {
  const { worker, ending } = member;
  if (ending?.error !== undefined) return `${nameOf(member)} failed: ${textOf(ending.error)}`;
  const why = lastErrorOf(worker.options.taskQueue);
  return `${nameOf(member)} ended by itself (${worker.getState()})${why === undefined ? '.' : `; its last error: ${why}`}`;
}

function nameOf({ worker }: Member): string {
  return `The worker of task queue ${worker.options.taskQueue}`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function pauseUnless(signal: AbortSignal, ms: number): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
