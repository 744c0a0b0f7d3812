import type { CorrectionDetail, CorrectionRecord } from '../../../contract/index.ts';
import type { NamedColumn } from '../table/header.ts';
import type { CellKind } from '../table/readCell.ts';

/** What a column of a table stands for. */
export type Column = NamedColumn &
  (
    | { readonly of: 'record' | 'detail'; readonly member: string; readonly kind: CellKind }
    /** written by our query for people to read; a correction cannot change it */
    | { readonly of: 'reader' }
  );

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

/** What Feishu's own pages call the members, in Chinese. */
const recordWords: Readonly<Record<RecordMember, readonly string[]>> = {
  id: ['记录ID', '一次性支付记录ID'],
  totalAmount: ['总金额'],
  currencyId: ['币种', '币种ID'],
  issuanceFrequency: ['发放次数'],
  bindingPeriod: ['绑定期'],
  bindingPeriodDecimal: ['绑定期(小数)'],
  remark: ['备注'],
  referencePeriodStartDate: ['所属期开始日期'],
  referencePeriodEndDate: ['所属期结束日期'],
  operationSource: ['操作来源'],
  expectedModifyTime: [],
  allowDetailChanges: ['允许增减明细'],
};

const detailWords: Readonly<Record<DetailMember, readonly string[]>> = {
  id: ['明细ID'],
  issuanceAmount: ['发放金额', '明细金额'],
  issuanceStatus: ['发放状态'],
  issuanceWay: ['发放方式'],
  issuanceTime: ['发放日期', '发放时间'],
  belongTime: ['申请发放日期'],
  issuanceCountryRegionId: ['发放国家地区', '发放国家/地区'],
  issuancePayGroupId: ['发放薪资组'],
  detailReferencePeriodStartDate: ['明细所属期开始日期'],
  detailReferencePeriodEndDate: ['明细所属期结束日期'],
};

const DETAIL = 'details.';

export const columns: readonly Column[] = [
  ...membersOf(recordKinds).map(([member, kind]): Column => ({
    of: 'record',
    name: member,
    words: recordWords[member],
    member,
    kind,
    says: member,
  })),
  {
    of: 'record',
    name: MODIFY_TIME,
    words: ['更新时间', '修改时间'],
    member: 'expectedModifyTime',
    kind: 'time',
    says: 'expectedModifyTime',
  },
  ...membersOf(detailKinds).map(([member, kind]): Column => ({
    of: 'detail',
    name: `${DETAIL}${member}`,
    words: detailWords[member],
    member,
    kind,
    says: `${DETAIL}${member}`,
  })),
  ...[
    ...recordReaderMembers,
    'issuanceDetailText.zhCn',
    'issuanceDetailText.enUs',
    ...detailReaderMembers.map((member) => `${DETAIL}${member}`),
  ].map((name): Column => ({ of: 'reader', name, says: undefined })),
];

function membersOf<Member extends string>(
  kinds: Readonly<Record<Member, CellKind>>,
): (readonly [Member, CellKind])[] {
  return Object.entries(kinds) as [Member, CellKind][];
}

/** @returns what else is wrong with a header of these columns */
export function wrongHeader(said: readonly Column[]): string[] {
  const isId = (column: Column): boolean => column.says === 'id';
  if (!said.some(isId)) return ['the first row must name the columns, and there is no column id'];
  const others = ['id', 'expectedModifyTime', 'allowDetailChanges'];
  const corrects = said.some(({ says = 'id' }) => !others.includes(says));
  return corrects ? [] : ['no column says what is to be corrected'];
}

/** Columns of the template: all that a correction can say. */
export const templateColumns: readonly string[] = columns
  .filter(({ of, name }) => of !== 'reader' && name !== MODIFY_TIME)
  .map(({ name }) => name);
