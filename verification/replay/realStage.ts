import { PendingCalls } from '../../test/harness/pendingCalls.ts';
import { startRealWorld, type RealWorld } from '../../test/harness/realWorld.ts';
import type { WorkerProcess } from '../../test/harness/workerProcess.ts';
import { Stage } from './stage.ts';

/** A real server with a worker as a process of its own. What takes hours is shortened by settings. */
export class RealStage extends Stage {
  readonly calls: PendingCalls;
  readonly #world: RealWorld;
  #worker: WorkerProcess;

  private constructor(world: RealWorld, worker: WorkerProcess) {
    super(world.client, world.sandbox, world.feishu);
    this.calls = new PendingCalls(world.client);
    this.#world = world;
    this.#worker = worker;
  }

  static async open(): Promise<RealStage> {
    const world = await startRealWorld({
      sandbox: { allinpay: { settle: { after: '500ms' } } },
      environment: {
        ALLINPAY_POLL_PLAN: JSON.stringify({
          first: { after: '1s' },
          every: '1s',
          quiet: null,
          jitter: '0s',
        }),
        RECONCILE_RECHECKS: '300ms,300ms,300ms',
      },
    });
    try {
      return new RealStage(world, await world.startWorker());
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  /** The worker dies in the middle of a call of this run, and another comes. */
  async loseWorker(workflowId: string): Promise<void> {
    await this.#worker.crash();
    await this.calls.shortenTimeouts(workflowId);
    this.#worker = await this.#world.startWorker();
  }

  close(): Promise<void> {
    return this.#world.stop();
  }
}
