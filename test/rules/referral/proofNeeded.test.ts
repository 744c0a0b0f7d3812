import { describe, expect, it } from '@jest/globals';
import { proofNeeded, type Proof } from '../../../rules/referral/proofNeeded.ts';

const STARTED = 1_700_000_000_000;
const LIMIT = STARTED - 5 * 60_000;

const nothing = { points: 0, cash: [] };
const points = { points: 7, cash: [] };
const cash = { points: 0, cash: [{ currency: 'CNY', amount: '1.00' }] };
const both = { points: 7, cash: cash.cash };

type Row = readonly [
  firstRun: boolean,
  withdrawnAt: number,
  withdrawn: typeof both | typeof nothing,
  proof: Proof,
];

const rows: readonly Row[] = [
  [true, STARTED + 1, nothing, 'none'],
  [true, STARTED + 1, points, 'none'],
  [true, STARTED + 1, cash, 'none'],
  [true, STARTED + 1, both, 'none'],
  [true, LIMIT, points, 'none'],
  [true, LIMIT, cash, 'none'],
  [true, LIMIT - 1, nothing, 'none'],
  [true, LIMIT - 1, points, 'comparison'],
  [true, LIMIT - 1, cash, 'person'],
  [true, LIMIT - 1, both, 'comparison'],
  [false, STARTED + 1, nothing, 'none'],
  [false, STARTED + 1, points, 'comparison'],
  [false, STARTED + 1, cash, 'person'],
  [false, STARTED + 1, both, 'comparison'],
  [false, LIMIT, points, 'comparison'],
  [false, LIMIT - 1, nothing, 'none'],
  [false, LIMIT - 1, points, 'comparison'],
  [false, LIMIT - 1, cash, 'person'],
  [false, LIMIT - 1, both, 'comparison'],
];

describe('what must show that a withdrawal is ours before it is credited', () => {
  it.each(
    rows.map(([firstRun, withdrawnAt, withdrawn, proof]) => {
      const run = firstRun ? 'the first run' : 'a later run';
      const age = withdrawnAt >= LIMIT ? 'fresh' : 'old';
      const what = `${withdrawn.points} points and ${withdrawn.cash.length} cash`;
      return { claim: `${run}, ${age}, ${what}`, proof, of: { firstRun, withdrawnAt, withdrawn } };
    }),
  )('$claim: $proof', ({ of, proof }) => {
    expect(proofNeeded({ ...of, startedAt: STARTED })).toBe(proof);
  });
});
