import { describe, expect, it } from '@jest/globals';
import { readMarks, type LeftMark } from '../../../rules/lumpSum/marks.ts';

const mark: LeftMark = {
  id: 'R1',
  before: 'b',
  wanted: 'w',
  changesDetails: false,
  seesBelongTime: true,
  changes: [{ field: 'remark', before: null, after: 'x' }],
};

describe('what a try left in its heartbeat', () => {
  it('is its marks', () => {
    expect(readMarks([mark])).toEqual([mark]);
    expect(readMarks([])).toEqual([]);
  });

  it('is read without changes where a worker of an earlier release left none', () => {
    const { changes: _none, ...earlier } = mark;
    expect(readMarks([earlier])).toEqual([{ ...mark, changes: [] }]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a word', 'sending'],
    ['what another activity leaves', { harmless: 1 }],
    ['a mark that is cut', [{ id: 'R1', before: 'b' }]],
    ['one mark among others that is none', [mark, {}]],
  ])('is not known where it is %s: none of it counts', (_what, left) => {
    expect(readMarks(left)).toBeNull();
  });
});
