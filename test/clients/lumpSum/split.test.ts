import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RECORD_BYTES_MAX, splitCorrections } from '../../../clients/lumpSum/split.ts';
import {
  jsonBytes,
  lumpSumCorrectionInput,
  CORRECTION_BYTES_MAX,
  RECORDS_MAX,
  parse,
  type CorrectionRecord,
} from '../../../contract/index.ts';
import { problemsOfValues } from '../../../rules/lumpSum/valueRules.ts';
import { TempFiles } from '../../cli/files/lumpSum/tempFiles.ts';

const files = new TempFiles();

function small(count: number): CorrectionRecord[] {
  return Array.from({ length: count }, (_, at) => ({ id: `r-${at}`, totalAmount: '1.00' }));
}

/** Every text as long as the document allows it, in characters of three bytes where it allows any. */
function largest(at: number, details: number): CorrectionRecord {
  const id = String(at).padStart(255, '7');
  const text = '字'.repeat(255);
  const whole = `1${'0'.repeat(251)}.00`;
  return {
    id,
    totalAmount: `${details}${'0'.repeat(251)}.00`,
    currencyId: text,
    issuanceFrequency: details,
    bindingPeriod: 2_147_483_647,
    bindingPeriodDecimal: whole,
    remark: '备'.repeat(3000),
    referencePeriodStartDate: '2024-01-01',
    referencePeriodEndDate: '2024-12-31',
    operationSource: text,
    details: Array.from({ length: details }, (_, detail) => ({
      id: `${String(detail).padStart(3, '0')}${'字'.repeat(252)}`,
      issuanceAmount: whole,
      issuanceStatus: 'to_be_issued',
      issuanceWay: 'with_year_end_bonus',
      issuanceTime: '2024-08-20',
      belongTime: '2024-08-01',
      issuanceCountryRegionId: text,
      issuancePayGroupId: text,
      detailReferencePeriodStartDate: '2024-01-01',
      detailReferencePeriodEndDate: '2024-12-31',
    })),
    expectedModifyTime: '2024-08-01 12:34:56',
    allowDetailChanges: true,
  };
}

/** The longest head that the contract takes, in characters that JSON writes with six. */
const longest = {
  profile: 'p'.repeat(60),
  requestedBy: '字'.repeat(200),
  approval: 'required',
  send: 'never',
} as const;

describe('a batch split into corrections', () => {
  it('of the largest records that the document allows, 500 of them, keeps every limit', () => {
    const records = Array.from({ length: 500 }, (_, at) => largest(at, 9));
    expect(problemsOfValues(records[0]!)).toEqual([]);
    const parts = splitCorrections('b'.repeat(120), records, longest);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap((part) => part.records)).toEqual(records);
    for (const part of parts) {
      const parsed = parse(lumpSumCorrectionInput, part);
      expect(parsed.ok ? [] : parsed.problems).toEqual([]);
      // By what the workflow measures: the input with its defaults.
      expect(jsonBytes(parsed.ok ? parsed.value : undefined)).toBeLessThanOrEqual(CORRECTION_BYTES_MAX);
      // And no part is half empty.
      if (part !== parts.at(-1)) expect(jsonBytes(part)).toBeGreaterThan(CORRECTION_BYTES_MAX * 0.9);
    }
  });

  it('has at most 500 records a part, under ids of one length in order', () => {
    const parts = splitCorrections('march', small(1001), {});
    expect(parts.map(({ records }) => records.length)).toEqual([RECORDS_MAX, RECORDS_MAX, 1]);
    expect(parts.map(({ correctionId }) => correctionId)).toEqual(['march-0001', 'march-0002', 'march-0003']);
    expect(new Set(parts.map(({ batchId }) => batchId))).toEqual(new Set(['march']));
  });

  it('is the same whoever asks, and for what', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ remark: fc.string({ maxLength: 3000 }), details: fc.nat({ max: 30 }) }), {
          maxLength: 40,
        }),
        fc.boolean(),
        (shapes, send) => {
          const records = shapes.map(({ remark, details }, at) => ({ ...largest(at, details), remark }));
          const idsOf = (head: Parameters<typeof splitCorrections>[2]): string[][] =>
            splitCorrections('b', records, head).map((part) => part.records.map(({ id }) => id));
          expect(idsOf(longest)).toEqual(idsOf(send ? { send: 'once' } : {}));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('holds no record that is more than a part alone, and a file says so by row', async () => {
    const remark = 'x'.repeat(3000);
    const ids = Array.from({ length: 900 }, (_, at) => String(at).padStart(255, 'd'));
    const rows = ids.map((id) => `r-1,${id},${'y'.repeat(255)},${'z'.repeat(255)}`);
    const read = await files.read(
      '.csv',
      `id,details.id,details.issuanceCountryRegionId,details.issuancePayGroupId,remark\n${rows
        .map((row, at) => `${row},${at === 0 ? remark : ''}\n`)
        .join('')}r-2,,,,x\n`,
    );
    expect(read.problems).toEqual([expect.objectContaining({ row: 2, rule: 'tooLarge', recordId: 'r-1' })]);
    expect(read.records.map(({ record }) => record.id)).toEqual(['r-2']);

    const details = ids.map((id) => ({
      id,
      issuanceCountryRegionId: 'y'.repeat(255),
      issuancePayGroupId: 'z'.repeat(255),
    }));
    const record = { id: 'r-1', remark, details };
    expect(jsonBytes(record)).toBeGreaterThan(RECORD_BYTES_MAX);
    expect(() => splitCorrections('b', [record], {})).toThrow(/r-1 alone is more/);
  });

  it('of nothing is nothing', () => {
    expect(splitCorrections('b', [], {})).toEqual([]);
  });
});
