import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { feishuRateLimits } from '../../../workers/rateLimits.ts';
import { readSettings } from '../../../workers/settings/readSettings.ts';
import type { Settings } from '../../../workers/settings/settings.ts';
import { startWorkers } from '../../../workers/startWorkers.ts';
import { runWorkerLogs } from '../../../workers/telemetry/logs.ts';
import { greetAndServe, readOrder, workerOrder, type WorkerOrder } from './orders.ts';

// `payouts worker`, but for limits that are not the documented ones.
const order = readOrder(workerOrder);
runWorkerLogs(process.stderr, 'ERROR');
const connection = await NativeConnection.connect({ address: order.address });
const workers = await startWorkers({
  settings: settingsOf(order),
  connection,
  client: new Client({ connection }),
  namespace: 'default',
  dependencies: { rateLimits: feishuRateLimits(order.limits) },
});
await Promise.race([greetAndServe({}), workers.run]);
await workers.shutdown();
await connection.close();

function settingsOf({ environment, limits }: WorkerOrder): Settings {
  const read = readSettings(environment);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return {
    ...read.settings,
    profiles: read.settings.profiles.map(({ feishu, ...profile }) => ({
      ...profile,
      ...(feishu === undefined ? {} : { feishu: { ...feishu, limits } }),
    })),
  };
}
