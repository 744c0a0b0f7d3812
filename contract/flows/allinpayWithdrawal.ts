import { z } from 'zod';
import {
  accountKey,
  checkNoAccountTwice,
  checkOneSelector,
  exactlyOneSelector,
  selectorMembers,
  type AccountSelector,
} from '../allinpayAccount.ts';
import { headSchema, problemSchema, type Head } from '../head.ts';
import { terms } from '../identity.ts';
import {
  approvalNeedsMaker,
  checkedAlways,
  commonInput,
  instantSchema,
  orderIdSchema,
  sendSchema,
} from '../input.ts';
import { positiveAmountSchema, sum } from '../money.ts';
import type { Problem } from '../problems.ts';
import { sentBySchema, type SentBy } from '../sentBy.ts';
import { defineMoneyFlow } from './defineFlow.ts';

/** Ours: a result with every detail stays far below the 2 MB above which the server refuses it. */
const DETAILS_MAX = 1000;

const detailInput = checkedAlways(
  z.strictObject({ ...selectorMembers, amount: positiveAmountSchema }),
  checkOneSelector,
).meta(exactlyOneSelector);

export const allinpayWithdrawalInput = checkedAlways(
  z.strictObject({
    ...commonInput,
    orderId: orderIdSchema(60),
    details: checkedAlways(
      z
        .array(detailInput)
        .min(1, 'must hold at least one detail')
        .max(DETAILS_MAX, `must hold at most ${DETAILS_MAX} details`),
      checkNoAccountTwice,
    ),
    summary: z.string().max(50, 'must be at most 50 characters').optional(),
    settleBy: instantSchema.optional(),
    checkBalance: z.boolean().default(false),
    send: sendSchema,
  }),
  approvalNeedsMaker,
);

/** What a caller may write. */
export type AllinpayWithdrawalInput = z.input<typeof allinpayWithdrawalInput>;
/** The same with its defaults and with amounts of two decimals. */
export type AllinpayWithdrawal = z.output<typeof allinpayWithdrawalInput>;

export const detailStatuses = ['pending', 'settled', 'failed'] as const;
export type DetailStatus = (typeof detailStatuses)[number];

const detailResult = z.object({
  ...selectorMembers,
  /** of an order that was taken over it is the provider's own text, whatever that holds */
  externalCode: z.string().min(1).max(30).optional(),
  amount: z.string(),
  status: z.enum(detailStatuses),
  arrived: z.string().optional(),
  fee: z.string().optional(),
  withdrawTId: z.string().optional(),
  reason: z.string().optional(),
  statedBy: z.string().optional(),
});

export const allinpayWithdrawalResult = z.object({
  ...headSchema,
  orderId: z.string(),
  asked: z.string(),
  settled: z.string(),
  failed: z.string(),
  pending: z.string(),
  fee: z.string(),
  adopted: z.string().optional(),
  submittedAt: z.string().optional(),
  nextPollAt: z.string().optional(),
  details: z.array(detailResult),
  problems: z.array(problemSchema).optional(),
  statedBy: z.string().optional(),
  sentBy: sentBySchema.optional(),
});

/** What became of one line of the order. */
export interface DetailProgress {
  /** what was asked for, in yuan */
  readonly amount: string;
  readonly status: DetailStatus;
  /** what the provider says reached the account, in yuan */
  readonly arrived?: string;
  readonly fee?: string;
  /** the provider's serial number of this line */
  readonly withdrawTId?: string;
  readonly reason?: string;
  /** the person who stated its status, where the provider did not tell it */
  readonly statedBy?: string;
}

export type AllinpayDetail = AccountSelector & DetailProgress;

/** Result, query snapshot and failure detail. (adopted ?? asked) = settled + failed + pending, fees apart. */
export interface AllinpayWithdrawalResult extends Head {
  readonly orderId: string;
  readonly asked: string;
  readonly settled: string;
  readonly failed: string;
  readonly pending: string;
  readonly fee: string;
  /** the sum of the provider's order, where a person took it over in place of ours */
  readonly adopted?: string;
  readonly submittedAt?: string;
  readonly nextPollAt?: string;
  readonly details: readonly AllinpayDetail[];
  readonly problems?: readonly Problem[];
  readonly statedBy?: string;
  readonly sentBy?: SentBy;
}

export const allinpayWithdrawal = defineMoneyFlow({
  type: 'allinpayWithdrawal',
  idPrefix: 'allinpay-withdrawal',
  orderKey: 'orderId',
  input: allinpayWithdrawalInput,
  result: allinpayWithdrawalResult,
  firstStatus: 'submitting',
  identity: (input) => {
    const details = input.details.map((detail) => [accountKey(detail), detail.amount] as const);
    details.sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify(['allinpayWithdrawal', input.profile, input.orderId, details, terms(input)]);
  },
  listed: ({ details, requestedBy }) => ({
    asked: sum(details.map(({ amount }) => amount)),
    currency: 'CNY',
    size: 1,
    requestedBy,
  }),
});
