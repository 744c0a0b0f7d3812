import { z } from 'zod';

const ways = ['with_salary', 'with_cash', 'with_year_end_bonus'] as const;
const granted = z.boolean().default(true);

/** Rules of a bonus item, as far as a batch_update is judged by them. */
const itemRule = z.strictObject({
  /** decimals that an amount may be written with */
  decimals: z.int().min(0).max(8).default(2),
  /** the only currency, where the item names one */
  currencyId: z.string().min(1).optional(),
  ways: z.array(z.enum(ways)).default([...ways]),
  /** false: one detail at most */
  severalDetails: z.boolean().default(true),
  /** `free`, `none`, or the only number of months */
  bindingPeriod: z.union([z.enum(['free', 'none']), z.int().positive()]).default('free'),
  /** the employees it is for, by any form of their ids; everybody when left out */
  employees: z.array(z.string().min(1)).optional(),
});
export type ItemRule = z.output<typeof itemRule>;

export const lumpSumSettings = z.strictObject({
  /** order of operate_results. Nothing says that it is the request's, so by default nobody gets by on that. */
  resultOrder: z.enum(['asked', 'reversed', 'shuffled']).default('reversed'),
  /** field permissions; a member without one is absent from answers */
  permissions: z
    .strictObject({
      returnAmountBeforeTax: granted,
      returnAmountAfterTax: granted,
      bindingPeriodOffboardingType: granted,
      belongTime: granted,
      /** user_id, where user_id_type is user_id */
      userId: granted,
    })
    .prefault({}),
  /** undocumented: what batch_update does with details that it is not given */
  omittedDetails: z.enum(['removed', 'kept']).default('removed'),
  /** undocumented: what it does with other members that it is not given */
  omittedMembers: z.enum(['cleared', 'kept']).default('cleared'),
  /** true: 2000.0 comes back as 2000.00, by the item's decimals */
  normaliseAmounts: z.boolean().default(true),
  /** modify_time has whole seconds. `grows`: each change moves it on by one at least; `clock`: two may share one. */
  modifyTime: z.enum(['grows', 'clock']).default('grows'),
  /** the currencies that exist; null: any */
  currencies: z.array(z.string().min(1)).nullable().default(null),
  /** the items that exist; null: any, each with `itemRule` */
  items: z.record(z.string(), itemRule).nullable().default(null),
  itemRule: itemRule.prefault({}),
  /** query and query_detail show what was that many milliseconds ago */
  readLagMs: z.int().nonnegative().default(0),
});
export type LumpSumSettings = z.output<typeof lumpSumSettings>;
