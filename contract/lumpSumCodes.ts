/** What a code of one lump-sum item says, and what a person can do about it. */
export interface LumpSumCode {
  readonly code: string;
  /** Feishu's own words */
  readonly en: string;
  readonly zh: string;
  /** whether changing the correction can mend it; else somebody has to change something at Feishu first */
  readonly mendable: boolean;
  /** what to do, in one sentence */
  readonly how: string;
}

/** Every item code that Feishu documents for lump_sum_payment/batch_update, but 0. Source: its page, operate_results.code. */
export const LUMP_SUM_CODES = [
  {
    code: '21270201',
    en: 'The bonus to be changed does not exist',
    zh: '要更改的奖金不存在',
    mendable: true,
    how: 'Take the id from a fresh `payouts lump-sum query`; the record may have been removed.',
  },
  {
    code: '21270202',
    en: 'Idempotent ID conflict',
    zh: '幂等id冲突',
    mendable: false,
    how: 'Look for another record with the same unique id in Feishu.',
  },
  {
    code: '21270203',
    en: 'The total amount format is incorrect',
    zh: '总金额格式不正确',
    mendable: true,
    how: 'Write totalAmount as a plain decimal such as "2000.00".',
  },
  {
    code: '21270205',
    en: 'Only use the number of decimal places specified in the bonus item rules',
    zh: '仅限使用奖金项规则中规定的小数位数',
    mendable: true,
    how: 'Use no more decimals than the bonus item allows.',
  },
  {
    code: '21270206',
    en: 'The sum of the bonus details does not equal the total amount',
    zh: '奖金明细金额之和不等于总金额',
    mendable: true,
    how: 'Change totalAmount, or the amounts of the details, until they agree.',
  },
  {
    code: '21270207',
    en: 'issuance frequency not equal to size of details',
    zh: '奖金明细总数不等于发放次数',
    mendable: true,
    how: 'Set issuanceFrequency to the number of details.',
  },
  {
    code: '21270208',
    en: 'The number of issuances is less than or equal to 0',
    zh: '发放次数小于等于0',
    mendable: true,
    how: 'Set issuanceFrequency to the number of details, at least 1.',
  },
  {
    code: '21270209',
    en: 'The currency is empty or does not exist',
    zh: '币种为空或不存在',
    mendable: true,
    how: 'Give the currencyId that Feishu lists for the currency.',
  },
  {
    code: '21270210',
    en: 'Notes are too long',
    zh: '备注超长',
    mendable: true,
    how: 'Shorten remark to 3000 characters.',
  },
  {
    code: '21270211',
    en: 'The bonus details amount format is incorrect',
    zh: '奖金明细金额格式不正确',
    mendable: true,
    how: 'Write issuanceAmount as a plain decimal such as "1000.00".',
  },
  {
    code: '21270213',
    en: 'The bonus details payment time format is incorrect',
    zh: '奖金明细的发放时间格式不正确',
    mendable: true,
    how: 'Write issuanceTime as a date such as 2024-08-20.',
  },
  {
    code: '21270214',
    en: 'The bonus details are issued in an illegal manner',
    zh: '奖金明细的发放方式不合法',
    mendable: true,
    how: 'Use with_salary, with_cash or with_year_end_bonus as issuanceWay.',
  },
  {
    code: '21270215',
    en: 'The bonus details are not in a valid payment status',
    zh: '奖金明细的发放状态不合法',
    mendable: true,
    how: 'Use to_be_issued or not_issued as issuanceStatus.',
  },
  {
    code: '21270217',
    en: 'Employees are not covered by the bonus rules',
    zh: '员工不在奖金项规则适用范围之内',
    mendable: false,
    how: 'Have the employee added to the scope of the bonus item, or correct another record.',
  },
  {
    code: '21270218',
    en: 'The method of awarding bonus details is not covered by the bonus item rules',
    zh: '奖金明细的发放方式不在奖金项规则适用范围之内',
    mendable: true,
    how: 'Use an issuanceWay that the bonus item allows, or have the item changed.',
  },
  {
    code: '21270219',
    en: 'Bonus item rules do not support configuration of binding period',
    zh: '奖金项规则不支持配置绑定期',
    mendable: true,
    how: 'Leave the binding period as it is, or have the bonus item changed.',
  },
  {
    code: '21270220',
    en: 'The bonus details payment status is "paid", and cannot be modified',
    zh: '奖金明细发放状态为「已发放」,不支持修改',
    mendable: false,
    how: 'It has been paid: settle the difference by another payment.',
  },
  {
    code: '21270221',
    en: 'The bonus item rules already include the currency, and other currencies cannot be specified',
    zh: '奖金项规则已包含币种,不支持指定其他币种',
    mendable: true,
    how: 'Leave currencyId as the bonus item has it.',
  },
  {
    code: '21270222',
    en: 'The salary item does not exist',
    zh: '薪酬项不存在',
    mendable: false,
    how: 'Have the bonus item restored in Feishu.',
  },
  {
    code: '21270223',
    en: 'Employee does not exist',
    zh: '员工不存在',
    mendable: false,
    how: 'Look for the employee in Feishu; a record of somebody who was removed cannot be corrected.',
  },
  {
    code: '21270224',
    en: 'The bonus details payment status is "paid", and deletion is not supported',
    zh: '奖金明细发放状态为「已发放」,不支持删除',
    mendable: true,
    how: 'Keep the paid detail in the correction.',
  },
  {
    code: '21270225',
    en: 'Bonus rules do not allow multiple awards',
    zh: '奖金项规则不允许多次发放',
    mendable: true,
    how: 'Use one detail only, or have the bonus item changed.',
  },
  {
    code: '21270226',
    en: 'No data permission',
    zh: '无数据权限',
    mendable: false,
    how: "Have the record's scope added to the data permissions of the app.",
  },
  {
    code: '21270227',
    en: 'Only positive integers are allowed for the binding period',
    zh: '绑定期只允许正整数',
    mendable: true,
    how: 'Write bindingPeriod as a whole number of months.',
  },
  {
    code: '21270228',
    en: 'This bonus does not currently support custom binding periods. Please configure and write according to the rules for the binding period of the salary item',
    zh: '该奖金暂不支持自定义绑定期,请按照薪酬项绑定期规则配置写入',
    mendable: true,
    how: 'Use the binding period that the bonus item prescribes.',
  },
  {
    code: '21270229',
    en: 'The application issuance date must not be later than the issuance date',
    zh: '申请发放日期不得晚于发放日期',
    mendable: true,
    how: 'Set belongTime to issuanceTime or a day before it.',
  },
  {
    code: '21270230',
    en: 'The application payment date format of the bonus details is incorrect',
    zh: '奖金明细的申请发放日期格式不正确',
    mendable: true,
    how: 'Write belongTime as a date such as 2024-08-20.',
  },
  {
    code: '21270070',
    en: 'The binding period and the ownership period start and end dates do not match',
    zh: '绑定期和所属期开始结束日期不匹配',
    mendable: true,
    how: 'Bring bindingPeriod and the reference period of the record in line.',
  },
  {
    code: '21270239',
    en: 'One time payment detail reference period start date and One time payment detail reference period end date shall be filled in or left blank at the same time. Please confirm',
    zh: '「一次性支付明细所属期开始日期」、「一次性支付明细所属期结束日期」需同时填写或同时为空,请确认',
    mendable: true,
    how: 'Give both dates of the reference period of the detail, or none.',
  },
  {
    code: '21270240',
    en: 'One time payment detail reference period start date must be earlier than or equal to One time payment detail reference period end date. Please confirm',
    zh: '「一次性支付明细所属期开始日期」需早于等于「一次性支付明细结束日期」,请确认',
    mendable: true,
    how: 'Let the reference period of the detail end on or after the day it starts.',
  },
  {
    code: '21270241',
    en: 'One time payment detail reference period must fall within the scope of One time payment record reference period. Please adjust',
    zh: '「一次性支付明细所属期」需包含在「一次性支付记录所属期」范围内,请调整',
    mendable: true,
    how: "Keep the detail's reference period inside the record's.",
  },
] as const satisfies readonly LumpSumCode[];

export type LumpSumItemCode = (typeof LUMP_SUM_CODES)[number]['code'];

/** The code with which Feishu refuses a whole call for its parameters. */
export const PARAMETER_REFUSED = '2290001';

/** @returns what is documented of an item code, or undefined for one that is not. */
export function lumpSumCode(code: string): LumpSumCode | undefined {
  return LUMP_SUM_CODES.find((row) => row.code === code);
}
