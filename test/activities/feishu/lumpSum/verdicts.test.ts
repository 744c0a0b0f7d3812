import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verdictsOf } from '../../../../activities/feishu/lumpSum/verdicts.ts';
import type { FeishuLumpSumItem } from '../../../../providers/feishu/lumpSum.ts';
import type { Verdict } from '../../../../rules/lumpSum/verdict.ts';

const refused = (code: string, message: string): Verdict => ({ kind: 'refused', refusal: { code, message } });

describe('what an answer of batch_update says of a record', () => {
  it.each<[string, readonly FeishuLumpSumItem[], Verdict]>([
    ['accepted', [{ id: 'R1', code: '0' }], { kind: 'accepted' }],
    ['refused, in its words', [{ id: 'R1', code: '21270220', message: 'paid' }], refused('21270220', 'paid')],
    ['refused without a word', [{ id: 'R1', code: '21270220' }], refused('21270220', 'no message')],
    ['refused by a code nobody documented', [{ id: 'R1', code: '99', message: '?' }], refused('99', '?')],
    ['unknown where there is no item', [], { kind: 'unknown' }],
    ['unknown where all items are of others', [{ id: 'R2', code: '0' }], { kind: 'unknown' }],
    ['unknown where an item names only a unique id', [{ uniqueId: 'R1', code: '0' }], { kind: 'unknown' }],
    [
      'accepted where it says so twice',
      [
        { id: 'R1', code: '0' },
        { id: 'R1', code: '0' },
      ],
      { kind: 'accepted' },
    ],
    [
      'refused where it says so twice',
      [
        { id: 'R1', code: '7', message: 'a' },
        { id: 'R1', code: '7', message: 'b' },
      ],
      refused('7', 'a'),
    ],
    [
      'unknown where it says yes and no',
      [
        { id: 'R1', code: '0' },
        { id: 'R1', code: '7' },
      ],
      { kind: 'unknown' },
    ],
    [
      'unknown where it says no and yes',
      [
        { id: 'R1', code: '7' },
        { id: 'R1', code: '0' },
      ],
      { kind: 'unknown' },
    ],
    [
      'unknown where it says no for two reasons',
      [
        { id: 'R1', code: '7' },
        { id: 'R1', code: '8' },
      ],
      { kind: 'unknown' },
    ],
    [
      'unknown where only the last of three differs',
      [
        { id: 'R1', code: '0' },
        { id: 'R1', code: '0' },
        { id: 'R1', code: '8' },
      ],
      { kind: 'unknown' },
    ],
  ])('is that it is %s', (_what, results, verdict) => {
    expect(verdictsOf(results)('R1')).toEqual(verdict);
  });

  it('is the same in whatever order the items come', () => {
    const item = fc.record({ id: fc.constantFrom('R1', 'R2', 'R3'), code: fc.constantFrom('0', '7', '8') });
    const answers = fc
      .array(item)
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(answers, ([list, shuffled]) => {
        for (const id of ['R1', 'R2', 'R3']) expect(verdictsOf(shuffled)(id)).toEqual(verdictsOf(list)(id));
      }),
    );
  });
});
