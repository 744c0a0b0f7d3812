import { describe, expect, it } from '@jest/globals';
import { runSimulation } from './run.ts';

describe('a seed', () => {
  it('tells the same story every time, alone or after others', async () => {
    const [once, again, first, rest] = await Promise.all([
      runSimulation(['--first', '1', '--seeds', '100']),
      runSimulation(['--first', '1', '--seeds', '100']),
      runSimulation(['--first', '1', '--seeds', '60']),
      runSimulation(['--first', '61', '--seeds', '40']),
    ]);
    expect(again.hash).toBe(once.hash);
    expect((first.hash + rest.hash) >>> 0).toBe(once.hash);
  }, 120_000);

  it('tells another story than the next one', async () => {
    const [one, other] = await Promise.all([
      runSimulation(['--first', '1', '--seeds', '1']),
      runSimulation(['--first', '2', '--seeds', '1']),
    ]);
    expect(one.hash).not.toBe(other.hash);
  }, 60_000);
});
