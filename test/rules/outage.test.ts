import { describe, expect, it } from '@jest/globals';
import { isAlreadyReported, reportedWith } from '../../rules/outage.ts';

describe('what a person was told of', () => {
  it('is every kind of trouble once, the first of them first', () => {
    const both = reportedWith(reportedWith(null, 'providerDown'), 'settings');

    expect(both).toEqual(['providerDown', 'settings']);
    expect(reportedWith(both, 'providerDown')).toEqual(both);
  });

  it('is no trouble of another kind', () => {
    expect(isAlreadyReported(['settings'], 'settings')).toBe(true);
    expect(isAlreadyReported(['settings'], 'providerDown')).toBe(false);
    expect(isAlreadyReported(null, 'settings')).toBe(false);
  });
});
