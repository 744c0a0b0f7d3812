import { Client, Connection } from '@temporalio/client';
import { searchAttributeTypes } from '../../../contract/searchAttributes.ts';
import { findTemporal, startDevServer } from '../../../local/temporal/index.ts';
import { startChild } from './child.ts';
import type { Limits } from './limits.ts';
import type { WorkerOrder } from './orders.ts';
import { startStand, type Stand } from './stand.ts';

/** A Temporal server, a sandbox and workers, each in a process of its own. */
export interface Fleet {
  readonly workers: number;
  readonly limits: Limits;
  readonly client: Client;
  readonly stand: Stand;
  stop(): Promise<void>;
}

export interface FleetOptions {
  readonly workers: number;
  readonly limits: Limits;
  readonly taskQueuePartitions: number;
}

const cacheDir = '.payouts';

/** Starts all of it, the sandbox without limits. Nothing is left running when that fails. */
export async function startFleet({ workers, limits, taskQueuePartitions }: FleetOptions): Promise<Fleet> {
  const started: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const server = await startDevServer({
      executable: await findTemporal({
        cacheDir,
        what: 'cli',
        say: (line) => process.stderr.write(`${line}\n`),
      }),
      searchAttributes: searchAttributeTypes,
      runDir: `${cacheDir}/bench`,
      dynamicConfig: {
        'matching.numTaskqueueReadPartitions': taskQueuePartitions,
        'matching.numTaskqueueWritePartitions': taskQueuePartitions,
      },
    });
    started.push(() => server.stop());
    const connection = await Connection.connect({ address: server.address });
    started.push(() => connection.close());
    const stand = await startStand();
    started.push(() => stand.stop());
    const order: WorkerOrder = { address: server.address, environment: stand.environment, limits };
    const children = await Promise.all(
      Array.from({ length: workers }, () => startChild('workerProgram.js', order)),
    );
    started.push(() => Promise.all(children.map((child) => child.stop())));
    return { workers, limits, client: new Client({ connection }), stand, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
