import { z } from 'zod';
import { bonusTypes } from '../bonusTypes.ts';
import { headSchema, problemSchema, type Head } from '../head.ts';
import { terms } from '../identity.ts';
import {
  approvalNeedsMaker,
  checkedAlways,
  commonInput,
  isRecord,
  orderIdSchema,
  sendSchema,
} from '../input.ts';
import { cashSchema, type Cash } from '../money.ts';
import type { Problem } from '../problems.ts';
import { sentBySchema, type SentBy } from '../sentBy.ts';
import { defineMoneyFlow } from './defineFlow.ts';

/** Feishu documents no length of `external_order_id`; ours keeps it well inside a workflow id. */
const EXTERNAL_ORDER_ID_CHARACTERS_MAX = 128;

export const referralWithdrawalInput = checkedAlways(
  z.strictObject({
    ...commonInput,
    externalOrderId: orderIdSchema(EXTERNAL_ORDER_ID_CHARACTERS_MAX),
    referralAccountId: orderIdSchema(64),
    bonusTypes: z
      .array(z.enum(bonusTypes, { error: 'must be "point" or "cash"' }))
      .min(1, 'must name "point", "cash" or both')
      .refine((types) => new Set(types).size === types.length, 'must not name a type twice'),
    credit: z
      .enum(['none', 'webhook', 'confirm'], { error: 'must be "none", "webhook" or "confirm"' })
      .default('none'),
    reconcile: z.enum(['now', 'later'], { error: 'must be "now" or "later"' }).default('now'),
    send: sendSchema,
  }),
  (input, report) => {
    approvalNeedsMaker(input, report);
    if (isRecord(input) && input['send'] === 'never') {
      report(
        ['send'],
        'cannot be "never" here: Feishu has no look-up; its withdraw call replays by externalOrderId',
      );
    }
  },
);

/** What a caller may write. */
export type ReferralWithdrawalInput = z.input<typeof referralWithdrawalInput>;
/** The same with its defaults. */
export type ReferralWithdrawal = z.output<typeof referralWithdrawalInput>;

const pointsAndCash = z.object({ points: z.int(), cash: cashSchema });

export const referralWithdrawalResult = z.object({
  ...headSchema,
  externalOrderId: z.string(),
  referralAccountId: z.string(),
  transTime: z.string().optional(),
  withdrawnAt: z.string().optional(),
  withdrawn: pointsAndCash.optional(),
  unknownMembers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  credited: pointsAndCash.extend({ reference: z.string().optional() }).nullable(),
  reconciliation: z
    .object({
      status: z.enum(['reconciled', 'later', 'break', 'notApplicable']),
      from: z.string(),
      to: z.string(),
      ours: z.object({ points: z.int() }),
      provider: z.object({ points: z.int() }).nullable(),
      checks: z.int(),
      note: z.string().optional(),
    })
    .optional(),
  problems: z.array(problemSchema).optional(),
  statedBy: z.string().optional(),
  sentBy: sentBySchema.optional(),
});

/** A member of Feishu's details that this version does not understand: value may be in it that nobody counted. */
export interface UnknownMember {
  readonly name: string;
  /** JSON text, at most 200 characters */
  readonly value: string;
}

export interface Withdrawn {
  readonly points: number;
  readonly cash: Cash;
}

export interface Credited extends Withdrawn {
  readonly reference?: string;
}

/** Two sides compared over [from, to], both in the provider's millisecond text. */
export interface Reconciliation {
  readonly status: 'reconciled' | 'later' | 'break' | 'notApplicable';
  readonly from: string;
  readonly to: string;
  readonly ours: { readonly points: number };
  readonly provider: { readonly points: number } | null;
  /** how often the provider was asked */
  readonly checks: number;
  readonly note?: string;
}

/** Result, query snapshot and failure detail; members that are not known yet are left out. */
export interface ReferralWithdrawalResult extends Head {
  readonly externalOrderId: string;
  readonly referralAccountId: string;
  /** the provider's own millisecond text, the clock of its reconciliation */
  readonly transTime?: string;
  readonly withdrawnAt?: string;
  readonly withdrawn?: Withdrawn;
  /** what else Feishu's details named; nothing of it was credited */
  readonly unknownMembers?: readonly UnknownMember[];
  readonly credited: Credited | null;
  readonly reconciliation?: Reconciliation;
  readonly problems?: readonly Problem[];
  /** who said that no money moved, or that what is understood of an answer is all that is credited */
  readonly statedBy?: string;
  readonly sentBy?: SentBy;
}

export const referralWithdrawal = defineMoneyFlow({
  type: 'referralWithdrawal',
  idPrefix: 'referral-withdrawal',
  orderKey: 'externalOrderId',
  input: referralWithdrawalInput,
  result: referralWithdrawalResult,
  firstStatus: 'withdrawing',
  identity: (input) => {
    const { profile, externalOrderId, referralAccountId } = input;
    const types = [...input.bonusTypes].sort();
    return JSON.stringify([
      'referralWithdrawal',
      profile,
      externalOrderId,
      referralAccountId,
      types,
      terms(input),
    ]);
  },
  listed: ({ bonusTypes: asked, requestedBy }) => ({
    size: 1,
    bonusTypes: bonusTypes.filter((type) => asked.includes(type)),
    requestedBy,
  }),
});
