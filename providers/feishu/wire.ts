import { z } from 'zod';
import { wireCount, wireInteger, wireIntegerOrText, wireMoney, wireObject } from '../wireJson.ts';

/** The outside of every answer. `error` is read when it can be: a failure must not hide behind its own decoration. */
export const feishuEnvelope = wireObject({
  code: wireInteger,
  msg: z.string().optional().catch(undefined),
  data: z.unknown().optional(),
  error: wireObject({ log_id: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
export type FeishuEnvelope = z.output<typeof feishuEnvelope>;

/** The token's answer is flat; its text is not judged, since it is to become a JWT. `expire` is in seconds. */
export const tokenAnswer = wireObject({ tenant_access_token: z.string().min(1), expire: wireCount });

const cashBonus = wireObject({ currency_type: z.string().min(1).max(16), amount: wireMoney });

const withdrawalDetails = wireObject({
  point_bonus: wireCount.nullish(),
  cash_bonus: z.array(cashBonus).nullish(),
});

const withdrawAnswer = wireObject({
  external_order_id: z.string(),
  trans_time: wireIntegerOrText.pipe(z.string().regex(/^\d{1,15}$/)),
  withdrawal_details: withdrawalDetails.nullish(),
});

/** What one withdrawal took out of the account. */
export interface FeishuWithdrawal {
  readonly externalOrderId: string;
  /** The provider's own clock, in milliseconds, as the text it was sent as: windows of reconciliation use it. */
  readonly transTime: string;
  /** The same instant in ISO 8601, UTC. */
  readonly withdrawnAt: string;
  readonly points: number;
  /** Lines above zero; amounts in major units with two decimals. */
  readonly cash: readonly { readonly currency: string; readonly amount: string }[];
  /** Members of `withdrawal_details` that no document names: value may be in them that is not counted above. */
  readonly unknownMembers: readonly string[];
}

/** Reads `data` of withdraw, or undefined when it cannot be understood. */
export function readWithdrawal(data: unknown): FeishuWithdrawal | undefined {
  const answer = withdrawAnswer.safeParse(data).data;
  if (answer === undefined) return undefined;
  const details = answer.withdrawal_details;
  return {
    externalOrderId: answer.external_order_id,
    transTime: answer.trans_time,
    withdrawnAt: new Date(Number(answer.trans_time)).toISOString(),
    points: details?.point_bonus ?? 0,
    cash: (details?.cash_bonus ?? [])
      .filter((line) => line.amount !== '0.00')
      .map((line) => ({ currency: line.currency_type, amount: line.amount })),
    unknownMembers: details ? unknownMembersOf(details) : [],
  };
}

const NAMES_SHOWN = 20;
const NAME_LENGTH = 60;

function unknownMembersOf(details: z.output<typeof withdrawalDetails>): string[] {
  const names = [
    ...Object.keys(details).filter((name) => !Object.hasOwn(withdrawalDetails.out.shape, name)),
    ...(details.cash_bonus ?? [])
      .flatMap((line) => Object.keys(line))
      .filter((name) => !Object.hasOwn(cashBonus.out.shape, name))
      .map((name) => `cash_bonus.${name}`),
  ];
  return [...new Set(names)].slice(0, NAMES_SHOWN).map((name) => name.slice(0, NAME_LENGTH));
}

const pointInfo = wireObject({ point_bonus: wireCount.nullish() })
  .nullish()
  .transform((info) => info?.point_bonus ?? null);

const reconciliationAnswer = wireObject({
  check_failed_list: z
    .array(
      wireObject({
        account_id: z.string().min(1),
        total_withdraw_reward_info: pointInfo,
        total_recharge_reward_info: pointInfo,
      }),
    )
    .nullish(),
});

/** One account that Feishu lists as not matching. A figure that it leaves out is null: no withdrawal in the window. */
export interface FeishuMismatch {
  readonly accountId: string;
  /** Points withdrawn at Feishu in the window. */
  readonly withdrawPoints: number | null;
  /** Points that we said were credited. */
  readonly rechargePoints: number | null;
}

/** Reads `data` of reconciliation, or undefined when it cannot be understood. No list is an empty list. */
export function readMismatches(data: unknown): FeishuMismatch[] | undefined {
  const answer = reconciliationAnswer.safeParse(data).data;
  if (answer === undefined) return undefined;
  return (answer.check_failed_list ?? []).map((line) => ({
    accountId: line.account_id,
    withdrawPoints: line.total_withdraw_reward_info,
    rechargePoints: line.total_recharge_reward_info,
  }));
}
