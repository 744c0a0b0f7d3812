import type { CorrectionRecord, RecordProblem } from '../../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumDetail, LumpSumRecord } from '../../../contract/lumpSumRecord.ts';
import type { DetailValues, RecordValues } from '../../../rules/lumpSum/values.ts';

export const MODIFIED = '2026-08-01 12:00:00';

/** A detail as Feishu shows it to an app that may see everything. */
export function aDetail(more: Partial<LumpSumDetail> = {}): LumpSumDetail {
  return {
    id: 'D1',
    issuanceAmount: '60.00',
    issuanceStatus: 'to_be_issued',
    issuanceWay: 'with_salary',
    issuanceTime: '2026-08-20',
    belongTime: '2026-08-01',
    issuanceCountryRegionId: '6862995757234914824',
    issuancePayGroupId: '6862995757234914825',
    detailReferencePeriodStartDate: '2026-07-01',
    detailReferencePeriodEndDate: '2026-07-31',
    ...more,
  };
}

/** A record of 100.00 in two details, D1 of 60.00 and D2 of 40.00. */
export function aRecord(more: Partial<LumpSumRecord> = {}): LumpSumRecord {
  return {
    id: 'R1',
    totalAmount: '100.00',
    currencyId: '6863329932261459464',
    issuanceFrequency: 2,
    bindingPeriod: 2,
    bindingPeriodDecimal: '2.5',
    remark: '奖金',
    referencePeriodStartDate: '2026-01-01',
    referencePeriodEndDate: '2026-12-31',
    modifyTime: MODIFIED,
    details: [aDetail(), aDetail({ id: 'D2', issuanceAmount: '40.00' })],
    ...more,
  };
}

/** The record as an app sees it that may not read belong_time. */
export function withoutBelongTime(record: LumpSumRecord): LumpSumRecord {
  return { ...record, details: record.details.map((detail) => ({ ...detail, belongTime: undefined })) };
}

/** A correction of the record above; without more it names nothing but the record. */
export function aCorrection(more: Partial<CorrectionRecord> = {}): CorrectionRecord {
  return { id: 'R1', ...more };
}

/** A detail that names all that Feishu asks of a new one. */
export function aNewDetail(more: Partial<DetailValues> = {}): DetailValues {
  return {
    issuanceAmount: '10.00',
    issuanceStatus: 'to_be_issued',
    issuanceWay: 'with_cash',
    issuanceTime: '2026-09-20',
    belongTime: '2026-09-01',
    ...more,
  };
}

/** The values of a whole record that no rule objects to, with one detail changed. */
export function wholeValues(
  more: Partial<RecordValues> = {},
  firstDetail: Partial<DetailValues> = {},
): RecordValues {
  const { details, ...values } = aRecord();
  const [first, ...others] = details;
  return { ...values, details: [{ ...first, ...firstDetail }, ...others], ...more };
}

/** What problems are told by, in the order they were found. */
export function codesAndFields(problems: readonly RecordProblem[]): string[] {
  return problems.map(({ code, field }) => `${code} ${field ?? '-'}`);
}
