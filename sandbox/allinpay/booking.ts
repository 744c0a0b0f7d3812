import { compare, minus, normal, sum } from '../money.ts';
import type { BookedLine, Booking, FundAccount } from '../state.ts';
import type { World } from '../world.ts';
import { accountOf, knownAccount, labelOf, namesOf } from './accounts.ts';
import type { WithdrawOrder } from './business.ts';
import { finish } from './settlement.ts';
import { dueAt } from './settlePlan.ts';

/** Beyond what a JS number holds, as Allinpay's transaction numbers may be. */
const firstTransaction = 72057594037927937n;

/** Why an order is not booked: the inner code and message. */
export interface Refusal {
  readonly code: number;
  readonly msg: string;
}

function chargeOf(world: World, amount: string): { fee: string; charge: string; arrived: string } {
  const { feeOnTop } = world.settings.allinpay;
  const fee = normal(world.settings.allinpay.fee);
  return feeOnTop
    ? { fee, charge: sum(amount, fee), arrived: amount }
    : { fee, charge: amount, arrived: minus(amount, fee) };
}

/** Where nobody knows an account. */
export function unknownAccount({ settings }: World, where: string): Refusal {
  return { code: settings.allinpay.unknownAccountCode, msg: `无法识别的ID或账号: ${where}` };
}

/** An order is taken whole or not at all. */
export function refusalOf(world: World, order: WithdrawOrder): Refusal | null {
  const charges = new Map<FundAccount, string>();
  for (const [place, { selector, amount }] of order.details.entries()) {
    const account = knownAccount(world, selector);
    if (account === undefined) return unknownAccount(world, `details.${place}`);
    const { charge, arrived } = chargeOf(world, amount);
    if (compare(arrived, '0') <= 0) return { code: 3, msg: '手续费大于金额' };
    charges.set(account, sum(charges.get(account) ?? '0', charge));
  }
  for (const [account, charge] of charges) {
    if (compare(minus(account.balance, account.frozen), charge) < 0) return { code: 3, msg: '余额不足' };
  }
  return null;
}

function bookLine(world: World, order: WithdrawOrder, detail: WithdrawOrder['details'][number]): BookedLine {
  const { state, settings, clock } = world;
  const account = accountOf(world, detail.selector);
  const { fee, charge, arrived } = chargeOf(world, detail.amount);
  const names = namesOf(world, [detail.selector]);
  const doom = world.faults.twist('detailFails', 'allinpay.withdraw', {
    orderId: order.orderId,
    accounts: names,
  });
  const line: BookedLine = {
    account: labelOf(detail.selector),
    accountUserId: account.accountUserId,
    amount: detail.amount,
    charge,
    fee,
    arrived,
    withdrawTId: String(firstTransaction + BigInt(state.allinpay.transactions)),
    status: 'pending',
    dueAt: dueAt(
      account.settleAfter === undefined ? settings.allinpay.settle : { after: account.settleAfter },
      clock(),
    ),
    ...(doom ? { doomed: doom.reason ?? '收款银行卡状态异常' } : {}),
  };
  state.allinpay.transactions += 1;
  account.frozen = sum(account.frozen, charge);
  world.ledger.record({
    kind: 'allinpay.withdrawal',
    orderId: order.orderId,
    account: line.account,
    accountUserId: line.accountUserId,
    ...(account.externalCode === undefined ? {} : { externalCode: account.externalCode }),
    withdrawTId: line.withdrawTId,
    amount: line.amount,
  });
  return line;
}

function failDoomed(world: World, booking: Booking): void {
  for (const line of booking.lines) {
    const account = accountOf(world, { by: 'id', accountUserId: line.accountUserId });
    const failure = line.doomed ?? (account.settle === 'failed' ? (account.reason ?? '账户异常') : undefined);
    if (failure !== undefined) finish(world, booking, line, failure, world.clock());
  }
}

/** Books an order that nothing speaks against. An id that was booked before is booked once more beside it. */
export function book(world: World, order: WithdrawOrder): Booking {
  const { bookings } = world.state.allinpay;
  const booking: Booking = {
    orderId: order.orderId,
    bookedAt: world.clock(),
    ...(order.summary === undefined ? {} : { summary: order.summary }),
    lines: order.details.map((detail) => bookLine(world, order, detail)),
  };
  bookings.set(order.orderId, [...(bookings.get(order.orderId) ?? []), booking]);
  world.changed();
  if (world.settings.allinpay.failAtBooking) failDoomed(world, booking);
  return booking;
}
