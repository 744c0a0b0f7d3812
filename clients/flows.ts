import type { SearchAttributePair } from '@temporalio/common';
import type { z } from 'zod';
import type { MoneyFlowContract } from '../contract/flows/defineFlow.ts';
import {
  flows,
  parse,
  searchAttributes,
  sum,
  type AllinpayWithdrawal,
  type AllinpayWithdrawalInput,
  type AllinpayWithdrawalResult,
  type CorrectionRecord,
  type LumpSumCorrection,
  type LumpSumCorrectionInput,
  type LumpSumCorrectionResult,
  type MoneyFlow,
  type ReferralWithdrawal,
  type ReferralWithdrawalInput,
  type ReferralWithdrawalResult,
} from '../contract/index.ts';
import { InvalidInputError } from './errors.ts';
import { allinpayResult, correctionResult, referralResult, type ResultShape } from './results/results.ts';

/** One payout to start. */
export type PayoutRequest =
  | { readonly flow: 'allinpayWithdrawal'; readonly input: AllinpayWithdrawalInput }
  | { readonly flow: 'referralWithdrawal'; readonly input: ReferralWithdrawalInput }
  | { readonly flow: 'lumpSumCorrection'; readonly input: LumpSumCorrectionInput };

/** Flows whose payouts are written in files, one or many; corrections come as tables of records. */
export type FiledFlow = Exclude<PayoutRequest['flow'], 'lumpSumCorrection'>;

/** Members that every checked input has. */
export interface CheckedInput {
  readonly profile: string;
  readonly batchId?: string | undefined;
  readonly requestedBy?: string | undefined;
  readonly approval: 'none' | 'required';
  readonly send: 'once' | 'never';
  /** of a referral withdrawal */
  readonly credit?: 'none' | 'webhook' | 'confirm';
}

/** What starting a payout needs to know of its flow. */
export interface FlowOfMoney<Checked extends CheckedInput, Result> extends MoneyFlowContract<
  MoneyFlow,
  z.ZodType<Checked>,
  z.ZodType
> {
  readonly shape: ResultShape<Result>;
  /** what is paid to whom, or what is corrected, one text each, for saying in what two inputs differ */
  pays(input: Checked): readonly string[];
  readonly verb: 'pays' | 'corrects';
  /** one line for the UI; holds no text that a person typed freely */
  headline(input: Checked): string;
  attributes(input: Checked): readonly SearchAttributePair[];
  /** what a person can do about an order whose last run was ended from outside */
  readonly afterLostRun: string;
}

function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}

function allinpayAccount(detail: AllinpayWithdrawal['details'][number]): string {
  if (detail.accountUserId !== undefined) return `accountUserId ${detail.accountUserId}`;
  if (detail.externalCode !== undefined) return `externalCode ${detail.externalCode}`;
  return 'the platform';
}

export const allinpayWithdrawalFlow: FlowOfMoney<AllinpayWithdrawal, AllinpayWithdrawalResult> = {
  ...flows.allinpayWithdrawal,
  shape: allinpayResult,
  pays: (input) => input.details.map((detail) => `${detail.amount} CNY to ${allinpayAccount(detail)}`),
  verb: 'pays',
  headline: ({ orderId, details }) =>
    `Allinpay withdrawal \`${orderId}\` · ${counted(details.length, 'account')} · ` +
    `${sum(details.map(({ amount }) => amount))} CNY`,
  attributes: ({ settleBy }) =>
    settleBy === undefined ? [] : [{ key: searchAttributes.settleBy, value: new Date(settleBy) }],
  afterLostRun:
    'Start it with send: "never" (on the command line --send never): the new run sends nothing, looks the order ' +
    'up and tracks what it finds.',
};

export const referralWithdrawalFlow: FlowOfMoney<ReferralWithdrawal, ReferralWithdrawalResult> = {
  ...flows.referralWithdrawal,
  shape: referralResult,
  pays: (input) =>
    [...input.bonusTypes].sort().map((type) => `${type} of account ${input.referralAccountId}`),
  verb: 'pays',
  headline: (input) =>
    `Referral withdrawal \`${input.externalOrderId}\` · account \`${input.referralAccountId}\` · ` +
    input.bonusTypes.join(' and '),
  attributes: ({ referralAccountId }) => [
    { key: searchAttributes.referralAccountId, value: referralAccountId },
  ],
  afterLostRun:
    'This flow has no send: "never", since Feishu has no look-up and its withdraw call replays by order id. Look at ' +
    'that run first; then a person can start it with `temporal workflow start --type referralWithdrawal ' +
    '--task-queue payouts --id-reuse-policy AllowDuplicate` under the same workflow id and input.',
};

function correctedMembers({ id, ...members }: CorrectionRecord): string {
  return `record ${id} to ${JSON.stringify(members)}`;
}

export const lumpSumCorrectionFlow: FlowOfMoney<LumpSumCorrection, LumpSumCorrectionResult> = {
  ...flows.lumpSumCorrection,
  shape: correctionResult,
  pays: (input) => input.records.map(correctedMembers),
  verb: 'corrects',
  headline: ({ correctionId, records }) =>
    `Lump-sum correction \`${correctionId}\` · ${counted(records.length, 'record')}`,
  attributes: () => [],
  afterLostRun:
    'Start it with send: "never" (on the command line --send never): the new run sends nothing, reads the records ' +
    'and says of each whether it is as wanted.',
};

/** The flow of a request. */
export const flowsOfMoney = {
  allinpayWithdrawal: allinpayWithdrawalFlow,
  referralWithdrawal: referralWithdrawalFlow,
  lumpSumCorrection: lumpSumCorrectionFlow,
} satisfies { readonly [Name in MoneyFlow]: { readonly type: MoneyFlow } };

/** @throws InvalidInputError naming every problem */
export function checkedInput<Checked extends CheckedInput, Result>(
  spec: FlowOfMoney<Checked, Result>,
  input: unknown,
): Checked {
  const checked = parse(spec.input, input);
  // What is sent is what was checked, its defaults filled in: that is what the workflow measures.
  const problems = checked.ok ? spec.alsoWrong(checked.value) : checked.problems;
  if (!checked.ok || problems.length > 0) throw new InvalidInputError(`The ${spec.type}`, problems);
  return checked.value;
}
