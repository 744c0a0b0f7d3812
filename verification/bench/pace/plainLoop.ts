import { setTimeout as pause } from 'node:timers/promises';
import { createFeishuClient, type FeishuClient } from '../../../providers/feishu/client.ts';
import { allowedPerSecond, type Limits } from './limits.ts';
import { figuresOf, type ApiFigures } from './measure.ts';
import { startStand } from './stand.ts';

type ReadingApi = 'reconciliation' | 'lumpSumQuery';

/**
 * The bare baseline: calls at exactly the limit, each at its moment, by one process and without Temporal. What it uses of
 * the limit is what the machine and the sandbox give; what is refused of it is what going to the limit itself costs.
 */
export async function runPlainLoop(api: ReadingApi, limits: Limits, windows: number): Promise<ApiFigures[]> {
  const stand = await startStand();
  try {
    await stand.enforce(limits);
    const client = clientFor(stand.environment);
    const everyMs = 1000 / allowedPerSecond(limits[api]);
    const startedAt = performance.now();
    const calls: Promise<unknown>[] = [];
    for (let index = 0; index < limits[api].calls * windows; index += 1) {
      await pause(Math.max(0, startedAt + index * everyMs - performance.now()));
      calls.push(callOf(client, api));
    }
    await Promise.all(calls);
    const figures = figuresOf((await stand.ledger()).calls, api, limits[api]);
    return figures === undefined ? [] : [figures];
  } finally {
    await stand.stop();
  }
}

function clientFor(environment: Readonly<Record<string, string>>): FeishuClient {
  const {
    FEISHU_BASE_URL: baseUrl = '',
    FEISHU_APP_ID: appId = '',
    FEISHU_APP_SECRET: appSecret = '',
  } = environment;
  return createFeishuClient({ baseUrl, appId, appSecret, limits: 'none' });
}

function callOf(client: FeishuClient, api: ReadingApi): Promise<unknown> {
  switch (api) {
    case 'reconciliation':
      return client.reconcile({ startTransTime: '1', endTransTime: '2', tradeDetails: [] });
    case 'lumpSumQuery':
      return client.lumpSumQuery({ filters: {}, pageSize: 1, userIdType: 'open_id' });
  }
}
