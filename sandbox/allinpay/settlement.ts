import { minus, sum } from '../money.ts';
import type { BookedLine, Booking } from '../state.ts';
import type { World } from '../world.ts';
import { accountOf, changeAccount, type AccountChange } from './accounts.ts';

const plainReason = '账户异常';

/** Ends a line: settled money is gone, failed money is back and costs no fee. Called once a line. */
export function finish(
  world: World,
  booking: Booking,
  line: BookedLine,
  failure: string | null,
  at: number,
): void {
  const account = accountOf(world, { by: 'id', accountUserId: line.accountUserId });
  account.frozen = minus(account.frozen, line.charge);
  if (failure === null) {
    account.balance = minus(account.balance, line.charge);
    line.status = 'settled';
  } else {
    line.status = 'failed';
    line.reason = failure;
    line.fee = '0.00';
    line.arrived = '0.00';
  }
  tellEnd(world, booking, line, failure === null ? 'settled' : 'failed', at);
}

/** Takes down how a line ended. */
function tellEnd(
  world: World,
  booking: Booking,
  line: BookedLine,
  status: 'settled' | 'failed',
  at: number,
): void {
  const account = accountOf(world, { by: 'id', accountUserId: line.accountUserId });
  world.ledger.record(
    {
      kind: 'allinpay.settlement',
      orderId: booking.orderId,
      account: line.account,
      accountUserId: line.accountUserId,
      ...(account.externalCode === undefined ? {} : { externalCode: account.externalCode }),
      withdrawTId: line.withdrawTId,
      status,
      amount: line.amount,
      fee: line.fee,
      arrived: line.arrived,
      ...(line.reason === undefined ? {} : { reason: line.reason }),
    },
    at,
  );
  world.changed();
}

/** Brings back what had settled: the money is on the account again, its fee is not. */
function giveBack(world: World, booking: Booking, line: BookedLine): void {
  const account = accountOf(world, { by: 'id', accountUserId: line.accountUserId });
  account.balance = sum(account.balance, line.arrived);
  line.status = 'failed';
  line.reason = '银行退回';
  line.arrived = '0.00';
  tellEnd(world, booking, line, 'failed', world.clock());
}

function settleLine(world: World, booking: Booking, line: BookedLine): void {
  const isReturned = accountOf(world, { by: 'id', accountUserId: line.accountUserId }).settle === 'returned';
  if (isReturned && line.status === 'settled') giveBack(world, booking, line);
  if (line.status !== 'pending' || line.dueAt > world.clock()) return;
  const account = accountOf(world, { by: 'id', accountUserId: line.accountUserId });
  if (line.doomed !== undefined) finish(world, booking, line, line.doomed, line.dueAt);
  else if (account.settle === 'failed')
    finish(world, booking, line, account.reason ?? plainReason, line.dueAt);
  else if (account.settle !== 'never') finish(world, booking, line, null, line.dueAt);
}

/** Brings an order to where the clock says it is. No timers: nobody can tell when it is not looked at. */
export function settleOrder(world: World, orderId: string): void {
  for (const booking of world.state.allinpay.bookings.get(orderId) ?? []) {
    for (const line of booking.lines) settleLine(world, booking, line);
  }
}

export function settleAll(world: World): void {
  for (const orderId of world.state.allinpay.bookings.keys()) settleOrder(world, orderId);
}

/** Changes accounts from now on: what fell due before ends by the old rules, what was held back falls due now. */
export function changeAccounts(
  world: World,
  changes: readonly AccountChange[],
): ReturnType<typeof changeAccount>[] {
  settleAll(world);
  const accounts = changes.map((change) => changeAccount(world, change));
  const changed = new Set(accounts.map((account) => account.accountUserId));
  for (const line of [...world.state.allinpay.bookings.values()].flat().flatMap((booking) => booking.lines)) {
    if (line.status === 'pending' && changed.has(line.accountUserId))
      line.dueAt = Math.max(line.dueAt, world.clock());
  }
  return accounts;
}
