import { z } from 'zod';
import type { Answer } from '../answer.ts';
import { integer, type JsonObject } from '../json.ts';
import type { ReferralAccount, Withdrawal } from '../state.ts';
import type { World } from '../world.ts';
import { balanceOf, wireCash } from './accounts.ts';
import { badParameter, refuse, success, unknownAccount } from './dialect.ts';
import { bodyText, readBody, type Endpoint } from './request.ts';

const pointBonus = 1;
const cashBonus = 2;

const body = z.object({
  withdraw_bonus_type: z
    .array(integer.refine((type) => type === pointBonus || type === cashBonus, 'expected 1 or 2'))
    .min(1),
  external_order_id: z.string().min(1),
});

const deactivated = (): Answer => refuse(400, 1002555, 'account has been deactivated');

/** Milliseconds, and no two withdrawals share one: reconciliation windows tell them apart. */
function nextTransTime(world: World): string {
  const { feishu } = world.state;
  feishu.lastTransTime = Math.max(world.clock(), feishu.lastTransTime + 1);
  return String(feishu.lastTransTime);
}

function wireWithdrawal(
  world: World,
  { externalOrderId, accountId, transTime, bonusTypes, points, cash }: Withdrawal,
): JsonObject {
  const subject = { orderId: externalOrderId, accounts: [accountId] };
  const more = world.faults.twist('unknownMember', 'feishu.withdraw', subject);
  const empty = points === 0 && cash.length === 0 && more === undefined;
  const details: JsonObject = {
    point_bonus: bonusTypes.includes(pointBonus) ? points : undefined,
    cash_bonus: bonusTypes.includes(cashBonus) ? wireCash(cash) : undefined,
    ...(more === undefined ? {} : { [more.name]: more.value }),
  };
  const absent = empty && world.settings.feishu.emptyWithdrawal === 'absent';
  return {
    external_order_id: externalOrderId,
    trans_time: transTime,
    withdrawal_details: absent ? undefined : details,
  };
}

/** Takes the whole balance of the chosen types; the rewards it consists of are paid from then on. */
function withdrawAll(
  world: World,
  account: ReferralAccount,
  externalOrderId: string,
  types: number[],
): Withdrawal {
  const { feishu } = world.state;
  const balance = balanceOf(world.state, account.id);
  const withdrawal: Withdrawal = {
    externalOrderId,
    accountId: account.id,
    bonusTypes: [...new Set(types)].toSorted(),
    transTime: nextTransTime(world),
    points: types.includes(pointBonus) ? balance.points : 0,
    cash: types.includes(cashBonus) ? balance.cash : [],
  };
  for (const reward of feishu.rewards.values()) {
    const chosen = types.includes(reward.cash.length > 0 ? cashBonus : pointBonus);
    if (reward.accountId === account.id && reward.stage === 2 && chosen) reward.stage = 3;
  }
  feishu.withdrawals.set(externalOrderId, withdrawal);
  const { points, cash, transTime } = withdrawal;
  world.ledger.record({
    kind: 'feishu.withdrawal',
    orderId: externalOrderId,
    account: account.id,
    points,
    cash,
    transTime,
  });
  world.changed();
  return withdrawal;
}

/** A known order id gives the original details, whatever else the request says, unless a setting decides otherwise. */
function replay(world: World, original: Withdrawal, accountId: string, types: number[]): Answer {
  const { replayForOther, replayAfterDeactivation } = world.settings.feishu;
  const same =
    original.accountId === accountId && original.bonusTypes.join() === [...new Set(types)].toSorted().join();
  if (!same && replayForOther === 'refuse') return badParameter('external_order_id is in use');
  const active = world.state.feishu.accounts.get(accountId)?.active ?? true;
  if (!active && replayAfterDeactivation === 'refuse') return deactivated();
  return success(wireWithdrawal(world, original));
}

export const withdraw: Endpoint = {
  method: 'POST',
  path: '/open-apis/hire/v1/referral_account/:id/withdraw',
  api: 'feishu.withdraw',
  subject: (request) => {
    const orderId = bodyText(request, 'external_order_id');
    return { accounts: [request.params['id'] ?? ''], ...(orderId === undefined ? {} : { orderId }) };
  },
  process(world, request) {
    const read = readBody(request, body);
    if ('refused' in read) return read.refused;
    const { external_order_id: orderId, withdraw_bonus_type: types } = read.body;
    const accountId = request.params['id'] ?? '';
    const original = world.state.feishu.withdrawals.get(orderId);
    if (original) return replay(world, original, accountId, types);
    const account = world.state.feishu.accounts.get(accountId);
    if (!account) return unknownAccount();
    if (!account.active) return deactivated();
    return success(wireWithdrawal(world, withdrawAll(world, account, orderId, types)));
  },
};
