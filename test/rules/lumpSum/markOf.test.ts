import { describe, expect, it } from '@jest/globals';
import type { CorrectionRecord } from '../../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../../contract/lumpSumRecord.ts';
import { judgeCorrection } from '../../../rules/lumpSum/judge.ts';
import { digest, markOf } from '../../../rules/lumpSum/markOf.ts';
import type { SentMark } from '../../../rules/lumpSum/marks.ts';
import { shownRecord, withoutBelongTime } from '../../activities/feishu/lumpSum/fakeFeishu.ts';

function mark(record: LumpSumRecord, more: Partial<CorrectionRecord>, sees = true): SentMark {
  const correction = { id: record.id, ...more };
  const judgement = judgeCorrection(correction, record, sees);
  if (judgement.kind !== 'send') throw new Error(judgement.kind);
  return markOf({ ...judgement, correction }, sees);
}

describe('a digest', () => {
  it('is SHA-256 in base64url', () => {
    // FIPS 180-4, the example "abc", in another alphabet.
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(Buffer.from(digest('abc'), 'base64url').toString('hex')).toBe(abc);
    expect(digest('abc')).toMatch(/^[\w-]{43}$/);
  });
});

describe('the mark of a record that is sent', () => {
  it('holds no value of it', () => {
    const sent = mark(shownRecord('R1'), { remark: 'secret' });
    expect(JSON.stringify(sent)).not.toMatch(/secret|奖金|100\.00/);
    expect(sent).toMatchObject({ id: 'R1', changesDetails: false, seesBelongTime: true });
    expect(sent.before).not.toBe(sent.wanted);
  });

  it('is the same for the same change, however it is written', () => {
    const sent = mark(shownRecord('R1'), { remark: 'x' });
    expect(
      mark(shownRecord('R1', { totalAmount: '100' }), { remark: 'x', bindingPeriodDecimal: '' }),
    ).toEqual(sent);
    expect(mark(shownRecord('R1'), { remark: 'y' })).toMatchObject({ before: sent.before });
  });

  it('says that a detail comes or goes, and what it could not see', () => {
    const dropping = {
      totalAmount: '60.00',
      issuanceFrequency: 1,
      details: [{ id: 'D1' }],
      allowDetailChanges: true,
    };
    expect(mark(shownRecord('R1'), dropping).changesDetails).toBe(true);
    const details = ['D1', 'D2'].map((id) => ({ id, belongTime: '2026-08-02' }));
    const blind = mark(withoutBelongTime(shownRecord('R1')), { details }, false);
    expect(blind.seesBelongTime).toBe(false);
    expect(blind.before).toBe(blind.wanted);
  });
});
