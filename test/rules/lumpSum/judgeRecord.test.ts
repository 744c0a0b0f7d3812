import { describe, expect, it } from '@jest/globals';
import type { CorrectedRecord, CorrectionRecord } from '../../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../../contract/lumpSumRecord.ts';
import { judgeCorrection } from '../../../rules/lumpSum/judge.ts';
import { differences, nextStep, type NextStep, type Past } from '../../../rules/lumpSum/judgeRecord.ts';
import { markOf } from '../../../rules/lumpSum/markOf.ts';
import type { SentMark } from '../../../rules/lumpSum/marks.ts';
import {
  shownRecord,
  shownDetail,
  MODIFIED,
  withoutBelongTime,
} from '../../activities/feishu/lumpSum/fakeFeishu.ts';

const record = shownRecord('R1');
const correction: CorrectionRecord = { id: 'R1', remark: 'x' };
const asWanted = shownRecord('R1', { remark: 'x' });
const changedByOthers = shownRecord('R1', { remark: 'theirs' });
const nothingBefore: Past = { lookOnly: undefined, mark: undefined, unsure: false };
const lookOnly = 'this run may only look';

/** The mark that sending the correction left. */
function sent(corrected: CorrectionRecord, over: LumpSumRecord = record, sees = true): SentMark {
  const judgement = judgeCorrection(corrected, over, sees);
  if (judgement.kind !== 'send') throw new Error(`it would not be sent but ${judgement.kind}`);
  return markOf({ ...judgement, correction: corrected }, sees);
}

const stepFor = (past: Partial<Past>, now: LumpSumRecord | undefined, wanted = correction): NextStep =>
  nextStep(wanted, now, { ...nothingBefore, ...past }, true);

function settled(step: NextStep): CorrectedRecord {
  if (step.kind !== 'settled') throw new Error('it would be sent');
  return step.record;
}

describe('a record that cannot have been sent before', () => {
  it('is sent where it is to change', () => {
    expect(stepFor({}, record)).toEqual({
      kind: 'send',
      record,
      wanted: expect.objectContaining({ id: 'R1', remark: 'x', totalAmount: '100.00' }),
      changes: [{ field: 'remark', before: '奖金', after: 'x' }],
      changesDetails: false,
    });
  });

  it('is unchanged where it is as wanted: this correction did nothing', () => {
    expect(settled(stepFor({}, asWanted))).toEqual({
      id: 'R1',
      outcome: 'unchanged',
      changes: [],
      problems: [],
    });
  });

  it('is settled with every reason where it is not to be sent', () => {
    const stale = settled(stepFor({}, record, { ...correction, expectedModifyTime: 'before' }));
    expect(stale).toMatchObject({ outcome: 'stale', changes: [], problems: [{ code: 'stale' }] });
    const wrong = settled(stepFor({}, record, { ...correction, totalAmount: '1', currencyId: '' }));
    expect(wrong).toMatchObject({
      outcome: 'rejected',
      changes: [],
      problems: [{ code: '21270209' }, { code: '21270206' }],
    });
    expect(settled(stepFor({}, undefined))).toMatchObject({
      outcome: 'rejected',
      problems: [{ code: '21270201', foundBy: 'us' }],
    });
  });
});

describe('a record whose send has an unknown outcome', () => {
  const past = { mark: sent(correction) };

  it('is corrected where it reads as it was sent', () => {
    expect(settled(stepFor(past, asWanted))).toMatchObject({ outcome: 'corrected', problems: [] });
  });

  it('is sent again where it reads as it did before, and no detail comes or goes', () => {
    expect(stepFor(past, record)).toMatchObject({ kind: 'send', wanted: { remark: 'x' } });
  });

  it('is in conflict where it reads as neither, with what is still to change', () => {
    expect(settled(stepFor(past, changedByOthers))).toEqual({
      id: 'R1',
      outcome: 'conflict',
      changes: [{ field: 'remark', before: 'theirs', after: 'x' }],
      problems: [
        {
          code: 'conflict',
          foundBy: 'us',
          message: 'it may have been sent before: it is neither as wanted nor surely as it was',
        },
      ],
    });
  });

  it('is in conflict where Feishu does not show it any more', () => {
    expect(settled(stepFor(past, undefined))).toMatchObject({
      outcome: 'conflict',
      changes: [],
      problems: [{ code: '21270201' }, { code: 'conflict' }],
    });
  });

  it('is never sent twice where a detail comes or goes', () => {
    const dropping: CorrectionRecord = {
      id: 'R1',
      totalAmount: '60.00',
      issuanceFrequency: 1,
      details: [{ id: 'D1' }],
      allowDetailChanges: true,
    };
    const step = stepFor({ mark: sent(dropping) }, record, dropping);
    expect(settled(step)).toMatchObject({
      outcome: 'conflict',
      problems: [{ message: expect.stringContaining('a record whose details change is never sent twice') }],
    });
  });

  it('is unverified where what it changes cannot be read', () => {
    const hidden = withoutBelongTime(record);
    const details = ['D1', 'D2'].map((id) => ({ id, belongTime: '2026-08-02' }));
    const dated = { id: 'R1', details };
    const step = nextStep(dated, hidden, { ...nothingBefore, mark: sent(dated, hidden, false) }, false);
    expect(settled(step)).toMatchObject({
      outcome: 'unverified',
      problems: [{ code: 'unverified', foundBy: 'us' }],
    });
  });

  it('is judged once more before it is sent again', () => {
    const late = { ...correction, expectedModifyTime: MODIFIED };
    const touched = shownRecord('R1', { modifyTime: '2026-08-03 00:00:00' });
    expect(settled(stepFor({ mark: sent(late) }, touched, late))).toMatchObject({ outcome: 'stale' });
  });
});

describe('a record that an earlier try may have sent without leaving a mark', () => {
  const past = { unsure: true };
  const dated = { ...correction, expectedModifyTime: MODIFIED };

  it('is corrected where it is as wanted', () => {
    expect(settled(stepFor(past, asWanted))).toMatchObject({ outcome: 'corrected' });
  });

  it('is sent where it was last changed when its correction was written, and only there', () => {
    expect(stepFor(past, record, dated).kind).toBe('send');
    expect(settled(stepFor(past, record))).toMatchObject({ outcome: 'conflict' });
    const touched = shownRecord('R1', { modifyTime: '2026-08-03 00:00:00' });
    expect(settled(stepFor(past, touched, dated))).toMatchObject({ outcome: 'conflict' });
  });

  it('is in conflict where a detail is to come or go, whenever it was changed', () => {
    const adding: CorrectionRecord = {
      ...dated,
      totalAmount: '110.00',
      issuanceFrequency: 3,
      details: [{ id: 'D1' }, { id: 'D2' }, { ...shownDetail({ issuanceAmount: '10.00' }), id: undefined }],
      allowDetailChanges: true,
    };
    expect(stepFor({}, record, adding).kind).toBe('send');
    expect(settled(stepFor(past, record, adding))).toMatchObject({ outcome: 'conflict' });
  });
});

describe('a record in a run that may only look', () => {
  const dated = { ...correction, expectedModifyTime: MODIFIED };

  it.each<[string, Partial<Past>]>([
    ['no mark', {}],
    ['a mark', { mark: sent(correction) }],
    ['a doubt', { unsure: true }],
  ])(
    'is corrected where it is as wanted, in conflict everywhere else, and never sent, with %s',
    (_what, more) => {
      const past = { ...more, lookOnly };
      expect(settled(stepFor(past, asWanted))).toMatchObject({ outcome: 'corrected', problems: [] });
      for (const now of [record, changedByOthers]) {
        expect(settled(stepFor(past, now, dated))).toMatchObject({
          outcome: 'conflict',
          problems: [
            {
              code: 'conflict',
              message: `it is not as wanted, and it is not sent: ${lookOnly}`,
              foundBy: 'us',
            },
          ],
        });
      }
      expect(settled(stepFor(past, undefined))).toMatchObject({
        outcome: 'conflict',
        problems: [{ code: '21270201' }, { code: 'conflict' }],
      });
    },
  );
});

describe('the differences of a record', () => {
  it('are what is still to change, and none where there is no record', () => {
    expect(differences(correction, record)).toEqual([{ field: 'remark', before: '奖金', after: 'x' }]);
    expect(differences(correction, undefined)).toEqual([]);
  });
});
