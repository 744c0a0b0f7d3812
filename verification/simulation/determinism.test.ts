import { expect, it } from '@jest/globals';
import { runSimulation } from './run.ts';

const tell = (first: number, seeds: number): Promise<{ readonly hash: number }> =>
  runSimulation(['--first', String(first), '--seeds', String(seeds)]);

it('a seed tells the same story alone and after others, and another one than the next seed', async () => {
  const [all, one, two, rest] = await Promise.all([tell(1, 100), tell(1, 1), tell(2, 1), tell(3, 98)]);
  expect((one.hash + two.hash + rest.hash) >>> 0).toBe(all.hash);
  expect(one.hash).not.toBe(two.hash);
});
