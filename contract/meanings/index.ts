import { allinpay } from './allinpay.ts';
import { lumpSum } from './lumpSum.ts';
import { outcomes } from './outcomes.ts';
import { referral } from './referral.ts';
import { input, result } from './shared.ts';
import { updates } from './updates.ts';

/** By schema, then by member: `details[].amount`. What every input or every result has stands under `input` and `result`. */
export type Meanings = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What each member means, for those who read the JSON Schemas or docs/contract.md. Apart from the zod schemas, which
 * would be hard to read with it, and which workflows evaluate.
 */
export const meanings: Meanings = {
  input,
  result,
  ...allinpay,
  ...referral,
  ...lumpSum,
  ...updates,
  ...outcomes,
};

/** @param schema such as `allinpayWithdrawal.input` */
export function meaningOf(schema: string, member: string): string | undefined {
  const kind = schema.split('.').at(-1) ?? '';
  return meanings[schema]?.[member] ?? meanings[kind]?.[member];
}
