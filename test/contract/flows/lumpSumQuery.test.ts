import { describe, expect, it } from '@jest/globals';
import { lumpSumQueryInput, notShownIn, showsBelongTime } from '../../../contract/flows/lumpSumQuery.ts';
import { parse } from '../../../contract/problems.ts';
import { aDetail, aRecord, withoutBelongTime } from '../../rules/lumpSum/fixtures.ts';

function wrong(input: object): string[] {
  const parsed = parse(lumpSumQueryInput, input);
  return parsed.ok ? [] : parsed.problems.map(({ field = '', message }) => `${field}: ${message}`);
}

describe('the input of a query', () => {
  it('asks for the first 100 of all records unless it says otherwise', () => {
    expect(parse(lumpSumQueryInput, {})).toEqual({
      ok: true,
      value: { filters: {}, pageSize: 100, userIdType: 'open_id', profile: 'default', approval: 'none' },
    });
  });

  it('takes every filter that the document names', () => {
    const lists = [
      ...['ids', 'uniqueIds', 'userIds', 'itemIds', 'companyIds', 'serviceCompanyIds', 'departmentIds'],
      ...['jobFamilyIds', 'jobLevelIds', 'workLocationIds', 'employeeTypeIds'],
    ].map((name) => [name, ['1']]);
    const times = ['createTimeGte', 'createTimeLte', 'modifyTimeGte', 'modifyTimeLte'].map((name) => [
      name,
      '2026-08-01 12:34:56',
    ]);
    const dates = ['onboardDateGte', 'onboardDateLte', 'offboardDateGte', 'offboardDateLte'].map((name) => [
      name,
      '2026-08-01',
    ]);
    expect(wrong({ filters: Object.fromEntries([...lists, ...times, ...dates]) as object })).toEqual([]);
  });

  it.each([
    [{ pageSize: 0 }, 'pageSize: must be at least 1'],
    [{ pageSize: 501 }, 'pageSize: must be at most 500'],
    [{ pageSize: 1.5 }, 'pageSize: must be a whole number'],
    [{ pageToken: '' }, 'pageToken: must not be empty'],
    [{ pageToken: 'x'.repeat(4097) }, 'pageToken: must be at most 4096 characters'],
    [{ userIdType: 'email' }, 'userIdType: must be one of open_id, union_id, user_id, people_corehr_id'],
    [{ approval: 'required' }, 'approval: must be "none" or left out: nothing is changed here'],
    [{ filters: { ids: [''] } }, 'filters.ids[0]: must not be empty'],
    [{ filters: { ids: ['x'.repeat(256)] } }, 'filters.ids[0]: must be at most 255 characters'],
    [{ filters: { createTimeGte: '2026-08-01' } }, 'filters.createTimeGte: must be a time in UTC+8'],
    [{ filters: { onboardDateGte: '2026-8-1' } }, 'filters.onboardDateGte: must be a date'],
    [{ filters: { id: ['1'] } }, 'filters.id: is not a member we know'],
  ])('%j is refused: %s', (input, problem) => {
    expect(wrong(input)).toEqual([expect.stringContaining(problem)]);
  });

  it('names at most 500 ids', () => {
    const ids = (count: number): object => ({ filters: { ids: Array.from({ length: count }, () => '1') } });
    expect(wrong(ids(500))).toEqual([]);
    expect(wrong(ids(501))).toEqual(['filters.ids: must hold at most 500 ids']);
  });
});

describe('what a page does not show', () => {
  it('is what none of its records carries, each with the permission that shows it', () => {
    expect(notShownIn([withoutBelongTime(aRecord())])).toEqual([
      expect.objectContaining({ field: 'returnAmountBeforeTax' }),
      expect.objectContaining({ field: 'returnAmountAfterTax' }),
      expect.objectContaining({ field: 'bindingPeriodOffboardingType' }),
      {
        field: 'details.belongTime',
        permission: 'corehr:compensation_lump_sum_payment_detail.belong_time:read',
      },
      expect.objectContaining({ field: 'userId' }),
    ]);
  });

  it('is nothing that a single record carries', () => {
    const all = aRecord({
      returnAmountBeforeTax: '0',
      returnAmountAfterTax: '0',
      bindingPeriodOffboardingType: 'no',
      userId: 'ou_1',
    });
    expect(notShownIn([withoutBelongTime(aRecord()), all])).toEqual([]);
  });

  it('cannot be told from a page without records', () => {
    expect(notShownIn([])).toEqual([]);
  });
});

describe('belong_time', () => {
  it('may be read where any detail of any record carries one that is not empty', () => {
    const hidden = withoutBelongTime(aRecord());
    expect(showsBelongTime([])).toBe(false);
    expect(showsBelongTime([hidden])).toBe(false);
    expect(showsBelongTime([aRecord({ details: [aDetail({ belongTime: '' })] })])).toBe(false);
    expect(showsBelongTime([aRecord({ details: [] })])).toBe(false);
    expect(showsBelongTime([hidden, aRecord({ details: [] }), aRecord()])).toBe(true);
    const mixed = [aDetail({ belongTime: '' }), aDetail()];
    expect(showsBelongTime([aRecord({ details: mixed })])).toBe(true);
  });
});
