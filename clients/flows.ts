import type { SearchAttributePair } from '@temporalio/common';
import type { z } from 'zod';
import {
  allinpayWithdrawalIdentity,
  allinpayWithdrawalInput,
  allinpayWithdrawalListed,
  lumpSumCorrectionIdentity,
  lumpSumCorrectionInput,
  lumpSumCorrectionListed,
  parse,
  referralWithdrawalIdentity,
  referralWithdrawalInput,
  referralWithdrawalListed,
  searchAttributes,
  sizeProblems,
  sum,
  type AllinpayWithdrawal,
  type AllinpayWithdrawalInput,
  type AllinpayWithdrawalResult,
  type CorrectionRecord,
  type Listed,
  type LumpSumCorrection,
  type LumpSumCorrectionInput,
  type LumpSumCorrectionResult,
  type MoneyFlow,
  type Problem,
  type ReferralWithdrawal,
  type ReferralWithdrawalInput,
  type ReferralWithdrawalResult,
  type Status,
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
export interface FlowOfMoney<Checked extends CheckedInput, Result> {
  readonly flow: MoneyFlow;
  readonly schema: z.ZodType<Checked>;
  readonly result: ResultShape<Result>;
  /** what the schema cannot see */
  alsoWrong?(input: Checked): readonly Problem[];
  orderId(input: Checked): string;
  /** what makes two inputs the same payout, as one text */
  identity(input: Checked): string;
  /** what is paid to whom, or what is corrected, one text each, for saying in what two inputs differ */
  pays(input: Checked): readonly string[];
  readonly verb: 'pays' | 'corrects';
  /** what a list shows of it */
  listed(input: Checked): Listed;
  /** one line for the UI; holds no text that a person typed freely */
  headline(input: Checked): string;
  /** the status a run has until its first task */
  readonly firstStatus: Status;
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
  flow: 'allinpayWithdrawal',
  schema: allinpayWithdrawalInput,
  result: allinpayResult,
  orderId: (input) => input.orderId,
  identity: allinpayWithdrawalIdentity,
  pays: (input) => input.details.map((detail) => `${detail.amount} CNY to ${allinpayAccount(detail)}`),
  verb: 'pays',
  listed: allinpayWithdrawalListed,
  headline: ({ orderId, details }) =>
    `Allinpay withdrawal \`${orderId}\` · ${counted(details.length, 'account')} · ` +
    `${sum(details.map(({ amount }) => amount))} CNY`,
  firstStatus: 'submitting',
  attributes: ({ settleBy }) =>
    settleBy === undefined ? [] : [{ key: searchAttributes.settleBy, value: new Date(settleBy) }],
  afterLostRun:
    'Start it with send: "never" (on the command line --send never): the new run sends nothing, looks the order ' +
    'up and tracks what it finds.',
};

export const referralWithdrawalFlow: FlowOfMoney<ReferralWithdrawal, ReferralWithdrawalResult> = {
  flow: 'referralWithdrawal',
  schema: referralWithdrawalInput,
  result: referralResult,
  orderId: (input) => input.externalOrderId,
  identity: referralWithdrawalIdentity,
  pays: (input) =>
    [...input.bonusTypes].sort().map((type) => `${type} of account ${input.referralAccountId}`),
  verb: 'pays',
  listed: referralWithdrawalListed,
  headline: (input) =>
    `Referral withdrawal \`${input.externalOrderId}\` · account \`${input.referralAccountId}\` · ` +
    input.bonusTypes.join(' and '),
  firstStatus: 'withdrawing',
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
  flow: 'lumpSumCorrection',
  schema: lumpSumCorrectionInput,
  result: correctionResult,
  alsoWrong: sizeProblems,
  orderId: (input) => input.correctionId,
  identity: lumpSumCorrectionIdentity,
  pays: (input) => input.records.map(correctedMembers),
  verb: 'corrects',
  listed: lumpSumCorrectionListed,
  headline: ({ correctionId, records }) =>
    `Lump-sum correction \`${correctionId}\` · ${counted(records.length, 'record')}`,
  firstStatus: 'correcting',
  attributes: () => [],
  afterLostRun:
    'Start it with send: "never" (on the command line --send never): the new run sends nothing, reads the records ' +
    'and says of each whether it is as wanted.',
};

/** @throws InvalidInputError naming every problem */
export function checkedInput<Checked extends CheckedInput, Result>(
  spec: FlowOfMoney<Checked, Result>,
  input: unknown,
): Checked {
  const checked = parse(spec.schema, input);
  // What is sent is what was checked, its defaults filled in: that is what the workflow measures.
  const problems = checked.ok ? (spec.alsoWrong?.(checked.value) ?? []) : checked.problems;
  if (!checked.ok || problems.length > 0) throw new InvalidInputError(`The ${spec.flow}`, problems);
  return checked.value;
}
