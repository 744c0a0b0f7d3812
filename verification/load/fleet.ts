import type { RealWorld } from '../../test/harness/realWorld.ts';
import { untilServing, type WorkerProcess } from '../../test/harness/workerProcess.ts';

/** All workers there are, each in a process of its own. */
export class Fleet {
  readonly #world: RealWorld;
  readonly #size: number;
  #workers: readonly WorkerProcess[] = [];

  constructor(world: RealWorld, size: number) {
    this.#world = world;
    this.#size = size;
  }

  /** Resolves when all serve. */
  async start(): Promise<void> {
    this.#workers = Array.from({ length: this.#size }, () => this.#world.spawnWorker());
    await Promise.all(this.#workers.map(untilServing));
  }

  /** Ends all at once, as a crash of their machine would. */
  async crash(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.crash()));
  }

  /** How many have ended by themselves. */
  async ended(): Promise<number> {
    const notYet = Symbol('it runs');
    const states = await Promise.all(
      this.#workers.map(({ ended }) => Promise.race([ended, Promise.resolve(notYet)])),
    );
    return states.filter((state) => state !== notYet).length;
  }
}
