import type { FaultRuleInput } from '../../../sandbox/index.ts';

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

/** Something that goes wrong at a provider, and what it is there to show. */
interface Mishap {
  readonly orderId: string;
  readonly what: string;
  readonly rule: FaultRuleInput;
}

const mishaps: readonly Mishap[] = [
  {
    orderId: 'ST-20260131-0007',
    what: 'one of its accounts cannot be paid to; the others are',
    rule: {
      on: 'allinpay.withdraw',
      orderId: 'ST-20260131-0007',
      account: 'SHOP-WH-0702',
      fault: 'detailFails',
    },
  },
  {
    orderId: 'ST-20260131-0011',
    what: 'none of its accounts can be paid to',
    rule: {
      on: 'allinpay.withdraw',
      orderId: 'ST-20260131-0011',
      fault: 'detailFails',
      reason: '收款账户已销户',
    },
  },
  {
    orderId: 'ST-20260131-0015',
    what: 'booked, and the answer lost: looked up and found, not sent again',
    rule: { on: 'allinpay.withdraw', orderId: 'ST-20260131-0015', times: 1, fault: 'dropAfter' },
  },
  {
    orderId: 'RW-2026-01-0003',
    what: 'withdrawn, and the answer lost: asked again with the same id, answered with the first withdrawal',
    rule: { on: 'feishu.withdraw', orderId: 'RW-2026-01-0003', times: 1, fault: 'dropAfter' },
  },
  {
    orderId: 'RW-2026-01-0005',
    what: "ten points fewer on Feishu's books than it paid out",
    rule: {
      on: 'feishu.reconciliation',
      account: '6930815272790114328',
      fault: 'reconciliationShift',
      points: -10,
    },
  },
  {
    orderId: 'RW-2026-01-0010',
    what: 'credited, and the answer lost: asked again with the same key, credited once',
    rule: { on: 'wallet.credit', orderId: 'RW-2026-01-0010', times: 1, fault: 'dropAfter' },
  },
];

export const faults: readonly FaultRuleInput[] = mishaps.map(({ rule }) => rule);

/** For people: one line a mishap. */
export const madeToGoWrong: readonly string[] = mishaps.map(({ orderId, what }) => `${orderId}: ${what}`);

/** How the payouts end that do not simply end well: a status, or the type of failure. */
export const expectedEndings: Readonly<Record<string, string>> = {
  'ST-20260131-0007': 'partiallySettled',
  'ST-20260131-0011': 'PayoutRejected',
  'ST-20260131-0023': 'InvalidInput',
  'RW-2026-01-0005': 'reconcileBreak',
  'RW-2026-01-0006': 'nothingToWithdraw',
  'RW-2026-01-0007': 'PayoutRejected',
  'RW-2026-01-0008': 'withdrawn',
  'RW-2026-01-0009': 'withdrawn',
};
