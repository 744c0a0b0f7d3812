import { describe, expect, it } from '@jest/globals';
import { isReported, reportedWith } from '../../rules/trouble.ts';

describe('what a person was told of', () => {
  it('is every kind of trouble once, the first of them first', () => {
    const both = reportedWith(reportedWith(null, 'providerDown'), 'settings');

    expect(both).toEqual(['providerDown', 'settings']);
    expect(reportedWith(both, 'providerDown')).toEqual(both);
  });

  it('is no trouble of another kind', () => {
    expect(isReported(['settings'], 'settings')).toBe(true);
    expect(isReported(['settings'], 'providerDown')).toBe(false);
    expect(isReported(null, 'settings')).toBe(false);
  });
});
