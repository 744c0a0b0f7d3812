import { describe, expect, it } from '@jest/globals';
import type { CorrectionRecord } from '../../../contract/flows/lumpSumCorrection.ts';
import { canonicalValue, layOver, type Overlay } from '../../../rules/lumpSum/overlay.ts';
import { aCorrection, aDetail, aNewDetail, aRecord } from './fixtures.ts';

const over = (more: Partial<CorrectionRecord>, record = aRecord()): Overlay =>
  layOver(aCorrection(more), record);
const changed = (more: Partial<CorrectionRecord>, record = aRecord()): string[] =>
  over(more, record).changes.map(({ field }) => field);

describe('what a correction leaves out', () => {
  it('stays as the record has it, and the whole is sent, with nothing that batch_update does not take', () => {
    const { wanted, changes } = over({ remark: 'another' });
    expect(wanted).toEqual({
      id: 'R1',
      totalAmount: '100.00',
      currencyId: '6863329932261459464',
      issuanceFrequency: 2,
      bindingPeriod: 2,
      bindingPeriodDecimal: '2.5',
      remark: 'another',
      referencePeriodStartDate: '2026-01-01',
      referencePeriodEndDate: '2026-12-31',
      details: [aDetail(), aDetail({ id: 'D2', issuanceAmount: '40.00' })],
    });
    expect(changes).toEqual([{ field: 'remark', before: '奖金', after: 'another' }]);
  });

  it('stays in a detail too, by its id and not by its place', () => {
    const { wanted } = over({ details: [{ id: 'D2' }, { id: 'D1', issuanceAmount: '70.00' }] });
    expect(wanted.details).toEqual([
      aDetail({ id: 'D2', issuanceAmount: '40.00' }),
      aDetail({ id: 'D1', issuanceAmount: '70.00' }),
    ]);
  });

  it('is left out of the whole where the record does not have it either', () => {
    const bare = aRecord({ remark: undefined, bindingPeriod: undefined, details: [{ id: 'D1' }] });
    const { wanted } = over({}, bare);
    expect(Object.keys(wanted)).not.toContain('remark');
    expect(Object.keys(wanted)).not.toContain('bindingPeriod');
    expect(wanted.details).toEqual([{ id: 'D1' }]);
  });

  it('is empty in the whole where Feishu must have it and nobody does, for its own code to refuse it', () => {
    const bare = aRecord({ totalAmount: undefined, currencyId: undefined, issuanceFrequency: undefined });
    expect(over({}, bare)).toMatchObject({
      wanted: { totalAmount: '', currencyId: '', issuanceFrequency: 0 },
      changes: [],
    });
  });

  it('of the source of the operation is not sent; one that is given is, and is no change that could be seen', () => {
    expect(Object.keys(over({}).wanted)).not.toContain('operationSource');
    expect(over({ operationSource: 'apaas_spot' })).toMatchObject({
      wanted: { operationSource: 'apaas_spot' },
      changes: [],
    });
  });
});

describe('no change', () => {
  it.each<[string, Partial<CorrectionRecord>]>([
    [
      'amounts written in another way',
      { totalAmount: '100', details: [{ id: 'D1', issuanceAmount: '060.0' }, { id: 'D2' }] },
    ],
    ['a decimal period written in another way', { bindingPeriodDecimal: '2.50' }],
    [
      'details listed in another order',
      {
        details: [
          { id: 'D2', issuanceAmount: '40.00' },
          { id: 'D1', issuanceAmount: '60.00' },
        ],
      },
    ],
    ['the very values it has', { remark: '奖金', bindingPeriod: 2, issuanceFrequency: 2 }],
  ])('is %s', (_what, more) => {
    expect(changed(more)).toEqual([]);
  });

  it('is empty text where the record has nothing', () => {
    const bare = aRecord({ remark: undefined, details: [aDetail({ issuancePayGroupId: undefined })] });
    expect(changed({ remark: '', details: [{ id: 'D1', issuancePayGroupId: '' }] }, bare)).toEqual([]);
  });

  it('is nothing where the record has empty text', () => {
    expect(changed({}, aRecord({ remark: '' }))).toEqual([]);
  });
});

describe('a change', () => {
  it('is empty text where the record has some: it is sent as such', () => {
    expect(over({ remark: '' })).toMatchObject({
      wanted: { remark: '' },
      changes: [{ field: 'remark', before: '奖金', after: null }],
    });
  });

  it('is a number where there was none, but no binding period is one of 0 months', () => {
    const record = aRecord({ bindingPeriod: undefined });
    expect(over({ bindingPeriod: 1 }, record).changes).toEqual([
      { field: 'bindingPeriod', before: null, after: '1' },
    ]);
    expect(over({ bindingPeriod: 0 }, record).changes).toEqual([]);
  });

  it('is 0 where there was nothing: only a binding period means the same by both', () => {
    const names = ['totalAmount', 'issuanceAmount', 'issuanceFrequency', 'bindingPeriod'] as const;
    expect(names.map((name) => [name, canonicalValue(name, '0')])).toEqual([
      ['totalAmount', '0'],
      ['issuanceAmount', '0'],
      ['issuanceFrequency', '0'],
      ['bindingPeriod', ''],
    ]);
  });

  it('is one cent, far beyond what a float tells apart', () => {
    const record = aRecord({ totalAmount: '90071992547409930.01' });
    expect(changed({ totalAmount: '90071992547409930.02' }, record)).toEqual(['totalAmount']);
  });

  it('is two details that swap their amounts, though the total and the amounts stay', () => {
    const { changes } = over({
      details: [
        { id: 'D1', issuanceAmount: '40.00' },
        { id: 'D2', issuanceAmount: '60.00' },
      ],
    });
    expect(changes).toEqual([
      { field: 'details[D1].issuanceAmount', before: '60.00', after: '40.00' },
      { field: 'details[D2].issuanceAmount', before: '40.00', after: '60.00' },
    ]);
  });

  it('is text in another case or with a space: ids and remarks are no decimals', () => {
    expect(changed({ currencyId: '6863329932261459464 ', remark: '奖金 ' })).toEqual([
      'currencyId',
      'remark',
    ]);
    expect(changed({ currencyId: '07' }, aRecord({ currencyId: '7' }))).toEqual(['currencyId']);
  });
});

describe('a list of details', () => {
  it('stands for all of them: one that it leaves out is dropped, and said so', () => {
    const { dropped, changes, added, unknown, wanted } = over({ details: [{ id: 'D1' }] });
    expect({ dropped, added, unknown }).toEqual({ dropped: ['D2'], added: 0, unknown: [] });
    expect(wanted.details.map(({ id }) => id)).toEqual(['D1']);
    expect(changes).toEqual([
      {
        field: 'details[D2]',
        before:
          '40.00, to_be_issued, with_salary, 2026-08-20, 2026-08-01, 6862995757234914824, 6862995757234914825, 2026-07-01, 2026-07-31',
        after: null,
      },
    ]);
  });

  it('adds one without an id, with its own members only', () => {
    const { added, dropped, changes, wanted } = over({
      details: [{ id: 'D1' }, { id: 'D2' }, aNewDetail()],
    });
    expect({ added, dropped }).toEqual({ added: 1, dropped: [] });
    expect(wanted.details[2]).toStrictEqual(aNewDetail());
    expect(changes).toEqual([
      {
        field: 'details[new 3]',
        before: null,
        after: '10.00, to_be_issued, with_cash, 2026-09-20, 2026-09-01',
      },
    ]);
  });

  it('that replaces a detail by its equal without an id drops one and adds one', () => {
    const { id: _id, ...alike } = aDetail();
    const { added, dropped, changes } = over({ details: [alike, { id: 'D2' }] });
    expect({ added, dropped }).toEqual({ added: 1, dropped: ['D1'] });
    expect(changes).toHaveLength(2);
  });

  it('may name an id that the record does not have: it is told apart, and lends no values', () => {
    const { unknown, dropped, added, wanted, changes } = over({
      details: [{ id: 'D1' }, { id: 'D9', issuanceAmount: '40.00' }],
    });
    expect({ unknown, dropped, added }).toEqual({ unknown: ['D9'], dropped: ['D2'], added: 0 });
    expect(wanted.details[1]).toEqual({ id: 'D9', issuanceAmount: '40.00' });
    expect(changes.map(({ field }) => field)).toEqual(['details[new 2]', 'details[D2]']);
  });

  it('that is empty drops them all', () => {
    expect(over({ details: [] })).toMatchObject({ dropped: ['D1', 'D2'], wanted: { details: [] } });
  });
});
