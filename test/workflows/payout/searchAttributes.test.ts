import { describe, expect, it } from '@jest/globals';
import { isTaken } from '../../../workflows/payout/searchAttributes.ts';

describe('a search attribute', () => {
  it.each([
    new Date('9999-12-31T23:59:59-14:00'),
    new Date(253_402_300_800_000),
    new Date('0001-01-01T00:00:00Z'),
    new Date(NaN),
    'k'.repeat(256),
    'half \ud83d',
    Number.NaN,
    2 ** 53,
    0.5,
  ])('of %p is never sent', (value) => {
    expect(isTaken({ value })).toBe(false);
  });

  it.each([new Date('2026-01-31T09:00:00Z'), 'k'.repeat(255), '\u{1f600}', '', 0, -1, true, false])(
    'of %p is sent',
    (value) => {
      expect(isTaken({ value })).toBe(true);
    },
  );

  it('that is taken back is sent', () => {
    expect(isTaken({ value: null })).toBe(true);
  });
});
