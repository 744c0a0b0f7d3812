import type { LumpSumDetail, LumpSumRecord } from '../../../contract/index.ts';

/** What a spreadsheet, a CSV or XML is known to change. */
export const hardTexts: readonly string[] = [
  '二〇二四年度奖金',
  'says "so", and; more',
  'a\nb',
  'a\r\nb',
  ' space before and behind ',
  '=1+1',
  '=HYPERLINK("https://example.com","x")',
  '+1',
  '-1',
  '-1-1',
  '@SUM(A1)',
  '\tx',
  "'=1",
  "''quoted''",
  '＝1',
  '007',
  '7397033607132351532',
  '1E5',
  '2024-08-01',
  '_x0041_ and _x005F_',
  'constructor',
  '__proto__',
  'TRUE',
  'null',
  '<b>&amp;</b> ]]>',
  '\u0001 \u007f \ufffd \ufffe',
  '😀 𠮷',
  '，',
  ' ',
];

export function detailOf(recordId: string, at: number, members: Partial<LumpSumDetail> = {}): LumpSumDetail {
  return {
    id: `${recordId}${at}`,
    recordId,
    userId: 'ou_1',
    issuanceAmount: '1000.00',
    issuanceStatus: 'to_be_issued',
    issuanceWay: 'with_salary',
    issuanceTime: '2024-08-20',
    currencyId: '6863329932261459464',
    belongTime: '2024-08-01',
    createTime: '2024-08-01 12:34:56',
    modifyTime: '2024-08-01 12:34:56',
    issuanceCountryRegionId: '6862995757234914824',
    issuancePayGroupId: '6862995757234914824',
    detailReferencePeriodStartDate: '2024-08-01',
    detailReferencePeriodEndDate: '2024-08-31',
    ...members,
  };
}

/** As Feishu's query gives one with all of its members. */
export function recordOf(id: string, members: Partial<LumpSumRecord> = {}): LumpSumRecord {
  return {
    id,
    uniqueId: `${id}_7309316347007764012_1726070400000_10000`,
    userId: 'ou_1',
    totalAmount: '2000.00',
    bindingPeriod: 0,
    currencyId: '6863329932261459464',
    issuanceFrequency: 2,
    itemId: '7411039006180312620',
    remark: '备注',
    issuanceDetailText: { zhCn: '分2次发放', enUs: 'in 2 installments' },
    applySource: 5,
    returnAmountBeforeTax: '0.00',
    returnAmountAfterTax: '0.00',
    bindingPeriodOffboardingType: 'default',
    createTime: '2024-08-01 12:34:56',
    modifyTime: '2024-08-01 12:34:56',
    referencePeriodStartDate: '2024-08-01',
    referencePeriodEndDate: '2024-08-31',
    details: [detailOf(id, 1), detailOf(id, 2)],
    bindingPeriodDecimal: '0.5',
    ...members,
  };
}
