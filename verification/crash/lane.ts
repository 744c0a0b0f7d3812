import type { WorkflowHandle } from '@temporalio/client';
import { LumpSumSeed } from '../../test/harness/lumpSumSeed.ts';
import { PendingCalls } from '../../test/harness/pendingCalls.ts';
import { startRealWorld, type RealWorld } from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';
import type { WorkerProcess } from '../../test/harness/workerProcess.ts';
import type { Patch } from '../../test/harness/workerProgram.ts';
import { prepareKillOrders, type KillOrders } from './killOrder.ts';

/**
 * A token that ends so soon is fetched anew for every call, by Feishu's rule of asking three minutes early: otherwise
 * only the first call of a worker would ever fetch one.
 */
const TOKEN_SECONDS = 180;

/** One server, one sandbox and one worker at a time: cells run in it one after the other and cannot disturb others. */
export class Lane {
  readonly world: RealWorld;
  readonly orders: KillOrders;
  readonly lumpSums: LumpSumSeed;
  readonly pending: PendingCalls;
  #worker: WorkerProcess;

  private constructor(world: RealWorld, orders: KillOrders, worker: WorkerProcess) {
    this.world = world;
    this.orders = orders;
    this.lumpSums = new LumpSumSeed(world.sandbox);
    this.pending = new PendingCalls(world.client);
    this.#worker = worker;
  }

  static async start(patches: readonly Patch[] = []): Promise<Lane> {
    const orders = await prepareKillOrders();
    try {
      const world = await startRealWorld({
        patches,
        environment: orders.environment,
        sandbox: { feishu: { tokenSeconds: TOKEN_SECONDS }, allinpay: { settle: { after: '1s' } } },
      });
      try {
        return new Lane(world, orders, await world.startWorker());
      } catch (error) {
        await world.stop();
        throw error;
      }
    } catch (error) {
      await orders.remove();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await this.orders.remove();
  }

  handle(workflowId: string, runId?: string): WorkflowHandle {
    return this.world.client.workflow.getHandle(workflowId, runId);
  }

  /** SIGKILL from outside. */
  async kill(): Promise<void> {
    await this.#worker.crash();
  }

  /** Waits for the worker to end itself, as it was ordered. @throws when it lives on: such a cell shows nothing */
  async untilKilled(): Promise<void> {
    const worker = this.#worker;
    const state: { signal?: string | null } = {};
    void worker.ended.then(({ signal }) => (state.signal = signal));
    await until('the worker ended itself', () => state.signal !== undefined);
    if (state.signal !== 'SIGKILL') throw new Error(`the worker was not killed:\n${worker.log()}`);
  }

  /** A fresh worker carries on. What the server would wait for the lost one is cut short; what is left will do for it. */
  async carryOn(workflowId: string): Promise<void> {
    const { raw } = await this.handle(workflowId).describe();
    if ((raw.pendingActivities ?? []).length > 0) await this.pending.shortenTimeouts(workflowId, '3s');
    await this.freshWorker(workflowId);
  }

  async freshWorker(workflowId: string): Promise<void> {
    const { client } = this.world;
    const { namespace } = client.options;
    const { status } = await this.handle(workflowId).describe();
    if (status.name === 'RUNNING')
      await client.workflowService.resetStickyTaskQueue({ namespace, execution: { workflowId } });
    this.#worker = await this.world.startWorker();
  }

  /** After a cell that found no end: its payouts are ended, and there is a worker. */
  async recover(): Promise<void> {
    const { client } = this.world;
    for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"' })) {
      await client.workflow.getHandle(workflowId).terminate('crash matrix: found no end');
    }
    await this.orders.takeBack();
    await this.kill();
    this.#worker = await this.world.startWorker();
  }
}
