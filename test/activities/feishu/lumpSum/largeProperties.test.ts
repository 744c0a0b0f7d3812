import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CorrectionRecord } from '../../../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../../../contract/lumpSumRecord.ts';
import type { FeishuLumpSumRecord } from '../../../../providers/feishu/lumpSum.ts';
import { judgeCorrection } from '../../../../rules/lumpSum/judge.ts';
import { markOf } from '../../../../rules/lumpSum/markOf.ts';
import { readMarks, type LeftMark } from '../../../../rules/lumpSum/marks.ts';
import { Handover, type ReadNow } from '../../../../workflows/lumpSumCorrection/handover.ts';
import { rewritten, someCase, taken } from '../../../rules/lumpSum/arbitraries.ts';
import { callFailed, fakeFeishu, items, page, type FakeFeishu } from './fakeFeishu.ts';
import { activitiesOf, calling, filler, inputOf, judged, throughJson } from './large.fixture.ts';

/** One record with its correction, what an earlier send of it left, and what Feishu shows of it now. */
interface One {
  readonly correction: CorrectionRecord;
  readonly left: LeftMark | undefined;
  readonly now: LumpSumRecord | undefined;
  readonly code: '0' | '7' | undefined;
}

const someOne: fc.Arbitrary<One> = fc
  .record({
    of: someCase,
    wasSent: fc.boolean(),
    shows: fc.constantFrom('before', 'before', 'rewritten', 'wanted', 'other', 'nothing'),
    code: fc.constantFrom('0' as const, '7' as const, undefined),
  })
  .map(({ of: { record, correction }, wasSent, shows, code }) => {
    const judgement = judgeCorrection(correction, record, true);
    if (judgement.kind !== 'send') return { correction, left: undefined, now: record, code };
    const { changes, wanted } = judgement;
    const now = {
      before: record,
      rewritten: rewritten(record),
      wanted: taken(record, wanted),
      other: { ...record, remark: 'theirs' },
      nothing: undefined,
    }[shows];
    const left = { ...markOf({ ...judgement, correction }, true), changes };
    // What changed is told in Feishu's writing of it, which an earlier send may have seen another way.
    const isToldAlike = wasSent && shows !== 'rewritten';
    return { correction, left: isToldAlike ? left : undefined, now, code };
  });

const someCorrection = fc.array(someOne, { minLength: 1, maxLength: 5 }).map((ones) =>
  ones.map(({ correction, left, now, code }, at): One => {
    const id = `R${at}`;
    return {
      correction: { ...correction, id },
      left: left && { ...left, id },
      now: now && { ...now, id },
      code,
    };
  }),
);

interface Stage {
  readonly records: readonly CorrectionRecord[];
  readonly marks: Omit<LeftMark, 'changes'>[];
  readonly handover: Handover;
  readonly feishu: () => FakeFeishu;
  readonly activities: (feishu: FakeFeishu) => ReturnType<typeof activitiesOf>;
}

function stage(ones: readonly One[], fillerAt: number, isLost: boolean): Stage {
  const corrections = ones.map(({ correction }) => correction);
  const { input, read } = inputOf([
    ...corrections.slice(0, fillerAt),
    filler,
    ...corrections.slice(fillerAt),
  ]);
  const lefts = new Map(ones.flatMap(({ left }) => (left === undefined ? [] : [[left.id, left]])));
  const answered = ones.flatMap(({ correction: { id }, code }) => (code === undefined ? [] : [{ id, code }]));
  return {
    records: read.filter(({ id }) => id !== filler.id),
    marks: [...lefts.values()].map(({ changes: _changes, ...mark }) => mark),
    handover: new Handover(read, (id) => lefts.get(id)),
    feishu: () =>
      fakeFeishu({
        pages: [
          page(
            ones.flatMap(({ now }) => (now === undefined ? [] : (throughJson(now) as FeishuLumpSumRecord))),
          ),
        ],
        items: isLost ? callFailed({ type: 'OutcomeUnknown', outcome: 'unknown' }) : items(...answered),
      }),
    activities: (feishu) => activitiesOf(feishu, () => Promise.resolve(input)),
  };
}

const someStage = fc
  .tuple(someCorrection, fc.nat({ max: 5 }), fc.boolean())
  .map(([ones, fillerAt, isLost]) => stage(ones, fillerAt, isLost));

const RUNS = { numRuns: 100 };

describe('any correction comes to the same whether its records are handed over or read from the input', () => {
  it('what is sent, what is left on record before, and what the answer says', async () => {
    const property = fc.asyncProperty(someStage, fc.boolean(), async (of, unsure) => {
      const { records, marks, handover } = of;
      const more = { unsure, send: 'once', originalRunId: 'me' } as const;
      const [whole, large] = [of.feishu(), of.feishu()];
      const [leftWhole, leftLarge]: [unknown[], unknown[]] = [[], []];
      const expected = judged(
        await calling(of.activities(whole).correctLumpSum, { records, marks, ...more }, leftWhole),
      );
      const request = { ...handover.toSend(records, marks), ...more };
      expect(request).toHaveProperty('records.ofInput');

      const { sent, ...rest } = judged(
        await calling(of.activities(large).correctLumpSum, request, leftLarge),
      );

      expect({ ...rest, sent: handover.sent(sent) }).toEqual(expected);
      expect(large.updates).toEqual(whole.updates);
      expect(leftLarge.map((left) => handover.left(left))).toEqual(leftWhole.map(readMarks));
    });
    await fc.assert(property, RUNS);
  });

  it('where each record stands, and what is still to change of it', async () => {
    const property = fc.asyncProperty(someStage, async (of) => {
      const { marks, handover } = of;
      const markById = new Map(marks.map((mark) => [mark.id, mark]));
      const asked = of.records.map((correction) => ({ correction, mark: markById.get(correction.id) }));
      const small = new Handover([], () => undefined);
      const whole = small.readBack(
        await calling(of.activities(of.feishu()).readBackLumpSum, {
          ...small.toReadBack(asked, 'changes'),
          known: null,
        }),
      );
      const readLarge = async (asks: 'standing' | 'changes'): Promise<ReadonlyMap<string, ReadNow>> =>
        handover.readBack(
          await calling(of.activities(of.feishu()).readBackLumpSum, {
            ...handover.toReadBack(asked, asks),
            known: null,
          }),
        );

      const standings = await readLarge('standing');
      expect([...standings].sort()).toEqual(
        [...whole].map(([id, { standing }]) => [id, { standing }]).sort(),
      );

      const first = await readLarge('changes');
      for (const [id, { standing, changes }] of whole) {
        expect(first.get(id)?.standing === 'wanted').toBe(standing === 'wanted');
        expect(first.get(id)?.changes).toEqual(standing === 'wanted' ? undefined : changes);
      }
      // Told once, it is not told again.
      expect([...(await readLarge('changes')).values()].filter(({ changes }) => changes)).toEqual([]);
    });
    await fc.assert(property, RUNS);
  });
});
