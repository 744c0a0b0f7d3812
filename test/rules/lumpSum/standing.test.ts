import { describe, expect, it } from '@jest/globals';
import type { CorrectionRecord } from '../../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../../contract/lumpSumRecord.ts';
import type { SentMark } from '../../../rules/lumpSum/marks.ts';
import { layOver } from '../../../rules/lumpSum/overlay.ts';
import { canonicalText, standingOf, type Standing } from '../../../rules/lumpSum/standing.ts';
import { aCorrection, aDetail, aNewDetail, aRecord, MODIFIED, withoutBelongTime } from './fixtures.ts';

/** Its own digest, so that a difference in texts is one in digests, and readable. */
const digest = (text: string): string => text;

/** The mark that sending the correction over the record leaves. */
function markOf(correction: CorrectionRecord, record: LumpSumRecord, seesBelongTime = true): SentMark {
  const { wanted, added, dropped } = layOver(correction, record);
  return {
    id: record.id,
    before: canonicalText(correction, record, seesBelongTime),
    wanted: canonicalText(correction, wanted, seesBelongTime),
    changesDetails: added + dropped.length > 0,
    seesBelongTime,
  };
}

const [D1, D2] = [aDetail(), aDetail({ id: 'D2', issuanceAmount: '40.00' })];
const correction = aCorrection({
  totalAmount: '120.00',
  details: [{ id: 'D1', issuanceAmount: '80.00' }, { id: 'D2' }],
});
const before = aRecord();
const after = aRecord({ totalAmount: '120.00', details: [{ ...D1, issuanceAmount: '80.00' }, D2] });
const mark = markOf(correction, before);
const standsAs = (record: LumpSumRecord | undefined): Standing =>
  standingOf(correction, record, mark, digest);

describe('a record that may have been sent, and whose mark is known', () => {
  it.each<[Standing, string, LumpSumRecord | undefined]>([
    ['wanted', 'it reads as it was sent', after],
    ['wanted', 'its amounts are written in another way', { ...after, totalAmount: '120' }],
    ['wanted', 'its details come in another order', { ...after, details: [...after.details].reverse() }],
    [
      'wanted',
      'what is empty is absent, and other members than a correction has differ',
      { ...after, modifyTime: 'later', returnAmountAfterTax: '1' },
    ],
    ['before', 'it reads as it did', before],
    [
      'before',
      'it reads as it did in another order and writing',
      { ...before, totalAmount: '100.0', details: [D2, D1] },
    ],
    ['other', 'the total alone has changed', { ...after, details: before.details }],
    [
      'other',
      'two details have swapped amounts',
      {
        ...before,
        details: [
          { ...D1, issuanceAmount: '40.00' },
          { ...D2, issuanceAmount: '60.00' },
        ],
      },
    ],
    ['other', 'it is as sent, and somebody changed its remark since', { ...after, remark: 'theirs' }],
    [
      'other',
      'it is as sent, and has one more detail',
      { ...after, details: [...after.details, aDetail({ id: 'D3' })] },
    ],
    ['other', 'a detail of it is gone', { ...after, details: [after.details[0]!] }],
    ['other', 'a detail has another id', { ...before, details: [D1, { ...D2, id: 'D7' }] }],
    ['missing', 'Feishu does not show it', undefined],
  ])('is %s where %s', (standing, _why, record) => {
    expect(standsAs(record)).toBe(standing);
  });

  it('has details that count by their ids though the correction does not list them', () => {
    const remark = aCorrection({ remark: 'x' });
    const swapped = {
      ...before,
      details: [
        { ...D1, id: 'D2' },
        { ...D2, id: 'D1' },
      ],
    };
    expect(standingOf(remark, before, markOf(remark, before), digest)).toBe('before');
    expect(standingOf(remark, swapped, markOf(remark, before), digest)).toBe('other');
  });
});

describe('a record to which a detail was added', () => {
  const adding = aCorrection({ details: [{ id: 'D1' }, { id: 'D2' }, aNewDetail()], issuanceFrequency: 3 });
  const added = aRecord({ issuanceFrequency: 3, details: [D1, D2, { ...aNewDetail(), id: 'D3' }] });
  const itsMark = markOf(adding, before);

  it('is as wanted whatever id Feishu gave the new one', () => {
    expect(standingOf(adding, added, itsMark, digest)).toBe('wanted');
  });

  it('is neither where it was added twice, or with other values', () => {
    const twice = { ...added, details: [...added.details, { ...aNewDetail(), id: 'D4' }] };
    const another = { ...added, details: [D1, D2, { ...aNewDetail({ issuanceAmount: '11' }), id: 'D3' }] };
    expect(standingOf(adding, twice, itsMark, digest)).toBe('other');
    expect(standingOf(adding, another, itsMark, digest)).toBe('other');
  });

  it('is alike before and after where the new one equals the one that it replaces', () => {
    const { id: _id, ...equal } = D2;
    const replacing = aCorrection({ details: [{ id: 'D1' }, equal] });
    expect(standingOf(replacing, before, markOf(replacing, before), digest)).toBe('alike');
  });
});

describe('the text of a record', () => {
  it('never changes: marks of it are kept in histories, and another text would be another record', () => {
    const [first, second] = [aDetail(), aDetail({ id: 'D2' })];
    const old = canonicalText(
      aCorrection({ details: [{ id: 'D1' }, {}] }),
      aRecord({ details: [second, first] }),
      true,
    );
    const tail =
      '"60","to_be_issued","with_salary","2026-08-20","2026-08-01","6862995757234914824","6862995757234914825","2026-07-01","2026-07-31"]';
    expect(JSON.parse(old)).toEqual([
      '100',
      '6863329932261459464',
      '2',
      '2',
      '2.5',
      '奖金',
      '2026-01-01',
      '2026-12-31',
      `["",${tail}`,
      `["D1",${tail}`,
    ]);
  });

  it('tells all values of a detail but the hidden one', () => {
    const text = (more: object): string =>
      canonicalText(correction, aRecord({ details: [aDetail(more), D2] }), false);
    expect(text({ issuanceAmount: '61.00' })).not.toBe(text({}));
    expect(text({ issuanceWay: 'with_cash' })).not.toBe(text({}));
    expect(text({ belongTime: '2026-08-02' })).toBe(text({}));
  });
});

describe('a record whose belong_time this app may not read', () => {
  const details = ['D1', 'D2'].map((id) => ({ id, belongTime: '2026-08-02' }));
  const hidden = withoutBelongTime(before);

  it('is alike before and after where nothing else was to change', () => {
    const dated = aCorrection({ details });
    expect(standingOf(dated, hidden, markOf(dated, hidden, false), digest)).toBe('alike');
  });

  it('is told by what else was to change', () => {
    const both = aCorrection({ details, remark: 'x' });
    const itsMark = markOf(both, hidden, false);
    expect(standingOf(both, hidden, itsMark, digest)).toBe('before');
    expect(standingOf(both, { ...hidden, remark: 'x' }, itsMark, digest)).toBe('wanted');
  });

  it('is told the same after the app was allowed to read it: the mark says what it holds', () => {
    const both = aCorrection({ details, remark: 'x' });
    const itsMark = markOf(both, hidden, false);
    expect(standingOf(both, before, itsMark, digest)).toBe('before');
  });

  it('is never taken for what it was after the app lost the right to read it', () => {
    expect(standsAs(hidden)).toBe('other');
    expect(standsAs(withoutBelongTime(after))).toBe('other');
  });
});

describe('a record that may have been sent, and whose mark was lost', () => {
  const lost = (more: Partial<CorrectionRecord>, record?: LumpSumRecord): Standing =>
    standingOf({ ...correction, ...more }, record, undefined, digest);

  it.each<[Standing, string, Partial<CorrectionRecord>, LumpSumRecord | undefined]>([
    ['wanted', 'nothing of the correction is left to do', {}, after],
    ['wanted', 'nothing is left to do, whenever it was changed', { expectedModifyTime: 'long ago' }, after],
    [
      'before',
      'it was last changed when the correction was written',
      { expectedModifyTime: MODIFIED },
      before,
    ],
    ['other', 'the correction does not say when that was', {}, before],
    ['other', 'it was changed since', { expectedModifyTime: '2026-07-31 00:00:00' }, before],
    ['other', 'neither side says when it was changed', {}, aRecord({ modifyTime: undefined })],
    ['missing', 'Feishu does not show it', { expectedModifyTime: MODIFIED }, undefined],
  ])('is %s where %s', (standing, _why, more, record) => {
    expect(lost(more, record)).toBe(standing);
  });

  it('is never as wanted where a detail was to be added: it may have been there before', () => {
    const adding = { details: [{ id: 'D1' }, aNewDetail()] };
    const added = aRecord({ details: [D1, { ...aNewDetail(), id: 'D3' }] });
    expect(lost(adding, added)).toBe('other');
  });
});
