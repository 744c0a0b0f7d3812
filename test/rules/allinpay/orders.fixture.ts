import fc from 'fast-check';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { sum, toAmount } from '../../../contract/money.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';

/** An order as it truly is: what we asked for and know of it, and the line that the provider gives for each detail. */
export interface TrueOrder {
  readonly details: readonly AllinpayDetail[];
  /** the line of each detail, whether or not the answer holds it */
  readonly truth: readonly OrderLine[];
  /** the lines of the answer, in any order */
  readonly lines: readonly OrderLine[];
}

/** Cents as an amount of two decimals. */
const yuan = (cents: number): string => toAmount((cents / 100).toFixed(2));

const account = fc.record({
  askedBy: fc.constantFrom('accountUserId', 'externalCode', 'externalCode'),
  says: fc.record({ accountUserId: fc.boolean(), externalCode: fc.boolean(), referenceType: fc.boolean() }),
  amount: fc.constantFrom(100, 100, 200, 300),
  fee: fc.constantFrom(0, 50, 100),
  feeOnTop: fc.boolean(),
  status: fc.constantFrom('pending', 'settled', 'failed'),
  saysAmount: fc.constantFrom('yes', 'yes', 'zero', 'no'),
  numbered: fc.boolean(),
  learnt: fc.boolean(),
  listed: fc.constantFrom(true, true, true, false),
});
type Account = typeof account extends fc.Arbitrary<infer One> ? One : never;

function detailOf(one: Account, place: number, isPlatform: boolean): AllinpayDetail {
  const selector = isPlatform
    ? { isPlatform: true as const }
    : one.askedBy === 'accountUserId'
      ? { accountUserId: place }
      : { externalCode: `C${place}` };
  const learnt = one.numbered && one.learnt ? { withdrawTId: `T${place}` } : {};
  return { ...selector, amount: yuan(one.amount), status: 'pending', ...learnt };
}

function lineOf(one: Account, place: number, isPlatform: boolean): OrderLine {
  const failed = one.status === 'failed';
  const fee = failed ? 0 : one.fee;
  const arrived = one.feeOnTop ? one.amount : one.amount - fee;
  const amount = one.saysAmount === 'zero' && one.status !== 'settled' ? 0 : arrived;
  return {
    ...(one.says.accountUserId ? { accountUserId: String(place) } : {}),
    ...(one.says.externalCode && !isPlatform ? { externalCode: `C${place}` } : {}),
    ...(one.says.referenceType ? { referenceType: isPlatform ? '11' : '49' } : {}),
    ...(one.saysAmount === 'no' ? {} : { arrived: yuan(amount), fee: yuan(fee) }),
    ...(one.numbered ? { withdrawTId: `T${place}` } : {}),
    status: one.status,
    ...(failed ? { statusText: `no ${place}` } : {}),
  };
}

/** Orders that went right, whatever their answers leave out. Every detail is of another account. */
export function trueOrders(accounts: number): fc.Arbitrary<TrueOrder> {
  return fc
    .record({
      accounts: fc.array(account, { minLength: 1, maxLength: accounts }),
      withPlatform: fc.boolean(),
    })
    .chain(({ accounts: all, withPlatform }) => {
      const isPlatform = (place: number): boolean => withPlatform && place === 0;
      const details = all.map((one, place) => detailOf(one, place + 1, isPlatform(place)));
      const truth = all.map((one, place) => lineOf(one, place + 1, isPlatform(place)));
      const listed = truth.filter((_, place) => all[place]!.listed);
      return shuffled(listed).map((lines) => ({ details, truth, lines }));
    });
}

export function shuffled<Member>(all: readonly Member[]): fc.Arbitrary<Member[]> {
  return fc.shuffledSubarray([...all], { minLength: all.length });
}

/** Answers that may not be of our order: with a line twice, a line of somebody else, or another amount. */
export const doubtfulOrders: fc.Arbitrary<TrueOrder> = trueOrders(4).chain((order) =>
  fc
    .array(
      fc.record({
        how: fc.constantFrom('none', 'twice', 'stranger', 'otherAmount', 'otherNumber'),
        at: fc.nat(),
      }),
      { maxLength: 2 },
    )
    .chain((changes) => {
      let lines = [...order.lines];
      for (const { how, at } of changes) {
        const line = lines[at % Math.max(1, lines.length)];
        if (line === undefined || how === 'none') continue;
        const rest = lines.filter((other) => other !== line);
        if (how === 'twice') lines = [...lines, { ...line }];
        if (how === 'stranger') lines = [...lines, { ...line, accountUserId: '99' }];
        if (how === 'otherAmount')
          lines = [...rest, { ...line, arrived: sum([line.arrived ?? '0', '1.00']) }];
        if (how === 'otherNumber') lines = [...rest, { ...line, withdrawTId: 'T99' }];
      }
      return shuffled(lines).map((all) => ({ ...order, lines: all }));
    }),
);
