import { describe, expect, it } from '@jest/globals';
import { readMarks, type SentMark } from '../../../contract/lumpSum/marks.ts';

const mark: SentMark = { id: 'R1', before: 'b', wanted: 'w', changesDetails: false, seesBelongTime: true };

describe('what a try left in its heartbeat', () => {
  it('is its marks', () => {
    expect(readMarks([mark])).toEqual([mark]);
    expect(readMarks([])).toEqual([]);
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
