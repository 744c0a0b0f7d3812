import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { lumpSumCode } from '../../../contract/lumpSumCodes.ts';
import { issuanceStatuses, issuanceWays, problemsOfValues } from '../../../rules/lumpSum/valueRules.ts';
import type { DetailValues, RecordValues } from '../../../rules/lumpSum/values.ts';
import { codesAndFields, wholeValues } from './fixtures.ts';

const found = (values: RecordValues, decimals?: number): string[] =>
  codesAndFields(problemsOfValues(values, decimals));

describe('a whole record that keeps every rule', () => {
  it('has no problem', () => {
    expect(found(wholeValues())).toEqual([]);
  });

  it.each<[string, Partial<RecordValues>, Partial<DetailValues>]>([
    ['amounts without decimals, or with one', { totalAmount: '100' }, { issuanceAmount: '60.0' }],
    [
      'amounts of any length',
      { totalAmount: '90000000000000000000040.01' },
      { issuanceAmount: '90000000000000000000000.01' },
    ],
    ['amounts below zero', { totalAmount: '-20.00' }, { issuanceAmount: '-60.00' }],
    ['a binding period of no month', { bindingPeriod: 0 }, {}],
    ['the longest binding period', { bindingPeriod: 2_147_483_647 }, {}],
    ['an emptied binding period with decimals', { bindingPeriodDecimal: '' }, {}],
    ['the longest remark, counted in characters of two UTF-16 units each', { remark: '🧧'.repeat(3000) }, {}],
    ['an emptied remark', { remark: '' }, {}],
    [
      'emptied periods',
      { referencePeriodStartDate: '', referencePeriodEndDate: '' },
      { detailReferencePeriodStartDate: '', detailReferencePeriodEndDate: '' },
    ],
    [
      'a period of one day',
      { referencePeriodStartDate: '2026-07-01', referencePeriodEndDate: '2026-07-31' },
      { detailReferencePeriodStartDate: '2026-07-31' },
    ],
    ['a leap day', {}, { issuanceTime: '2028-02-29' }],
    ['a detail applied for on the day it is issued', {}, { belongTime: '2026-08-20' }],
  ])('is one with %s', (_what, more, detail) => {
    expect(found(wholeValues(more, detail))).toEqual([]);
  });

  it.each(issuanceWays)('may be issued %s', (issuanceWay) => {
    expect(found(wholeValues({}, { issuanceWay }))).toEqual([]);
  });

  it.each(issuanceStatuses)('may stand as %s', (issuanceStatus) => {
    expect(found(wholeValues({}, { issuanceStatus }))).toEqual([]);
  });
});

describe('a record', () => {
  it.each<[Partial<RecordValues>, string[]]>([
    [{ totalAmount: '' }, ['21270203 totalAmount']],
    [{ totalAmount: '1e2' }, ['21270203 totalAmount']],
    [{ totalAmount: '1,000.00' }, ['21270203 totalAmount']],
    [{ totalAmount: ' 100.00' }, ['21270203 totalAmount']],
    [{ totalAmount: '100.' }, ['21270203 totalAmount']],
    [{ totalAmount: '１００' }, ['21270203 totalAmount']],
    [{ totalAmount: '100.001' }, ['21270205 totalAmount', '21270206 totalAmount']],
    [{ totalAmount: '100.01' }, ['21270206 totalAmount']],
    [{ currencyId: '' }, ['21270209 currencyId']],
    [{ issuanceFrequency: 0 }, ['21270208 issuanceFrequency']],
    [{ issuanceFrequency: -1 }, ['21270208 issuanceFrequency']],
    [{ issuanceFrequency: 1.5 }, ['21270208 issuanceFrequency']],
    [{ issuanceFrequency: 3 }, ['21270207 issuanceFrequency']],
    [{ bindingPeriod: -1 }, ['21270227 bindingPeriod']],
    [{ bindingPeriod: 0.5 }, ['21270227 bindingPeriod']],
    [{ bindingPeriod: 2_147_483_648 }, ['21270227 bindingPeriod']],
    [{ bindingPeriodDecimal: 'a year' }, ['2290001 bindingPeriodDecimal']],
    [{ referencePeriodStartDate: '2026/01/01' }, ['2290001 referencePeriodStartDate']],
    [{ referencePeriodEndDate: '2026-02-30' }, ['2290001 referencePeriodEndDate']],
    [
      { referencePeriodStartDate: '2026-12-01', referencePeriodEndDate: '2026-11-30' },
      [
        '2290001 referencePeriodEndDate',
        '21270241 details[0].detailReferencePeriodStartDate',
        '21270241 details[1].detailReferencePeriodStartDate',
      ],
    ],
    [{ details: [] }, ['21270207 issuanceFrequency', '21270206 totalAmount']],
  ])('with %j is wrong by %j', (more, expected) => {
    expect(found(wholeValues(more))).toEqual(expected);
  });
});

describe('a detail', () => {
  it.each<[Partial<DetailValues>, string[]]>([
    [{ issuanceAmount: '' }, ['21270211 details[0].issuanceAmount']],
    [{ issuanceAmount: '60,00' }, ['21270211 details[0].issuanceAmount']],
    [{ issuanceAmount: '60.001' }, ['21270205 details[0].issuanceAmount', '21270206 totalAmount']],
    [{ issuanceStatus: '' }, ['21270215 details[0].issuanceStatus']],
    [{ issuanceStatus: 'paid' }, ['21270215 details[0].issuanceStatus']],
    [{ issuanceWay: 'with_gold' }, ['21270214 details[0].issuanceWay']],
    [{ issuanceTime: '' }, ['21270213 details[0].issuanceTime']],
    [{ issuanceTime: '2026-8-20' }, ['21270213 details[0].issuanceTime']],
    [{ issuanceTime: '2026-02-29' }, ['21270213 details[0].issuanceTime']],
    [{ issuanceTime: '2026-13-01' }, ['21270213 details[0].issuanceTime']],
    [{ issuanceTime: '2026-08-20 00:00:00' }, ['21270213 details[0].issuanceTime']],
    [{ belongTime: '' }, ['21270230 details[0].belongTime']],
    [{ belongTime: '2026-04-31' }, ['21270230 details[0].belongTime']],
    [{ belongTime: '2026-08-21' }, ['21270229 details[0].belongTime']],
    [{ detailReferencePeriodStartDate: '' }, ['21270239 details[0].detailReferencePeriodStartDate']],
    [{ detailReferencePeriodEndDate: '' }, ['21270239 details[0].detailReferencePeriodEndDate']],
    [{ detailReferencePeriodStartDate: '20260701' }, ['2290001 details[0].detailReferencePeriodStartDate']],
    [{ detailReferencePeriodEndDate: '2026-07-32' }, ['2290001 details[0].detailReferencePeriodEndDate']],
    [
      { detailReferencePeriodStartDate: '2026-08-01' },
      ['21270240 details[0].detailReferencePeriodStartDate'],
    ],
    [
      { detailReferencePeriodStartDate: '2025-12-31' },
      ['21270241 details[0].detailReferencePeriodStartDate'],
    ],
    [{ detailReferencePeriodEndDate: '2027-01-01' }, ['21270241 details[0].detailReferencePeriodStartDate']],
  ])('with %j is wrong by %j', (more, expected) => {
    expect(found(wholeValues({}, more))).toEqual(expected);
  });

  it('lies within whichever end of the record is known', () => {
    const from = { referencePeriodStartDate: '2026-07-02', referencePeriodEndDate: undefined };
    const to = { referencePeriodStartDate: undefined, referencePeriodEndDate: '2026-07-30' };
    for (const period of [from, to]) {
      expect(found(wholeValues(period))).toEqual([
        '21270241 details[0].detailReferencePeriodStartDate',
        '21270241 details[1].detailReferencePeriodStartDate',
      ]);
    }
  });
});

describe('a date', () => {
  const judged = (issuanceTime: string): string[] => found({ details: [{ issuanceTime }] });

  it('is every day of the calendar, and no other', () => {
    for (const year of ['2026', '2028', '2100']) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 40; day += 1) {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const exists = DateTime.fromISO(text, { zone: 'utc' }).isValid;
          expect([text, judged(text).length === 0]).toEqual([text, exists]);
        }
      }
    }
  });

  it.each([
    '',
    '2026-1-01',
    '2026-01-1',
    ' 2026-01-01',
    '2026-01-01T00:00:00',
    '20260101',
    '01-01-2026',
    '+2026-01-01',
  ])('is not %j', (text) => {
    expect(judged(text)).toEqual(['21270213 details[0].issuanceTime']);
  });
});

describe('the decimals of an amount', () => {
  it('are at most two where nothing is known, and as many as the record uses where it uses more', () => {
    const values = { totalAmount: '1.234' };
    expect(found(values)).toEqual(['21270205 totalAmount']);
    expect(found(values, 0)).toEqual(['21270205 totalAmount']);
    expect(found(values, 3)).toEqual([]);
    expect(found({ totalAmount: '1.23' }, 0)).toEqual([]);
  });
});

describe('a row of a file, judged by what it says', () => {
  it.each<[string, RecordValues]>([
    ['nothing at all', {}],
    ['a total and no details', { totalAmount: '5.00' }],
    ['details and no total', { details: [{ issuanceAmount: '5.00' }] }],
    [
      'a total and a detail without an amount',
      { totalAmount: '5.00', details: [{ id: 'D1' }, { issuanceAmount: '1' }] },
    ],
    [
      'one date of a detail period, the other being at Feishu',
      { details: [{ detailReferencePeriodStartDate: '2026-07-01' }] },
    ],
    ['a number of issuances and no details', { issuanceFrequency: 3 }],
    ['a belong time and no issuance time', { details: [{ belongTime: '2026-07-01' }] }],
    ['one end of the period', { referencePeriodEndDate: '2026-07-01' }],
    ['a period of one day', { referencePeriodStartDate: '2026-07-01', referencePeriodEndDate: '2026-07-01' }],
    [
      'the end of a detail period, the start being at Feishu',
      { details: [{ detailReferencePeriodEndDate: '2026-07-01' }] },
    ],
  ])('is right as far as it can tell with %s', (_what, values) => {
    expect(found(values)).toEqual([]);
  });

  it('is wrong with half a period where it empties the other half itself', () => {
    const period = { detailReferencePeriodStartDate: '2026-07-01', detailReferencePeriodEndDate: '' };
    expect(found({ details: [period] })).toEqual(['21270239 details[0].detailReferencePeriodEndDate']);
  });

  it('is told every problem at once, each by its field', () => {
    expect(
      found({
        totalAmount: 'x',
        currencyId: '',
        issuanceFrequency: 0,
        bindingPeriod: -1,
        remark: '长'.repeat(3001),
        details: [{ issuanceAmount: '5' }, { issuanceAmount: 'y', issuanceWay: 'z', issuanceTime: 'soon' }],
      }),
    ).toEqual([
      '21270203 totalAmount',
      '21270209 currencyId',
      '21270208 issuanceFrequency',
      '21270227 bindingPeriod',
      '21270210 remark',
      '21270211 details[1].issuanceAmount',
      '21270214 details[1].issuanceWay',
      '21270213 details[1].issuanceTime',
    ]);
  });
});

describe('a problem', () => {
  it("says Feishu's words for its code, what it is about, and that we found it", () => {
    const [problem] = problemsOfValues(wholeValues({ totalAmount: '100.10' }));
    expect(problem).toEqual({
      code: '21270206',
      field: 'totalAmount',
      foundBy: 'us',
      message: `${lumpSumCode('21270206')!.en}: the details make 100, the total is 100.10`,
    });
  });

  it('under the code of a refused parameter says what is wrong with it', () => {
    const [problem] = problemsOfValues({ bindingPeriodDecimal: 'x' });
    expect(problem!.message).toBe('param is invalid: must be a plain decimal, got "x"');
  });

  it.each<[RecordValues, string]>([
    [{ bindingPeriod: -1 }, 'got -1'],
    [{ issuanceFrequency: 0.5 }, 'got 0.5'],
    [{ issuanceFrequency: 3, details: [{}, {}] }, 'it is 3, and there are 2 details'],
    [{ totalAmount: '1.234' }, 'at most 2 decimals here, got "1.234"'],
    [
      { referencePeriodStartDate: '2026-02-02', referencePeriodEndDate: '2026-02-01' },
      '"2026-02-01" is before the start, "2026-02-02"',
    ],
    [{ referencePeriodStartDate: 'soon' }, 'must be a date such as 2024-08-01, got "soon"'],
    [{ details: [{ issuanceTime: 'soon' }] }, 'must be a date such as 2024-08-20, got "soon"'],
    [{ details: [{ belongTime: '' }] }, 'must be a date such as 2024-08-20, got ""'],
    [
      { details: [{ belongTime: '2026-02-02', issuanceTime: '2026-02-01' }] },
      '"2026-02-02" is after "2026-02-01"',
    ],
    [{ details: [{ issuanceStatus: 'paid' }] }, 'must be to_be_issued or not_issued, got "paid"'],
    [
      {
        details: [
          {
            detailReferencePeriodStartDate: '2026-02-02',
            detailReferencePeriodEndDate: '2026-02-01',
          },
        ],
      },
      '"2026-02-02" is after "2026-02-01"',
    ],
    [
      {
        referencePeriodEndDate: '2026-02-01',
        details: [
          {
            detailReferencePeriodStartDate: '2026-01-01',
            detailReferencePeriodEndDate: '2026-02-02',
          },
        ],
      },
      '2026-01-01 to 2026-02-02 is not within "" to "2026-02-01"',
    ],
    [{ currencyId: '', remark: 'x' }, 'it is empty'],
    [{ totalAmount: 'x'.repeat(60) }, `got "${'x'.repeat(60)}"`],
  ])('of %j tells a person what is wrong', (values, told) => {
    const messages = problemsOfValues(values).map(({ message }) => message);
    expect(messages).toEqual([expect.stringMatching(/^\w.*: \S/)]);
    expect(messages[0]!.endsWith(told)).toBe(true);
  });

  it('adds decimals exactly, where floats would not', () => {
    const details = [{ issuanceAmount: '0.1' }, { issuanceAmount: '0.2' }];
    expect(found({ totalAmount: '0.3', details })).toEqual([]);
    expect(problemsOfValues({ totalAmount: '0.31', details })[0]!.message).toContain('the details make 0.3,');
  });

  it('shows a long value cut', () => {
    const [problem] = problemsOfValues({ totalAmount: 'x'.repeat(255) });
    expect(problem!.message).toContain(`${'x'.repeat(57)}..."`);
    expect(problem!.message).not.toContain('x'.repeat(58));
  });

  it('counts characters as people do', () => {
    const [problem] = problemsOfValues({ remark: '🧧'.repeat(3001) });
    expect(problem!.code).toBe('21270210');
    expect(problem!.message).toContain('it has 3001 characters, 3000 are allowed');
  });
});
