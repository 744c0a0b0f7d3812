import { z } from 'zod';
import {
  checkNoAccountTwice,
  checkOneSelector,
  exactlyOneSelector,
  selectorMembers,
} from '../allinpayAccount.ts';
import { checkedAlways, commonInput } from '../input.ts';
import { defineQuestion } from './defineFlow.ts';

export const allinpayBalanceInput = z.strictObject({
  ...commonInput,
  approval: z.literal('none', { error: 'must be "none" or left out: nothing is moved here' }).default('none'),
  accounts: checkedAlways(
    z
      .array(checkedAlways(z.strictObject(selectorMembers), checkOneSelector).meta(exactlyOneSelector))
      .min(1, 'must name at least one account')
      .max(1000, 'must name at most 1000 accounts'),
    checkNoAccountTwice,
  ),
});

export type AllinpayBalanceInput = z.input<typeof allinpayBalanceInput>;
export type AllinpayBalanceQuery = z.output<typeof allinpayBalanceInput>;

/** One account's money, in yuan; ids as the provider has them, as strings. */
export const accountBalance = z.object({
  accountUserId: z.string(),
  accountSetNo: z.string(),
  referenceType: z.string(),
  externalCode: z.string().optional(),
  shopName: z.string().optional(),
  accountName: z.string().optional(),
  balance: z.string(),
  frozenBalance: z.string(),
  availableBalance: z.string(),
  withdrawBalance: z.string(),
});

export type AccountBalance = z.output<typeof accountBalance>;

export const allinpayBalanceResult = z.object({
  accounts: z.array(z.object({ ...accountBalance.shape })),
});

export interface AllinpayBalanceResult {
  readonly accounts: readonly AccountBalance[];
}

export const allinpayBalance = defineQuestion({
  type: 'allinpayBalance',
  idPrefix: 'allinpay-balance',
  input: allinpayBalanceInput,
  result: allinpayBalanceResult,
});
