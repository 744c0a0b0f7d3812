import { describe, expect, it } from '@jest/globals';
import { DEADLINE_MS } from '../../test/harness/until.ts';
import { kills } from './kills.ts';
import { lostAfter } from './loadWorld.ts';
import { broken } from './report.ts';

describe('30 payouts whose workers are killed every few seconds, and whose server is killed once', () => {
  it('end as they do undisturbed', async () => {
    const report = await kills({
      payouts: 30,
      seed: 1,
      plan: { between: [1500, 3000], serverAfter: [1], most: 3 },
      patches: lostAfter(8),
      deadlineMs: DEADLINE_MS,
      say: () => undefined,
    });
    expect(broken([report])).toEqual([]);
  });
});
