import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listPollersBy } from '../../workers/workerCount.ts';
import { until } from '../harness/until.ts';
import { startPaceWorld, type PaceWorld } from './paceWorld.ts';

let world: PaceWorld;

beforeAll(async () => {
  world = await startPaceWorld({});
});

afterAll(() => world.stop());

describe('two workers at the queues of one profile', () => {
  it('know of each other: the second from its start, the first soon after', async () => {
    const pollers = (): Promise<readonly unknown[]> =>
      listPollersBy(world.client)('payouts/default/feishu-lump-sum-query');
    await until('the first polls', async () => (await pollers()).length > 0);
    expect(world.worker.workersServing('default')).toBe(1);

    const second = await world.startAnother();
    expect(second.workersServing('default')).toBe(2);
    await until('the first counts the second', () => world.worker.workersServing('default') === 2);
  });
});
