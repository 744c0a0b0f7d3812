import { once } from 'node:events';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { countWorkers, createWorkerCount, type ListPollers, type Poller } from '../../workers/workerCount.ts';

const NOW = 1_800_000_000_000;
const ago = (identity: string, seconds: number): Poller => ({ identity, lastAccess: NOW - seconds * 1_000 });

describe('counting the workers of a queue', () => {
  it.each<[string, readonly Poller[], number]>([
    ['nobody is listed yet: oneself', [], 1],
    ['oneself is listed', [ago('me', 0)], 1],
    ['oneself is not listed yet', [ago('a', 0), ago('b', 3)], 3],
    ['a worker polls more than once', [ago('me', 0), ago('a', 1), ago('a', 2)], 2],
    ['a poll found nothing for a minute', [ago('me', 0), ago('a', 70)], 2],
    ['a worker stopped asking', [ago('me', 0), ago('a', 76)], 1],
    ['nothing was to do for all, and they asked long ago', [ago('me', 300), ago('a', 301)], 2],
    ['the server tells no time', [{ identity: 'a' }, { identity: 'b' }], 3],
  ])('%s', (_case, pollers, size) => {
    expect(countWorkers(pollers, 'me')).toBe(size);
  });
});

/** A server whose answers can be set, and which can be away. */
function fakeServer(pollers: Readonly<Record<string, readonly string[]>> = {}) {
  const state = { pollers, away: false, asked: 0 };
  const listPollers: ListPollers = (taskQueue) => {
    state.asked += 1;
    if (state.away) return Promise.reject(new Error('away'));
    return Promise.resolve((state.pollers[taskQueue] ?? []).map((identity) => ago(identity, 0)));
  };
  return { state, listPollers };
}

const QUEUE = 'payouts/default/feishu-lump-sum-query';

describe('the size of the fleet', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is one until it was counted', async () => {
    const { listPollers } = fakeServer({ [QUEUE]: ['a', 'b'] });
    const fleet = createWorkerCount({ identity: 'me', profiles: ['default'], listPollers });
    expect(fleet.workersServing('default')).toBe(1);
    await fleet.count();
    expect(fleet.workersServing('default')).toBe(3);
  });

  it('is that of each profile by itself: not every worker serves all', async () => {
    const { listPollers } = fakeServer({
      [QUEUE]: ['me', 'a'],
      'payouts/branch/feishu-lump-sum-query': ['me', 'a', 'b'],
    });
    const fleet = createWorkerCount({ identity: 'me', profiles: ['default', 'branch'], listPollers });
    await fleet.count();
    expect([fleet.workersServing('default'), fleet.workersServing('branch')]).toEqual([2, 3]);
  });

  it('stays as it was last known while the server does not answer, and that is told once', async () => {
    const { state, listPollers } = fakeServer({ [QUEUE]: ['me', 'a'] });
    const failures: unknown[] = [];
    const onFailure = (error: unknown): number => failures.push(error);
    const fleet = createWorkerCount({ identity: 'me', profiles: ['default'], listPollers, onFailure });
    await fleet.count();
    state.away = true;
    await fleet.count();
    await fleet.count();
    expect(fleet.workersServing('default')).toBe(2);
    expect(failures).toEqual([new Error('away')]);

    state.away = false;
    state.pollers = { [QUEUE]: ['me'] };
    await fleet.count();
    expect(fleet.workersServing('default')).toBe(1);
    state.away = true;
    await fleet.count();
    expect(failures).toHaveLength(2);
  });

  it.each<[string, () => Promise<void>]>([
    ['end', () => Promise.resolve()],
    ['fail', () => Promise.reject(new Error('a worker failed'))],
  ])('is counted soon, and again and again until the workers %s', async (_how, end) => {
    jest.useFakeTimers();
    const { state, listPollers } = fakeServer({ [QUEUE]: ['me'] });
    const fleet = createWorkerCount({ identity: 'me', profiles: ['default'], listPollers });
    const over = new AbortController();
    fleet.countUntil(once(over.signal, 'abort').then(end));
    state.pollers = { [QUEUE]: ['me', 'a'] };
    await jest.advanceTimersByTimeAsync(1_000);
    expect(fleet.workersServing('default')).toBe(2);
    await jest.advanceTimersByTimeAsync(59_000);
    // After 1, 3, 7 and 15 s, and from then on every 10.
    expect(state.asked).toBe(8);

    over.abort();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(state.asked).toBe(8);
  });
});
