import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { searchAttributeTypes } from '../../contract/searchAttributes.ts';
import { startDevServer } from '../../local/temporal/index.ts';
import type { CallLimit } from '../../providers/feishu/callGate.ts';
import { FEISHU_LIMITS, type LimitedApi } from '../../providers/feishu/limits.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { feishuRateLimits } from '../../workers/rateLimits.ts';
import { startWorkers, type RunningWorkers } from '../../workers/startWorkers.ts';
import { temporalCli, workflowBundle } from '../harness/prepared.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';
import { settingsOf } from '../harness/timeSkippingWorld.ts';

/** One worker at Feishu's queues, on a real server, against a sandbox that keeps the same limits. */
export interface PaceWorld {
  readonly client: Client;
  readonly sandbox: Sandbox;
  readonly worker: RunningWorkers;
  /** Starts one more, as another process would. */
  startAnother(): Promise<RunningWorkers>;
  stop(): Promise<void>;
}

const runDir = fileURLToPath(new URL('../../.payouts/test/run', import.meta.url));

/**
 * The sandbox shares this process with the worker and sees a call late when the machine is busy, so its windows are the
 * worker's less what a call may be held up. Elsewhere three hundredths are enough: verification/bench/pace.ts keeps them apart.
 */
const SHARE_OF_WINDOW = 0.6;

/** @param limits of the worker */
export async function startPaceWorld(
  limits: Readonly<Partial<Record<LimitedApi, CallLimit>>>,
): Promise<PaceWorld> {
  const started: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const server = await startDevServer({
      executable: temporalCli(),
      searchAttributes: searchAttributeTypes,
      runDir,
      dynamicConfig: {
        'matching.numTaskqueueReadPartitions': 1,
        'matching.numTaskqueueWritePartitions': 1,
      },
    });
    started.push(() => server.stop());
    const sandbox = await startTestSandbox({ settings: { feishu: { limits: sandboxLimits(limits) } } });
    started.push(() => sandbox.close());
    const settings = settingsOf({ ...sandbox.env, RECONCILE_RECHECKS: '1s' });
    const startOne = async (): Promise<{ client: Client; worker: RunningWorkers }> => {
      const connection = await NativeConnection.connect({ address: server.address });
      started.push(() => connection.close());
      const client = new Client({ connection });
      const worker = await startWorkers({
        settings: {
          ...settings,
          profiles: settings.profiles.map(({ feishu, ...profile }) => ({
            ...profile,
            ...(feishu === undefined ? {} : { feishu: { ...feishu, limits } }),
          })),
        },
        connection,
        client,
        namespace: 'default',
        workflowBundlePath: workflowBundle(),
        dependencies: { rateLimits: feishuRateLimits({ ...FEISHU_LIMITS, ...limits }) },
      });
      started.push(() => worker.shutdown());
      return { client, worker };
    };
    const { client, worker } = await startOne();
    const startAnother = async (): Promise<RunningWorkers> => (await startOne()).worker;
    return { client, sandbox, worker, startAnother, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type SandboxLimit = { readonly limit: number; readonly windowMs: number } | null;

function sandboxLimits(
  limits: Readonly<Partial<Record<LimitedApi, CallLimit>>>,
): Readonly<Record<string, SandboxLimit>> {
  const given = Object.entries(limits).map(([api, { calls, windowMs }]): [string, SandboxLimit] => [
    `feishu.${api}`,
    { limit: calls, windowMs: windowMs * SHARE_OF_WINDOW },
  ]);
  return {
    'feishu.create': null,
    'feishu.reward': null,
    'feishu.lumpSumCreate': null,
    ...Object.fromEntries(given),
  };
}
