import { describe, expect, it } from '@jest/globals';
import { lostAfter } from './loadWorld.ts';
import { open } from './open.ts';
import { broken } from './report.ts';

describe('300 payouts open at once, on a worker that caches fewer', () => {
  it('are all polled by the plan, and all settle', async () => {
    const report = await open({
      payouts: 300,
      every: 6,
      rounds: 1,
      mostLate: 15,
      mostMemory: 700,
      patches: lostAfter(8),
      heapMb: 300,
      deadlineMs: 60_000,
      say: () => undefined,
    });
    expect(broken([report])).toEqual([]);
  }, 120_000);
});
