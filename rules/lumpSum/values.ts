import type { CorrectionDetail, CorrectionRecord } from '../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumDetail, LumpSumRecord } from '../../contract/lumpSumRecord.ts';

/** Members of a record that a correction can change and a query shows, in the order people read them. */
export const recordValues = [
  'totalAmount',
  'currencyId',
  'issuanceFrequency',
  'bindingPeriod',
  'bindingPeriodDecimal',
  'remark',
  'referencePeriodStartDate',
  'referencePeriodEndDate',
] as const satisfies readonly (keyof CorrectionRecord & keyof LumpSumRecord)[];

/** The same for one detail. */
export const detailValues = [
  'issuanceAmount',
  'issuanceStatus',
  'issuanceWay',
  'issuanceTime',
  'belongTime',
  'issuanceCountryRegionId',
  'issuancePayGroupId',
  'detailReferencePeriodStartDate',
  'detailReferencePeriodEndDate',
] as const satisfies readonly (keyof CorrectionDetail & keyof LumpSumDetail)[];

export type RecordValue = (typeof recordValues)[number];
export type DetailValue = (typeof detailValues)[number];

/** Compared as numbers, since Feishu may write them with other zeros than it was sent. */
export const decimalValues: readonly (RecordValue | DetailValue)[] = [
  'totalAmount',
  'bindingPeriodDecimal',
  'issuanceAmount',
];

/** A detail as far as it is known; one that Feishu has not seen yet has no id. */
export type DetailValues = Pick<CorrectionDetail, 'id' | DetailValue>;

/** A record's members as far as they are known: of a file's row, of a correction, or whole. */
export type RecordValues = Pick<CorrectionRecord, RecordValue> & {
  readonly details?: readonly DetailValues[] | undefined;
};
