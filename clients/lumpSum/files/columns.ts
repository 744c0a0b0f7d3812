import type { CorrectionDetail, CorrectionRecord } from '../../../contract/index.ts';

/** What a column's cells are read as. */
export type CellKind = 'id' | 'amount' | 'count' | 'date' | 'time' | 'word' | 'remark' | 'yesNo';

/** What a column of a table stands for. */
export type Column =
  | {
      readonly of: 'record' | 'detail';
      readonly name: string;
      readonly member: string;
      readonly kind: CellKind;
    }
  /** written by our query for people to read; a correction cannot change it */
  | { readonly of: 'reader'; readonly name: string };

const recordKinds = {
  id: 'id',
  totalAmount: 'amount',
  currencyId: 'id',
  issuanceFrequency: 'count',
  bindingPeriod: 'count',
  bindingPeriodDecimal: 'amount',
  remark: 'remark',
  referencePeriodStartDate: 'date',
  referencePeriodEndDate: 'date',
  operationSource: 'word',
  expectedModifyTime: 'time',
  allowDetailChanges: 'yesNo',
} as const satisfies Record<Exclude<keyof CorrectionRecord, 'details'>, CellKind>;

const detailKinds = {
  id: 'id',
  issuanceAmount: 'amount',
  issuanceStatus: 'word',
  issuanceWay: 'word',
  issuanceTime: 'date',
  belongTime: 'date',
  issuanceCountryRegionId: 'id',
  issuancePayGroupId: 'id',
  detailReferencePeriodStartDate: 'date',
  detailReferencePeriodEndDate: 'date',
} as const satisfies Record<keyof CorrectionDetail, CellKind>;

export type RecordMember = keyof typeof recordKinds;
export type DetailMember = keyof typeof detailKinds;

/** The record's modify time as our query writes it; read back, it is the time that the correction was written for. */
export const MODIFY_TIME = 'modifyTime';

export const recordReaderMembers = [
  'uniqueId',
  'userId',
  'itemId',
  'applySource',
  'createTime',
  'returnAmountBeforeTax',
  'returnAmountAfterTax',
  'bindingPeriodOffboardingType',
  'issuanceDetailText',
] as const;
export const detailReaderMembers = ['recordId', 'userId', 'currencyId', 'createTime', 'modifyTime'] as const;

const DETAIL = 'details.';

export const columns: readonly Column[] = [
  ...Object.entries(recordKinds).map(([member, kind]): Column => ({
    of: 'record',
    name: member,
    member,
    kind,
  })),
  { of: 'record', name: MODIFY_TIME, member: 'expectedModifyTime', kind: 'time' },
  ...Object.entries(detailKinds).map(([member, kind]): Column => ({
    of: 'detail',
    name: `${DETAIL}${member}`,
    member,
    kind,
  })),
  ...[
    ...recordReaderMembers,
    'issuanceDetailText.zhCn',
    'issuanceDetailText.enUs',
    ...detailReaderMembers.map((member) => `${DETAIL}${member}`),
  ].map((name): Column => ({ of: 'reader', name })),
];

/** Columns of the template: all that a correction can say. */
export const templateColumns: readonly string[] = columns
  .filter(({ of, name }) => of !== 'reader' && name !== MODIFY_TIME)
  .map(({ name }) => name);
