import { describe, expect, it } from '@jest/globals';
import type { CorrectionRecord } from '../../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../../contract/lumpSumRecord.ts';
import { judgeCorrection, missing, type Judgement } from '../../../rules/lumpSum/judge.ts';
import {
  aCorrection,
  aDetail,
  aNewDetail,
  aRecord,
  codesAndFields,
  MODIFIED,
  withoutBelongTime,
} from './fixtures.ts';

const judged = (
  more: Partial<CorrectionRecord>,
  record: LumpSumRecord | undefined = aRecord(),
  seesBelongTime = true,
): Judgement => judgeCorrection(aCorrection(more), record, seesBelongTime);

function rejectedBy(
  more: Partial<CorrectionRecord>,
  record: LumpSumRecord = aRecord(),
  seesBelongTime = true,
): string[] {
  const judgement = judged(more, record, seesBelongTime);
  if (judgement.kind !== 'rejected') throw new Error(`it is ${judgement.kind}`);
  return codesAndFields(judgement.problems);
}

/** The total and D1 take 20 more. */
const more20 = {
  totalAmount: '120.00',
  details: [{ id: 'D1', issuanceAmount: '80.00' }, { id: 'D2' }],
};

describe('a correction that changes something and keeps every rule', () => {
  it('is sent whole, with what it changes', () => {
    const record = aRecord();
    expect(judgeCorrection(aCorrection(more20), record, true)).toEqual({
      kind: 'send',
      record,
      wanted: expect.objectContaining({
        id: 'R1',
        totalAmount: '120.00',
        remark: '奖金',
        details: [aDetail({ issuanceAmount: '80.00' }), aDetail({ id: 'D2', issuanceAmount: '40.00' })],
      }),
      changes: [
        { field: 'totalAmount', before: '100.00', after: '120.00' },
        { field: 'details[D1].issuanceAmount', before: '60.00', after: '80.00' },
      ],
      changesDetails: false,
    });
  });

  it('is sent where the record was last changed when it says', () => {
    expect(judged({ ...more20, expectedModifyTime: MODIFIED }).kind).toBe('send');
  });

  it('is sent with as many decimals as the record uses', () => {
    const record = aRecord({
      totalAmount: '100.125',
      details: [aDetail({ issuanceAmount: '60.125' }), aDetail({ id: 'D2', issuanceAmount: '40' })],
    });
    const [thousandth, more] = ['80.126', '80.1261'].map((issuanceAmount) =>
      judged(
        {
          totalAmount: issuanceAmount.replace('80', '120'),
          details: [{ id: 'D1', issuanceAmount }, { id: 'D2' }],
        },
        record,
      ),
    );
    expect(thousandth!.kind).toBe('send');
    expect(more!.kind).toBe('rejected');
  });

  it('is sent with as many decimals as one of its details uses', () => {
    const record = aRecord({
      details: [aDetail({ issuanceAmount: '60.125' }), aDetail({ id: 'D2', issuanceAmount: '39.875' })],
    });
    const details = [
      { id: 'D1', issuanceAmount: '60.126' },
      { id: 'D2', issuanceAmount: '39.874' },
    ];
    expect(judged({ details }, record).kind).toBe('send');
  });
});

describe('a record that is as wanted', () => {
  it.each<[string, Partial<CorrectionRecord>]>([
    [
      'whatever its correction was written for',
      { remark: '奖金', expectedModifyTime: '2020-01-01 00:00:00' },
    ],
    ['whatever else is wrong with it, since nothing is sent', { remark: '奖金' }],
    ['where the correction names nothing', {}],
  ])('is unchanged, %s', (_why, more) => {
    const wrong = aRecord({ issuanceFrequency: 7, currencyId: '' });
    expect(judged(more, wrong)).toEqual({ kind: 'unchanged' });
  });

  it('is unchanged where belong_time is hidden and not asked for', () => {
    expect(judged({ totalAmount: '100' }, withoutBelongTime(aRecord()), false)).toEqual({
      kind: 'unchanged',
    });
  });
});

describe('a record that Feishu does not show', () => {
  it('is rejected by the code that Feishu documents for it', () => {
    const problem = missing('R1');
    expect(judgeCorrection(aCorrection(more20), undefined, true)).toEqual({
      kind: 'rejected',
      problems: [problem],
      changes: [],
    });
    expect(problem).toMatchObject({ code: '21270201', field: 'id', foundBy: 'us' });
  });
});

describe('a record that was changed since its correction was written', () => {
  it('is stale, with both times', () => {
    expect(judged({ ...more20, expectedModifyTime: '2026-07-31 12:00:00' })).toEqual({
      kind: 'stale',
      changes: expect.any(Array),
      problems: [
        {
          code: 'stale',
          field: 'expectedModifyTime',
          foundBy: 'us',
          message: `the record was changed at ${MODIFIED}, the correction was written for 2026-07-31 12:00:00`,
        },
      ],
    });
  });

  it('is stale where Feishu no longer says when it was changed', () => {
    const judgement = judged({ ...more20, expectedModifyTime: MODIFIED }, aRecord({ modifyTime: undefined }));
    expect(judgement).toMatchObject({
      kind: 'stale',
      problems: [{ message: expect.stringContaining('a time not shown') }],
    });
  });

  it('is stale before it is wrong, and still told what is wrong', () => {
    const judgement = judged({ totalAmount: '120.00', expectedModifyTime: 'x' });
    if (judgement.kind !== 'stale') throw new Error(judgement.kind);
    expect(codesAndFields(judgement.problems)).toEqual(['stale expectedModifyTime', '21270206 totalAmount']);
  });
});

describe('details that come and go', () => {
  const dropping = { totalAmount: '60.00', issuanceFrequency: 1, details: [{ id: 'D1' }] };
  const adding = {
    totalAmount: '110.00',
    issuanceFrequency: 3,
    details: [{ id: 'D1' }, { id: 'D2' }, aNewDetail()],
  };
  const both = {
    totalAmount: '70.00',
    details: [{ id: 'D1' }, aNewDetail()],
  };

  it.each([
    ['dropped', dropping, 'it would drop details D2:'],
    ['added', adding, 'it would add 1 details:'],
    ['added and dropped', both, 'it would add 1 details and drop details D2:'],
  ])('are %s only where the correction says that it may', (_what, more, words) => {
    for (const allowDetailChanges of [undefined, false]) {
      expect(judged({ ...more, allowDetailChanges })).toMatchObject({
        kind: 'rejected',
        problems: [
          {
            code: 'allowDetailChanges',
            field: 'details',
            foundBy: 'us',
            message: expect.stringContaining(words),
          },
        ],
      });
    }
    expect(judged({ ...more, allowDetailChanges: true })).toMatchObject({
      kind: 'send',
      changesDetails: true,
    });
  });

  it('are all named where several would go', () => {
    const details = [aNewDetail({ issuanceAmount: '100.00' })];
    expect(judged({ details, issuanceFrequency: 1 })).toMatchObject({
      problems: [{ message: expect.stringContaining('add 1 details and drop details D1, D2:') }],
    });
  });

  it('must not be there by an id that the record does not have, whatever is allowed', () => {
    const unknown = { details: [{ id: 'D1' }, { id: 'D2' }, { id: 'D9', ...aNewDetail() }] };
    const whole = { ...unknown, totalAmount: '110.00', issuanceFrequency: 3 };
    expect(rejectedBy({ ...whole, allowDetailChanges: true })).toEqual(['21270201 details']);
    expect(rejectedBy({ ...both, details: [{ id: 'D9', ...aNewDetail() }, { id: 'D1' }] })).toEqual([
      '21270201 details',
      'allowDetailChanges details',
    ]);
  });

  it('need the number of issuances to go with them', () => {
    const { issuanceFrequency: _count, ...silent } = dropping;
    expect(rejectedBy({ ...silent, allowDetailChanges: true })).toEqual(['21270207 issuanceFrequency']);
  });

  it('may not all go', () => {
    const none = { details: [], totalAmount: '0', allowDetailChanges: true };
    expect(rejectedBy({ ...none, issuanceFrequency: 0 })).toEqual(['21270208 issuanceFrequency']);
    expect(rejectedBy(none)).toEqual(['21270207 issuanceFrequency']);
  });

  it('say all that Feishu asks of a new one', () => {
    const details = [{ id: 'D1' }, { id: 'D2' }, {}];
    expect(
      rejectedBy({ details, totalAmount: '110.00', issuanceFrequency: 3, allowDetailChanges: true }),
    ).toEqual([
      '21270211 details[2].issuanceAmount',
      '21270215 details[2].issuanceStatus',
      '21270214 details[2].issuanceWay',
      '21270213 details[2].issuanceTime',
      '21270230 details[2].belongTime',
    ]);
    const judgement = judged({ details, issuanceFrequency: 3, allowDetailChanges: true });
    const messages = judgement.kind === 'rejected' ? judgement.problems.map(({ message }) => message) : [];
    expect(messages.filter((message) => message.endsWith('got ""'))).toHaveLength(5);
  });
});

describe('belong_time that this app may not read', () => {
  const hidden = withoutBelongTime(aRecord());

  it('must be given for every detail that is kept: sent without it, it might be lost', () => {
    expect(rejectedBy(more20, hidden, false)).toEqual([
      '21270230 details[0].belongTime',
      '21270230 details[1].belongTime',
    ]);
    expect(rejectedBy({ remark: 'x' }, hidden, false)).toHaveLength(2);
  });

  it('is asked of a new detail once, as of any', () => {
    const { belongTime: _none, ...undated } = aNewDetail();
    const details = [...['D1', 'D2'].map((id) => ({ id, belongTime: '2026-08-02' })), undated];
    expect(
      rejectedBy(
        { totalAmount: '110.00', issuanceFrequency: 3, details, allowDetailChanges: true },
        hidden,
        false,
      ),
    ).toEqual(['21270230 details[2].belongTime']);
  });

  it('is taken from the correction', () => {
    const details = ['D1', 'D2'].map((id) => ({ id, belongTime: '2026-08-02' }));
    const judgement = judged({ remark: 'x', details }, hidden, false);
    expect(judgement).toMatchObject({ kind: 'send', wanted: { details } });
  });

  it('is not asked for where the app may read it and the record has none', () => {
    expect(judged(more20, hidden, true).kind).toBe('send');
  });
});

describe('a detail of a whole record', () => {
  it('may not have half a period, though the correction named only one half and the record none', () => {
    const bare = aRecord({
      details: [
        aDetail({
          issuanceAmount: '100.00',
          detailReferencePeriodStartDate: undefined,
          detailReferencePeriodEndDate: undefined,
        }),
      ],
      issuanceFrequency: 1,
    });
    const details = [{ id: 'D1', detailReferencePeriodStartDate: '2026-07-01' }];
    expect(rejectedBy({ details }, bare)).toEqual(['21270239 details[0].detailReferencePeriodEndDate']);
    expect(rejectedBy({ details: [{ id: 'D1', detailReferencePeriodEndDate: '2026-07-01' }] }, bare)).toEqual(
      ['21270239 details[0].detailReferencePeriodStartDate'],
    );
  });

  it('is judged against the period that the record will have, not the one it has', () => {
    expect(rejectedBy({ referencePeriodStartDate: '2026-07-02' })).toEqual([
      '21270241 details[0].detailReferencePeriodStartDate',
      '21270241 details[1].detailReferencePeriodStartDate',
    ]);
  });
});

describe('what a record has of old', () => {
  it('does not excuse dates that the correction gives it', () => {
    expect(rejectedBy({ details: [{ id: 'D1', belongTime: 'soon' }, { id: 'D2' }] })).toEqual([
      '21270230 details[0].belongTime',
    ]);
    expect(rejectedBy({ details: [{ id: 'D1' }, { id: 'D2', belongTime: '2026-08-21' }] })).toEqual([
      '21270229 details[1].belongTime',
    ]);
    expect(rejectedBy({ details: [{ id: 'D1', issuanceTime: 'soon' }, { id: 'D2' }] })).toEqual([
      '21270213 details[0].issuanceTime',
    ]);
  });

  it('is sent back as it is where it has no dates: the rest can still be corrected', () => {
    const record = aRecord({
      details: [
        aDetail({ issuanceTime: '', belongTime: '' }),
        aDetail({ id: 'D2', issuanceAmount: '40.00' }),
      ],
    });
    expect(judged({ remark: 'x' }, record)).toMatchObject({ kind: 'send' });
  });

  it('is no binding period, whether Feishu shows 0 or nothing', () => {
    const { bindingPeriod, ...none } = aRecord();
    expect(bindingPeriod).toBeDefined();
    expect(judged({ bindingPeriod: 0 }, none)).toEqual({ kind: 'unchanged' });
    expect(judged({ bindingPeriod: 0 })).toMatchObject({ kind: 'send' });
  });
});

describe('a record with several problems', () => {
  it('is told them all at once', () => {
    expect(
      rejectedBy({
        totalAmount: '130.00',
        currencyId: '',
        issuanceFrequency: 3,
        remark: '长'.repeat(3001),
        details: [{ id: 'D1', issuanceTime: '2026-02-30' }, { id: 'D9' }],
      }),
    ).toEqual([
      '21270201 details',
      'allowDetailChanges details',
      '21270209 currencyId',
      '21270207 issuanceFrequency',
      '21270210 remark',
      '21270213 details[0].issuanceTime',
    ]);
  });

  it('is not sent where neither side has what Feishu must have', () => {
    const bare = aRecord({
      totalAmount: undefined,
      currencyId: undefined,
      issuanceFrequency: undefined,
      details: [],
    });
    expect(rejectedBy({ remark: 'x' }, bare)).toEqual([
      '21270203 totalAmount',
      '21270209 currencyId',
      '21270208 issuanceFrequency',
    ]);
  });
});
