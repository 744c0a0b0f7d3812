import type { FaultRuleInput } from '../../sandbox/index.ts';

/** What goes wrong at the providers while the examples run, and how each payout ends on account of it. */

/** The referrers of examples/referral-withdrawals.json, in the order in which the stand-in makes their accounts. */
export interface SeededAccount {
  readonly email: string;
  /** the account that Feishu's stand-in answers with */
  readonly accountId: string;
  readonly points: number;
  /** yuan */
  readonly cash?: string;
  readonly deactivated?: true;
}

export const seededAccounts: readonly SeededAccount[] = [
  { email: 'lin.yue@studio.example', accountId: '6930815272790114324', points: 1200 },
  { email: 'chen.hao@studio.example', accountId: '6930815272790114325', points: 800, cash: '1500.50' },
  { email: 'zhao.min@studio.example', accountId: '6930815272790114326', points: 350 },
  { email: 'sun.qi@studio.example', accountId: '6930815272790114327', points: 2600 },
  { email: 'wu.jia@studio.example', accountId: '6930815272790114328', points: 910 },
  { email: 'he.ping@studio.example', accountId: '6930815272790114329', points: 0 },
  { email: 'xu.lei@studio.example', accountId: '6930815272790114330', points: 480, deactivated: true },
  { email: 'ma.rui@studio.example', accountId: '6930815272790114331', points: 0, cash: '3000.00' },
  { email: 'gao.fei@studio.example', accountId: '6930815272790114332', points: 1750 },
  { email: 'tang.wen@studio.example', accountId: '6930815272790114333', points: 640, cash: '88.80' },
];

export const faults: readonly FaultRuleInput[] = [
  // One account's bank refuses; the others of the order are paid.
  { on: 'allinpay.withdraw', orderId: 'ST-20260131-0007', account: 'SHOP-WH-0702', fault: 'detailFails' },
  // Nothing of this order arrives.
  { on: 'allinpay.withdraw', orderId: 'ST-20260131-0011', fault: 'detailFails', reason: '收款账户已销户' },
  // Booked, and the answer lost on the way: to be looked up, never to be sent again.
  { on: 'allinpay.withdraw', orderId: 'ST-20260131-0015', times: 1, fault: 'dropAfter' },
  // Withdrawn, and the answer lost: the repeat with the same id is answered with the first one's details.
  { on: 'feishu.withdraw', orderId: 'RW-2026-01-0003', times: 1, fault: 'dropAfter' },
  // Credited, and the answer lost: the repeat must not credit a second time.
  { on: 'wallet.credit', orderId: 'RW-2026-01-0010', times: 1, fault: 'dropAfter' },
  // The provider's books show ten points fewer than it paid out.
  { on: 'feishu.reconciliation', account: '6930815272790114328', fault: 'reconciliationShift', points: -10 },
];

/** How the payouts end that do not simply end well: the status the report must show. */
export const expectedStatuses: Readonly<Record<string, string>> = {
  'ST-20260131-0007': 'partiallySettled',
  'ST-20260131-0011': 'rejected',
  'ST-20260131-0023': 'failed',
  'RW-2026-01-0005': 'reconcileBreak',
  'RW-2026-01-0006': 'nothingToWithdraw',
  'RW-2026-01-0007': 'rejected',
  'RW-2026-01-0008': 'withdrawn',
  'RW-2026-01-0009': 'withdrawn',
};
