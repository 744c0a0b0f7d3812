import type { FaultRuleInput } from '../faults/rules.ts';
import type { FundAccount } from '../state.ts';

/** An account that every sandbox has and that misbehaves, always in the one way its name says. */
export interface NamedAccount {
  readonly externalCode: string;
  /** for people: what comes of a payout to it */
  readonly what: string;
  /** where it differs from an account that behaves */
  readonly account?: Partial<Pick<FundAccount, 'settle' | 'settleAfter' | 'reason' | 'closed' | 'balance'>>;
  readonly faults?: readonly FaultRuleInput[];
}

const bookingAnd = (externalCode: string, fault: 'dropBefore' | 'dropAfter'): FaultRuleInput[] => [
  { on: 'allinpay.withdraw', account: externalCode, fault },
];

export const namedAccounts: readonly NamedAccount[] = [
  {
    externalCode: 'SHOP-FAILS',
    what: 'cannot be paid to: what is sent to it fails, with a reason',
    account: { settle: 'failed', reason: '收款账户已销户' },
  },
  {
    externalCode: 'SHOP-STAYS-PENDING',
    what: 'is booked and never settles, until it is told to',
    account: { settle: 'never' },
  },
  {
    externalCode: 'SHOP-LATE',
    what: 'settles 10 seconds after booking, where others take two',
    account: { settleAfter: '10s' },
  },
  {
    externalCode: 'SHOP-RETURNS',
    what: 'settles, and the next look finds that the bank has sent the money back',
    account: { settle: 'returned' },
  },
  {
    externalCode: 'SHOP-LOSES-ANSWERS',
    what: 'is booked, and the answer is lost on the way',
    faults: bookingAnd('SHOP-LOSES-ANSWERS', 'dropAfter'),
  },
  {
    externalCode: 'SHOP-LOSES-ORDERS',
    what: 'is never booked: the order is lost on the way, which looks the same from here',
    faults: bookingAnd('SHOP-LOSES-ORDERS', 'dropBefore'),
  },
  {
    externalCode: 'SHOP-UNSEEN',
    what: 'is booked, the answer is lost, and look-ups do not know the order for 10 seconds',
    faults: [
      ...bookingAnd('SHOP-UNSEEN', 'dropAfter'),
      { on: 'allinpay.withdrawResultQuery', account: 'SHOP-UNSEEN', fault: 'lookupLag', ms: 10_000 },
    ],
  },
  {
    externalCode: 'SHOP-OTHER-AMOUNT',
    what: 'is booked with one yuan more than was asked for',
    faults: (['allinpay.withdraw', 'allinpay.withdrawResultQuery'] as const).map((on) => ({
      on,
      account: 'SHOP-OTHER-AMOUNT',
      fault: 'changedAmount',
    })),
  },
  {
    externalCode: 'SHOP-EMPTY',
    what: 'has nothing to pay from: the order is refused',
    account: { balance: '0.00' },
  },
  {
    externalCode: 'SHOP-CLOSED',
    what: 'is closed: the order is refused as of an account that nobody knows',
    account: { closed: true },
  },
];

const byCode = new Map(namedAccounts.map((named) => [named.externalCode, named]));

export function namedAccount(externalCode: string): NamedAccount | undefined {
  return byCode.get(externalCode);
}

export const namedFaults: readonly FaultRuleInput[] = namedAccounts.flatMap(({ faults }) => faults ?? []);
