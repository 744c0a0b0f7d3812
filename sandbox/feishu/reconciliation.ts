import { z } from 'zod';
import { integer, readJson, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { badParameter, success, unknownAccount } from './dialect.ts';
import { readBody, type Endpoint, type FeishuRequest } from './request.ts';

const milliseconds = z.string().regex(/^\d{13}$/, 'expected milliseconds as a string of 13 digits');

const body = z.object({
  start_trans_time: milliseconds,
  end_trans_time: milliseconds,
  trade_details: z
    .array(
      z.object({
        account_id: z.string().min(1),
        total_recharge_reward_info: z.object({ point_bonus: integer.optional() }).optional(),
      }),
    )
    .optional(),
});
type Body = z.output<typeof body>;

/** Points that left each account in the window, both ends included. An account that is absent withdrew nothing. */
function withdrawnIn(world: World, from: number, to: number): Map<string, number> {
  const points = new Map<string, number>();
  for (const withdrawal of world.state.feishu.withdrawals.values()) {
    const at = Number(withdrawal.transTime);
    if (at < from || at > to) continue;
    points.set(withdrawal.accountId, (points.get(withdrawal.accountId) ?? 0) + withdrawal.points);
  }
  for (const [account, figure] of points) {
    const shift = world.faults.twist('reconciliationShift', 'feishu.reconciliation', { accounts: [account] });
    if (shift) points.set(account, figure + shift.points);
  }
  return points;
}

function given(details: NonNullable<Body['trade_details']>): Map<string, number> {
  const points = new Map<string, number>();
  for (const { account_id: id, total_recharge_reward_info: info } of details) {
    points.set(id, (points.get(id) ?? 0) + (info?.point_bonus ?? 0));
  }
  return points;
}

/** Lists what differs, accounts that withdrew and were not given included. What never happened is absent, not zero. */
function mismatches(theirs: Map<string, number>, ours: Map<string, number>): JsonObject[] {
  const accounts = [...new Set([...theirs.keys(), ...ours.keys()])];
  return accounts
    .filter((id) => (theirs.get(id) ?? 0) !== (ours.get(id) ?? 0))
    .map((id) => ({
      account_id: id,
      total_withdraw_reward_info: ours.has(id) ? { point_bonus: ours.get(id) } : undefined,
      total_recharge_reward_info: theirs.has(id) ? { point_bonus: theirs.get(id) } : undefined,
    }));
}

const subjects = z.object({ trade_details: z.array(z.object({ account_id: z.string() })) });

function accountsIn(request: FeishuRequest): string[] {
  const read = subjects.safeParse(readJson(request.text)?.value);
  return read.success ? [...new Set(read.data.trade_details.map((detail) => detail.account_id))] : [];
}

export const reconciliation: Endpoint = {
  method: 'POST',
  path: '/open-apis/hire/v1/referral_account/reconciliation',
  api: 'feishu.reconciliation',
  subject: (request) => ({ accounts: accountsIn(request) }),
  process(world, request) {
    const read = readBody(request, body);
    if ('refused' in read) return read.refused;
    const from = Number(read.body.start_trans_time);
    const to = Number(read.body.end_trans_time);
    if (from > to) return badParameter('start_trans_time is after end_trans_time');
    const theirs = given(read.body.trade_details ?? []);
    if ([...theirs.keys()].some((id) => !world.state.feishu.accounts.has(id))) return unknownAccount();
    return success({ check_failed_list: mismatches(theirs, withdrawnIn(world, from, to)) });
  },
};
