import type { FiledFlow } from '../../clients/flows.ts';
import type { NamedColumn } from './table/header.ts';
import type { CellKind } from './table/readCell.ts';

/** A column of a file of payouts. */
export interface PayoutColumn extends NamedColumn {
  readonly says: string;
  /** what it says is said of the whole order, or of one account of it */
  readonly of: 'order' | 'detail';
  readonly kind: CellKind;
}

type Line = readonly [name: string, kind: CellKind, ...words: string[]];

function columnsOf(of: PayoutColumn['of'], lines: readonly Line[]): PayoutColumn[] {
  return lines.map(([name, kind, ...words]) => ({ name, words, says: name, of, kind }));
}

const common: readonly Line[] = [
  ['profile', 'id', '商户配置', '配置'],
  ['batchId', 'id', '批次号', '批次'],
  ['requestedBy', 'id', '申请人', '经办人'],
  ['approval', 'word', '审批', '复核'],
];

/** Names are kept to the last character: one with a blank beside it is refused, since it would be another name. */
export const payoutColumns: Readonly<Record<FiledFlow, readonly PayoutColumn[]>> = {
  allinpayWithdrawal: [
    ...columnsOf('order', [['orderId', 'id', '订单号', '商户订单号', '提现订单号']]),
    ...columnsOf('detail', [
      ['accountUserId', 'count', '账户用户ID', '用户ID', '账户号'],
      ['externalCode', 'id', '外部编码', '门店编码', '门店编号'],
      ['isPlatform', 'yesNo', '平台账户', '是否平台'],
      ['amount', 'amount', '金额', '提现金额', '金额(元)'],
    ]),
    ...columnsOf('order', [
      ['summary', 'remark', '备注', '摘要'],
      ['settleBy', 'word', '最晚到账时间', '到账期限'],
      ['checkBalance', 'yesNo', '检查余额'],
      ['send', 'word', '发送'],
      ...common,
    ]),
  ],
  referralWithdrawal: columnsOf('order', [
    ['externalOrderId', 'id', '订单号', '外部订单号', '提现单号'],
    ['referralAccountId', 'id', '内推账户ID', '内推账户', '账户ID'],
    ['bonusTypes', 'word', '奖励类型', '提现类型'],
    ['credit', 'word', '入账', '入账方式'],
    ['reconcile', 'word', '对账', '对账时间'],
    ...common,
  ]),
};

/** What each payout is known by. */
export const orderColumn: Readonly<Record<FiledFlow, string>> = {
  allinpayWithdrawal: 'orderId',
  referralWithdrawal: 'externalOrderId',
};
