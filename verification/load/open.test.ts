import { describe, expect, it } from '@jest/globals';
import { DEADLINE_MS } from '../../test/harness/until.ts';
import { open } from './open.ts';
import { broken } from './report.ts';

describe('100 payouts open at once, on a worker that caches fewer', () => {
  it('are all polled by the plan, and all settle', async () => {
    const report = await open({
      payouts: 100,
      every: 12,
      rounds: 1,
      mostLate: 75,
      mostMemory: 700,
      heapMb: 300,
      deadlineMs: DEADLINE_MS,
      say: () => undefined,
    });
    expect(broken([report])).toEqual([]);
  });
});
