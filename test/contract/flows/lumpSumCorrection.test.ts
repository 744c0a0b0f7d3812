import { describe, expect, it } from '@jest/globals';
import {
  countOutcomes,
  correctionOutcomes,
  lumpSumCorrectionInput,
  CORRECTION_BYTES_MAX,
  RECORDS_MAX,
  sizeProblems,
} from '../../../contract/flows/lumpSumCorrection.ts';
import { jsonBytes } from '../../../contract/jsonBytes.ts';
import { parse } from '../../../contract/problems.ts';

const input = { correctionId: 'C-1', records: [{ id: '1', remark: 'x' }] };

function wrong(more: object): string[] {
  const parsed = parse(lumpSumCorrectionInput, { ...input, ...more });
  return parsed.ok ? [] : parsed.problems.map(({ field = '', message }) => `${field}: ${message}`);
}
const wrongRecord = (more: object): string[] => wrong({ records: [{ id: '1', ...more }] });

describe('the input of a correction', () => {
  it('has its defaults filled in and its values left as they are written', () => {
    const records = [{ id: '1', totalAmount: '0100.0', details: [{ id: '2', belongTime: '' }] }];
    expect(parse(lumpSumCorrectionInput, { correctionId: 'C-1', records })).toEqual({
      ok: true,
      value: { correctionId: 'C-1', records, profile: 'default', approval: 'none', send: 'once' },
    });
  });

  it('takes every member that the document names', () => {
    const detail = {
      id: '2',
      issuanceAmount: '1.00',
      issuanceStatus: 'to_be_issued',
      issuanceWay: 'with_salary',
      issuanceTime: '2026-08-20',
      belongTime: '2026-08-01',
      issuanceCountryRegionId: '3',
      issuancePayGroupId: '4',
      detailReferencePeriodStartDate: '2026-07-01',
      detailReferencePeriodEndDate: '2026-07-31',
    };
    const record = {
      id: '1',
      totalAmount: '1.00',
      currencyId: '5',
      issuanceFrequency: 1,
      bindingPeriod: 2,
      bindingPeriodDecimal: '2.5',
      remark: 'x',
      referencePeriodStartDate: '2026-01-01',
      referencePeriodEndDate: '2026-12-31',
      operationSource: 'apaas_spot',
      details: [detail],
      expectedModifyTime: '2026-08-01 12:00:00',
      allowDetailChanges: true,
    };
    expect(wrong({ records: [record] })).toEqual([]);
  });

  it.each([
    [{ correctionId: '' }, 'correctionId: must not be empty'],
    [{ correctionId: 'C/1' }, 'correctionId: may hold letters, digits and . _ : - only'],
    [{ correctionId: 'x'.repeat(129) }, 'correctionId: must be at most 128 characters; it is never cut'],
    [{ records: [] }, 'records: must hold at least one record'],
    [{ records: 'all' }, 'records: must be array'],
    [{ records: [7] }, 'records[0]: must be object'],
    [{ send: 'twice' }, 'send: must be "once" or "never"'],
    [{ approval: 'required' }, 'requestedBy: is required when approval is "required"'],
    [{ record: [] }, 'record: is not a member we know; take it out'],
  ])('%j is refused: %s', (more, problem) => {
    expect(wrong(more)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    [{ id: '' }, 'records[0].id: must not be empty'],
    [{ id: undefined }, 'records[0].id: is required'],
    [
      { id: Number('7397033607132351532') },
      'records[0].id: must be a string: as a number its last digits would be lost',
    ],
    [{ id: 'x'.repeat(256) }, 'records[0].id: must be at most 255 characters'],
    [
      { totalAmount: 2000 },
      'records[0].totalAmount: must be a decimal string such as "2000.00", never a number',
    ],
    [{ totalAmount: null }, 'records[0].totalAmount: must be a decimal string'],
    [{ totalAmount: '1'.repeat(256) }, 'records[0].totalAmount: must be at most 255 characters'],
    [{ issuanceFrequency: '3' }, 'records[0].issuanceFrequency: must be a number'],
    [{ bindingPeriod: null }, 'records[0].bindingPeriod: must be a number'],
    [{ currencyId: 1 }, 'records[0].currencyId: must be string'],
    [{ details: {} }, 'records[0].details: must be array'],
    [{ details: [{ issuanceAmount: 1 }] }, 'records[0].details[0].issuanceAmount: must be a decimal string'],
    [{ details: [{ id: 1 }] }, 'records[0].details[0].id: must be a string'],
    [{ details: [{ amount: '1' }] }, 'records[0].details[0].amount: is not a member we know'],
    [
      { details: [{ id: '2' }, {}, { id: '2' }] },
      'records[0].details[2].id: is the id of [0] already, got "2"',
    ],
    [{ allowDetailChanges: 'yes' }, 'records[0].allowDetailChanges: must be boolean'],
    [{ modifyTime: 'x' }, 'records[0].modifyTime: is not a member we know'],
  ])('with a record %j is refused: %s', (more, problem) => {
    expect(wrongRecord(more)).toEqual([expect.stringContaining(problem)]);
  });

  it('that names a record twice is told each time, and of its first', () => {
    const records = [{ id: '1' }, { id: '2' }, { id: '1' }, { id: '1' }];
    expect(wrong({ records })).toEqual([
      'records[2].id: is the id of [0] already, got "1"',
      'records[3].id: is the id of [0] already, got "1"',
    ]);
  });

  it('may add several details that have no id yet', () => {
    expect(wrongRecord({ details: [{}, {}, { id: '2' }] })).toEqual([]);
  });

  it('says once of what is no record that it is none', () => {
    const fields = wrong({ records: [7, 7, null, 'x', { id: 5 }, { id: 5 }] });
    expect(fields.map((problem) => problem.split(':')[0])).toEqual([
      'records[0]',
      'records[1]',
      'records[2]',
      'records[3]',
      'records[4].id',
      'records[5].id',
    ]);
  });

  it('leaves wrong values to the judgement of each record: one refuses one record, not five hundred', () => {
    expect(wrongRecord({ totalAmount: 'x', remark: '长'.repeat(5000), issuanceFrequency: -1.5 })).toEqual([]);
  });

  it('that is wrong in many places is told all of them at once', () => {
    const fields = wrong({
      correctionId: 'C 1',
      records: [{ id: 1 }, { id: '2', details: [{ id: '3' }, { id: '3', amount: 1 }] }, { id: '2' }],
      approval: 'required',
    }).map((problem) => problem.split(':')[0]);
    expect(fields.sort()).toEqual([
      'correctionId',
      'records[0].id',
      'records[1].details[1].amount',
      'records[1].details[1].id',
      'records[2].id',
      'requestedBy',
    ]);
  });
});

describe('the size of a correction', () => {
  const records = (count: number, remark = 'x'): object[] =>
    Array.from({ length: count }, (_, at) => ({ id: String(at), remark }));

  it('is at most 500 records', () => {
    expect(RECORDS_MAX).toBe(500);
    expect(wrong({ records: records(500) })).toEqual([]);
    expect(wrong({ records: records(501) })).toEqual(['records: must hold at most 500 records']);
  });

  it('is at most 524288 bytes in UTF-8, in which a Chinese character takes three', () => {
    const whole = { correctionId: 'C-1' };
    // All 500 carry Chinese remarks; the first one is filled up to the limit, byte by byte.
    const sized = (bytes: number): object => {
      const list: { id: string; remark: string }[] = Array.from({ length: 500 }, (_, at) => ({
        id: String(at),
        remark: '奖'.repeat(330),
      }));
      const room = bytes - jsonBytes({ ...whole, records: list });
      list[0]!.remark += 'x'.repeat(room);
      return { ...whole, records: list };
    };
    expect(CORRECTION_BYTES_MAX).toBe(524_288);
    const most = sized(CORRECTION_BYTES_MAX);
    expect(new TextEncoder().encode(JSON.stringify(most))).toHaveLength(CORRECTION_BYTES_MAX);
    expect(sizeProblems(most)).toEqual([]);
    expect(sizeProblems(sized(CORRECTION_BYTES_MAX + 1))).toEqual([
      {
        message:
          'must be at most 524288 bytes of JSON, is 524289: split the records over several corrections',
      },
    ]);
  });
});

describe('the counts of a correction', () => {
  it('name every outcome, also those that none has', () => {
    expect(countOutcomes([])).toEqual(Object.fromEntries(correctionOutcomes.map((outcome) => [outcome, 0])));
    const each = correctionOutcomes.flatMap((outcome, at) =>
      Array.from({ length: at + 1 }, () => ({ outcome })),
    );
    expect(countOutcomes(each)).toEqual(
      Object.fromEntries(correctionOutcomes.map((outcome, at) => [outcome, at + 1])),
    );
    expect(
      countOutcomes([{ outcome: 'stale' }, { outcome: 'corrected' }, { outcome: 'stale' }]),
    ).toMatchObject({ corrected: 1, stale: 2, rejected: 0 });
  });
});

it('an input that is nested too deep to be written is refused, not thrown at', () => {
  let deep: unknown = 'the bottom';
  for (let level = 0; level < 200_000; level += 1) deep = [deep];
  expect(sizeProblems({ records: deep })).toEqual([{ message: 'is nested too deep to be a correction' }]);
});

it('a fault in what makes the JSON is not taken for a mistake in the input', () => {
  const faulty = {
    toJSON: () => {
      throw new TypeError('no JSON today');
    },
  };
  expect(() => sizeProblems(faulty)).toThrow('no JSON today');
});
