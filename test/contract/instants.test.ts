import { describe, expect, it } from '@jest/globals';
import { allinpayWithdrawalInput } from '../../contract/flows/allinpayWithdrawal.ts';
import { describeProblems, parse } from '../../contract/problems.ts';
import { updateArguments } from '../../contract/updates.ts';

const inInput = (settleBy: string): object => ({
  orderId: 'A',
  details: [{ externalCode: 'S1', amount: '1' }],
  settleBy,
});
const inUpdate = (settleBy: string): object => ({ by: 'ann', decision: 'extend', settleBy });

function said(settleBy: string): string[] {
  const input = parse<unknown>(allinpayWithdrawalInput, inInput(settleBy));
  const update = parse<unknown>(updateArguments.resolve, inUpdate(settleBy));
  return [input, update].map((parsed) => (parsed.ok ? 'taken' : describeProblems(parsed.problems)));
}

describe('an instant', () => {
  it.each([
    '2000-01-01T00:00:00Z',
    '1999-12-31T23:00:00-01:00',
    '2199-12-31T23:59:59.999Z',
    '2200-01-01T07:59:59+08:00',
    '2026-01-31T09:00:00+08:00',
  ])('may be %s, in inputs and in updates', (text) => {
    expect(said(text)).toEqual(['taken', 'taken']);
  });

  it.each([
    '1999-12-31T23:59:59.999Z',
    '2000-01-01T00:00:00+08:00',
    '2200-01-01T00:00:00Z',
    '2199-12-31T23:59:59-01:00',
    '9999-12-31T23:59:59-14:00',
    '0001-01-01T00:00:00Z',
  ])('is none at %s, by UTC', (text) => {
    const why = `settleBy: must lie in the years 2000 to 2199 in UTC, got "${text}"`;
    expect(said(text)).toEqual([why, why]);
  });

  it('that cannot be read is said to be none once', () => {
    const [input] = said('tomorrow');
    expect(input).toMatch(/^settleBy: must be an ISO 8601 instant with an offset [^;]*$/);
  });
});
