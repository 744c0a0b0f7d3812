import { z } from 'zod';
import { isInstant } from '../../contract/instants.ts';
import { wireCount, wireInteger, wireIntegerOrText, wireMoney, wireObject } from '../http/wireJson.ts';
import { atMostShown, unknownIn, unknownMember, type UnknownMember } from './unknownMembers.ts';

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
  trans_time: wireIntegerOrText.refine((ms) => isInstant(Number(ms))),
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
  /** Lines above zero in an ISO 4217 currency; amounts in major units with two decimals. */
  readonly cash: readonly { readonly currency: string; readonly amount: string }[];
  /**
   * Members of `withdrawal_details` that no document names, and lines of cash in what is no currency: value may be in
   * them that is not counted above.
   */
  readonly unknownMembers: readonly UnknownMember[];
  /** The answer has no details, or they name no amount at all, not even zero. */
  readonly namesNoAmount: boolean;
}

/** Reads `data` of withdraw, or undefined when it cannot be understood. */
export function readWithdrawal(data: unknown): FeishuWithdrawal | undefined {
  const answer = withdrawAnswer.safeParse(data).data;
  if (answer === undefined) return undefined;
  const details = answer.withdrawal_details ?? {};
  const lines = details.cash_bonus ?? [];
  return {
    externalOrderId: answer.external_order_id,
    transTime: answer.trans_time,
    withdrawnAt: new Date(Number(answer.trans_time)).toISOString(),
    points: details.point_bonus ?? 0,
    cash: lines
      .filter((line) => isCash(line) && !isZero(line))
      .map((line) => ({ currency: line.currency_type, amount: line.amount })),
    unknownMembers: unknownMembersOf(details),
    namesNoAmount: (details.point_bonus ?? details.cash_bonus ?? undefined) === undefined,
  };
}

type Details = z.output<typeof withdrawalDetails>;
type CashLine = z.output<typeof cashBonus>;

function unknownMembersOf(details: Partial<Details>): UnknownMember[] {
  const ofLines = (details.cash_bonus ?? []).flatMap((line, at) => [
    ...(isCash(line) || isZero(line)
      ? []
      : [unknownMember(`cash_bonus[${at}]`, `${line.amount} ${line.currency_type}`)]),
    ...unknownIn(line, cashBonus.out.shape, `cash_bonus[${at}].`),
  ]);
  return atMostShown([...unknownIn(details, withdrawalDetails.out.shape), ...ofLines]);
}

/** What is credited and shown is of an ISO 4217 currency; another text may be anything, vouchers among them. */
function isCash({ currency_type: currency }: CashLine): boolean {
  return /^[A-Z]{3}$/.test(currency);
}

function isZero({ amount }: CashLine): boolean {
  return amount === '0.00';
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
