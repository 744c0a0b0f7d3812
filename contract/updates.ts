import { z } from 'zod';
import { instantSchema, personSchema } from './input.ts';
import { cashSchema } from './money.ts';

/** The updates a payout takes, by name. Each has one object as its argument and is idempotent by its update id. */
export const updateNames = ['approve', 'reject', 'cancel', 'confirmCredit', 'pollNow', 'resolve'] as const;
export type UpdateName = (typeof updateNames)[number];

const stated = { by: personSchema, note: z.string().max(1000, 'must be at most 1000 characters').optional() };

const credit = {
  points: z.int({ error: 'must be a whole number of points' }).min(0, 'must not be negative'),
  cash: cashSchema,
  reference: z.string().max(200, 'must be at most 200 characters').optional(),
};

const plain = z.strictObject(stated);

/** A person's decision on what needs attention; which members go with it depends on the decision. */
const resolution = z.discriminatedUnion(
  'decision',
  [
    z.strictObject({
      ...stated,
      decision: z.enum(['adopt', 'abandon', 'resubmit', 'notSubmitted', 'recheck', 'retry']),
    }),
    z.strictObject({
      ...stated,
      decision: z.literal('accept'),
      points: credit.points.optional(),
      cash: credit.cash.optional(),
      reference: credit.reference,
    }),
    z.strictObject({ ...stated, decision: z.literal('extend'), settleBy: instantSchema }),
  ],
  { error: 'must be one of adopt, abandon, resubmit, notSubmitted, recheck, retry, accept, extend' },
);

export const updateArguments = {
  approve: plain,
  reject: plain,
  cancel: plain,
  pollNow: plain,
  confirmCredit: z.strictObject({ ...stated, ...credit }),
  resolve: resolution,
} as const;

export type UpdateArgument<Name extends UpdateName> = z.output<(typeof updateArguments)[Name]>;
/** What a caller may write. */
export type UpdateInput<Name extends UpdateName> = z.input<(typeof updateArguments)[Name]>;
export type Resolution = UpdateArgument<'resolve'>;

/** What every update answers: that it is recorded. The flow acts on it; the `payout` query shows what came of it. */
export interface Recorded {
  readonly recorded: UpdateName;
  /** ISO 8601, the workflow's clock */
  readonly at: string;
}
