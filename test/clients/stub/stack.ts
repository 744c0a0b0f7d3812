import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { PAYOUTS_TASK_QUEUE, searchAttributeTypes } from '../../../contract/index.ts';
import { findTemporal, startDevServer } from '../../../local/temporal/index.ts';

const cacheDir = fileURLToPath(new URL('../../../.payouts', import.meta.url));

/** A real server, and a worker whose workflows call nobody. */
export interface StubStack {
  readonly address: string;
  readonly temporal: Client;
  stop(): Promise<void>;
}

export async function startStubStack(): Promise<StubStack> {
  const executable = await findTemporal({ cacheDir });
  const server = await startDevServer({
    executable,
    searchAttributes: searchAttributeTypes,
    runDir: join(cacheDir, 'run'),
  });
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const native = await NativeConnection.connect({ address: server.address });
  const worker = await Worker.create({
    connection: native,
    taskQueue: PAYOUTS_TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('./workflows.ts', import.meta.url)),
  });
  const running = worker.run();
  const connection = await Connection.connect({ address: server.address });
  return {
    address: server.address,
    temporal: new Client({ connection }),
    async stop() {
      worker.shutdown();
      await running;
      await native.close();
      await connection.close();
      await server.stop();
    },
  };
}
