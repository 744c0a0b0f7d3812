import { z } from 'zod';
import {
  checkNoAccountTwice,
  checkOneSelector,
  exactlyOneSelector,
  selectorMembers,
} from './allinpayAccount.ts';
import { checkedAlways, instantSchema, personSchema } from './input.ts';
import { cashSchema } from './money.ts';
import { nameSchema } from './nameText.ts';

/** The updates a payout takes, by name. Each has one object as its argument and is idempotent by its update id. */
export const updateNames = ['approve', 'reject', 'cancel', 'confirmCredit', 'pollNow', 'resolve'] as const;
export type UpdateName = (typeof updateNames)[number];

const note = z.string().max(1000, 'must be at most 1000 characters');

const stated = { by: personSchema, note: note.optional() };

/** Of a decision that lets money leave again, or ends what nobody can look up any more: others must read why. */
const explained = {
  by: personSchema,
  note: note.refine((text) => text.trim() !== '', 'must say why'),
};

const offer = z.int('must be the number of an offer').min(1, 'must be the number of an offer').optional();

const credit = {
  points: z.int({ error: 'must be a whole number of points' }).min(0, 'must not be negative'),
  cash: cashSchema,
  reference: nameSchema(200).optional(),
};

const plain = z.strictObject(stated);
const judging = z.strictObject({ ...stated, offer });

/** How a detail ended that the provider does not tell of, as a person knows it from elsewhere. */
const statedDetail = checkedAlways(
  z.strictObject({
    ...selectorMembers,
    status: z.enum(['settled', 'failed'], { error: 'must be "settled" or "failed"' }),
    note: note.optional(),
  }),
  checkOneSelector,
).meta(exactlyOneSelector);

/** A person's decision on what needs attention; which members go with it depends on the decision. */
const resolution = z.discriminatedUnion(
  'decision',
  [
    z.strictObject({
      ...explained,
      offer,
      decision: z.enum(['adopt', 'abandon', 'resubmit', 'notSubmitted']),
    }),
    z.strictObject({ ...stated, offer, decision: z.enum(['recheck', 'retry']) }),
    z.strictObject({
      ...explained,
      offer,
      decision: z.literal('accept'),
      points: credit.points.optional(),
      cash: credit.cash.optional(),
      reference: credit.reference,
    }),
    z.strictObject({
      ...explained,
      offer,
      decision: z.literal('recordOutcome'),
      details: checkedAlways(
        z
          .array(statedDetail)
          .min(1, 'must hold at least one detail')
          .max(1000, 'must hold at most 1000 details'),
        checkNoAccountTwice,
      ),
    }),
    z.strictObject({ ...stated, offer, decision: z.literal('extend'), settleBy: instantSchema }),
  ],
  {
    error:
      'must be one of adopt, abandon, resubmit, notSubmitted, recordOutcome, recheck, retry, accept, extend',
  },
);

export const updateArguments = {
  approve: judging,
  reject: judging,
  cancel: plain,
  pollNow: plain,
  confirmCredit: z.strictObject({ ...stated, ...credit }),
  resolve: resolution,
} as const;

export type UpdateArgument<Name extends UpdateName> = z.output<(typeof updateArguments)[Name]>;
/** What a caller may write. */
export type UpdateInput<Name extends UpdateName> = z.input<(typeof updateArguments)[Name]>;
export type Resolution = UpdateArgument<'resolve'>;
/** What a person states of one detail. */
export type StatedDetail = Extract<Resolution, { decision: 'recordOutcome' }>['details'][number];

/** What every update answers: that it is recorded. The flow acts on it; the `payout` query shows what came of it. */
export interface Recorded {
  readonly recorded: UpdateName;
  /** ISO 8601, the workflow's clock */
  readonly at: string;
}
