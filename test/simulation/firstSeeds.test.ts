import { expect, it } from '@jest/globals';
import { runSimulation } from './run.ts';

it('5,000 seeds tell of no payout that was made twice, lost or told wrongly', async () => {
  const { seeds, broken } = await runSimulation(['--first', '1', '--seeds', '5000']);
  expect(broken).toBeUndefined();
  expect(seeds).toBe(5000);
}, 600_000);
