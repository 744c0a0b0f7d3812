import { describe, expect, it } from '@jest/globals';
import { listQuery } from '../../../clients/index.ts';
import { inUtc, windowProblems } from '../../../clients/records/window.ts';

const now = Date.parse('2026-03-02T00:10:00Z');
const problemsOf = (closedFrom: string, closedTo: string, lagMs?: number): string[] =>
  windowProblems({ closedFrom, closedTo }, now, lagMs).map(({ field, message }) => `${field}: ${message}`);

describe('a window of records', () => {
  it('is taken when it has been over for the lag of the index', () => {
    expect(problemsOf('2026-03-01T00:00:00Z', '2026-03-02T00:09:00Z')).toEqual([]);
    expect(problemsOf('2026-03-01T00:00:00Z', '2026-03-02T00:09:00.001Z')).toEqual([
      expect.stringMatching(/^closedTo: must be 60 s ago or more.*ask again from 2026-03-02T00:10:00.001Z$/),
    ]);
    expect(problemsOf('2026-03-01T00:00:00Z', '2026-03-02T00:10:00Z', 0)).toEqual([]);
    expect(problemsOf('2026-03-01T00:00:00Z', '2027-03-02T00:10:00Z', 0)).toHaveLength(1);
  });

  it.each([
    ['2026-03-01', '2026-03-02T00:00:00Z', /^closedFrom: must be an ISO 8601 instant with an offset/],
    ['2026-03-01T00:00:00', '2026-03-02T00:00:00Z', /^closedFrom: /],
    ['2026-03-01T00:00:00Z', '2026-13-02T00:00:00Z', /^closedTo: /],
    ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', /^closedTo: must be after the begin/],
    ['1970-01-01T00:00:00Z', '2026-03-01T00:00:00Z', /^closedFrom: must lie in the years 2000 to 2199/],
  ])('is refused: %s to %s', (from, to, problem) => {
    expect(problemsOf(from, to)).toEqual([expect.stringMatching(problem)]);
  });

  it('is asked for in UTC, its end left out', () => {
    const window = inUtc({
      closedFrom: '2026-03-01T00:00:00+08:00',
      closedTo: '2026-03-02T00:00:00+08:00',
      profile: 'p',
    });
    expect(listQuery(window)).toBe(
      'WorkflowType IN ("allinpayWithdrawal", "referralWithdrawal", "lumpSumCorrection") AND PayoutProfile = "p" ' +
        'AND CloseTime >= "2026-02-28T16:00:00.000Z" AND CloseTime < "2026-03-01T16:00:00.000Z"',
    );
  });
});
