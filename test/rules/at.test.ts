import { expect, it } from '@jest/globals';
import { at } from '../../rules/at.ts';

it('gives the member at an index', () => {
  expect(at(['a', 'b'], 1)).toBe('b');
});

it.each([-1, 2])('throws for index %s, which lies outside of two members', (index) => {
  expect(() => at(['a', 'b'], index)).toThrow(new RangeError(`no member at ${index} of 2`));
});
