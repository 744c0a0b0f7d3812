import type { Answer } from '../answer.ts';
import type { Api } from '../apis.ts';
import { minus } from '../money.ts';
import type { FundAccount } from '../state.ts';
import type { World } from '../world.ts';
import { knownAccount } from './accounts.ts';
import { book, refusalOf, unknownAccount } from './booking.ts';
import { readBalance, readQuery, readWithdraw } from './business.ts';
import { business } from './envelope.ts';
import { orderAnswer, wireAccount, wireAmount } from './orderAnswer.ts';
import { settleAll, settleOrder } from './settlement.ts';

/** What a repeat of an order id gets; null = it is booked again. Undocumented, so the setting decides. */
function repeatAnswer(world: World, orderId: string): Answer | null {
  const known = world.state.allinpay.bookings.get(orderId);
  if (!known) return null;
  switch (world.settings.allinpay.duplicateOrder) {
    case 'book':
      return null;
    case 'reject':
      return business(3, '订单已经存在');
    case 'replay':
      settleOrder(world, orderId);
      return orderAnswer(world, 'allinpay.withdraw', orderId, known);
  }
}

function withdraw(world: World, text: string): Answer {
  const read = readWithdraw(text, world.settings.allinpay);
  if ('refused' in read) return read.refused;
  const { orderId } = read.order;
  const repeat = repeatAnswer(world, orderId);
  if (repeat) return repeat;
  const refusal = refusalOf(world, read.order);
  if (refusal) return business(refusal.code, refusal.msg);
  return orderAnswer(world, 'allinpay.withdraw', orderId, [book(world, read.order)]);
}

function withdrawResultQuery(world: World, text: string): Answer {
  const read = readQuery(text);
  if ('refused' in read) return read.refused;
  const { orderId } = read.order;
  const api = 'allinpay.withdrawResultQuery';
  const bookings = world.state.allinpay.bookings.get(orderId);
  const [first] = bookings ?? [];
  // Asked only about orders that are booked: the look-up before a send must not use the rule up.
  const lag =
    first &&
    world.faults.twist(
      'lookupLag',
      api,
      { orderId, accounts: first.lines.flatMap((line) => [line.account, line.accountUserId]) },
      (rule) => rule.ms === undefined || world.clock() < first.bookedAt + rule.ms,
    );
  if (!bookings || lag) return business(3, '订单不存在');
  settleOrder(world, orderId);
  return orderAnswer(world, api, orderId, bookings);
}

function balanceLine(
  world: World,
  account: FundAccount,
): Record<string, ReturnType<typeof wireAmount> | undefined> {
  const { amountUnit, balanceNames } = world.settings.allinpay;
  const available = wireAmount(minus(account.balance, account.frozen), amountUnit);
  return {
    ...wireAccount(account, balanceNames),
    balance: wireAmount(account.balance, amountUnit),
    frozenBalance: wireAmount(account.frozen, amountUnit),
    availableBalance: available,
    withdrawBalance: available,
  };
}

function balanceQuery(world: World, text: string): Answer {
  const read = readBalance(text);
  if ('refused' in read) return read.refused;
  const { selectors } = read.order;
  settleAll(world);
  const accounts: FundAccount[] = [];
  for (const [place, selector] of selectors.entries()) {
    const account = knownAccount(world, selector);
    if (account === undefined) {
      const { code, msg } = unknownAccount(world, `details.${place}`);
      return business(code, msg);
    }
    accounts.push(account);
  }
  const lines = accounts.map((account) => balanceLine(world, account));
  const answer = business(0, '成功');
  return { ...answer, body: { ...answer.body, [world.settings.allinpay.balanceShape]: lines } };
}

/** A documented interface of `fundService`: its name here and what it does with its business JSON. */
export interface Method {
  readonly api: Api;
  process(world: World, text: string): Answer;
}

export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['allinpay.shopoint.fundService.withdraw', { api: 'allinpay.withdraw', process: withdraw }],
  [
    'allinpay.shopoint.fundService.withdrawResultQuery',
    { api: 'allinpay.withdrawResultQuery', process: withdrawResultQuery },
  ],
  ['allinpay.shopoint.fundService.balanceQuery', { api: 'allinpay.balanceQuery', process: balanceQuery }],
]);
