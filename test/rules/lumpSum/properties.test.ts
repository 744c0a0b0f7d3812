import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addsUp } from '../../../contract/decimal.ts';
import type { CorrectionRecord } from '../../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../../contract/lumpSumRecord.ts';
import { judgeCorrection } from '../../../rules/lumpSum/judge.ts';
import { layOver } from '../../../rules/lumpSum/overlay.ts';
import { canonicalText, standingOf } from '../../../rules/lumpSum/standing.ts';
import { problemsOfValues } from '../../../rules/lumpSum/valueRules.ts';
import { rewritten, shuffled, someCase, taken } from './arbitraries.ts';

const RUNS = { numRuns: 500 };
const textOf = (correction: CorrectionRecord, record: LumpSumRecord): string =>
  canonicalText(correction, record, true);

describe('for any record and any correction of it', () => {
  it('what was wanted, once Feishu has taken it, leaves nothing to change', () => {
    fc.assert(
      fc.property(someCase, ({ record, correction }) => {
        const { wanted } = layOver(correction, record);
        const after = taken(record, wanted);
        const details = after.details.map(({ id }, at) => ({ ...wanted.details[at], id }));
        expect(layOver({ ...wanted, details }, after).changes).toEqual([]);
        const { added } = layOver(correction, record);
        if (added === 0) expect(layOver(correction, after).changes).toEqual([]);
      }),
      RUNS,
    );
  });

  it('there is no change exactly where the record before and the one wanted have one text', () => {
    fc.assert(
      fc.property(someCase, ({ record, correction }) => {
        const { wanted, changes, added } = layOver(correction, record);
        // A new detail that equals the one it replaces is a change that the text cannot show.
        fc.pre(added === 0);
        const same = textOf(correction, record) === canonicalText(correction, wanted, true);
        expect(changes.length === 0).toBe(same);
      }),
      RUNS,
    );
  });

  it('the text of a record stays under other zeros, another order, and nothing for empty text', () => {
    const cases = someCase.chain((one) =>
      shuffled(one.record.details).map((details) => ({
        ...one,
        other: rewritten({ ...one.record, details }),
      })),
    );
    fc.assert(
      fc.property(cases, ({ record, correction, other }) => {
        expect(textOf(correction, other)).toBe(textOf(correction, record));
        expect(layOver({ ...other, details: [...other.details] }, record).changes).toEqual([]);
      }),
      RUNS,
    );
  });

  it('the judgement stays however both are written', () => {
    fc.assert(
      fc.property(someCase, ({ record, correction }) => {
        const reversed = correction.details && [...correction.details].reverse();
        const other = judgeCorrection({ ...correction, details: reversed }, rewritten(record), true);
        expect(other.kind).toBe(judgeCorrection(correction, record, true).kind);
      }),
      RUNS,
    );
  });

  it('only what breaks no rule as a whole is sent, and nothing is lost on the way', () => {
    let sent = 0;
    fc.assert(
      fc.property(someCase, ({ record, correction }) => {
        const judgement = judgeCorrection(correction, record, true);
        if (judgement.kind !== 'send') return;
        sent += 1;
        const { wanted, changesDetails } = judgement;
        expect(problemsOfValues(wanted)).toEqual([]);
        expect(
          addsUp(
            wanted.details.map(({ issuanceAmount = '' }) => issuanceAmount),
            wanted.totalAmount,
          ),
        ).toBe(true);
        expect(wanted.issuanceFrequency).toBe(wanted.details.length);
        if (correction.allowDetailChanges !== true) {
          expect(changesDetails).toBe(false);
          expect(wanted.details.map(({ id }) => id).sort()).toEqual(
            record.details.map(({ id }) => id).sort(),
          );
        }
        expect([undefined, record.modifyTime]).toContain(correction.expectedModifyTime);
      }),
      RUNS,
    );
    expect(sent).toBeGreaterThan(50);
  });

  it('a record that is sent stands before as it was, and after as wanted', () => {
    fc.assert(
      fc.property(someCase, ({ record, correction }) => {
        const judgement = judgeCorrection(correction, record, true);
        fc.pre(judgement.kind === 'send');
        const { wanted, changesDetails } = judgement;
        const mark = {
          id: record.id,
          before: textOf(correction, record),
          wanted: canonicalText(correction, wanted, true),
          changesDetails,
          seesBelongTime: true,
        };
        const after = taken(record, wanted);
        const stands = (now: LumpSumRecord): string => standingOf(correction, now, mark, (text) => text);
        if (mark.before === mark.wanted) {
          expect(changesDetails).toBe(true);
          expect(stands(after)).toBe('alike');
          return;
        }
        expect([stands(record), stands(after)]).toEqual(['before', 'wanted']);
        expect([stands(rewritten(record)), stands(rewritten(after))]).toEqual(['before', 'wanted']);
        expect(stands({ ...after, currencyId: 'theirs' })).toBe('other');
      }),
      RUNS,
    );
  });
});
