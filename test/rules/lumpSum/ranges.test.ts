import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numbersIn, rangesOf } from '../../../rules/lumpSum/ranges.ts';

describe('numbers as ranges', () => {
  it.each<[readonly number[], string]>([
    [[], ''],
    [[0], '0'],
    [[0, 1, 2], '0-2'],
    [[0, 2, 3, 499], '0,2-3,499'],
  ])('%j are %j', (numbers, ranges) => {
    expect(rangesOf(numbers)).toBe(ranges);
    expect(numbersIn(ranges, 500)).toEqual(numbers);
  });

  it('are the numbers again, whichever they are', () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 499 })).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(some, (numbers) => {
        expect(numbersIn(rangesOf(numbers), 500)).toEqual(numbers);
      }),
    );
  });

  it('of every other record of 500 take a kilobyte', () => {
    const everyOther = Array.from({ length: 250 }, (_, at) => 2 * at);
    expect(rangesOf(everyOther).length).toBeLessThan(1024);
  });

  it.each([
    'x',
    '1-',
    '-1',
    '3-2',
    '2,1',
    '1,1',
    '1-3,3',
    '1.5',
    '500',
    '0-500',
    '1,',
    '0-99999999999',
    ' 1',
  ])('are refused where they are not ascending numbers below the count: %j', (ranges) => {
    expect(() => numbersIn(ranges, 500)).toThrow(RangeError);
  });
});
