import { z } from 'zod';

const amount = z.string().regex(/^\d{1,12}\.\d{2}$/, 'a decimal string with two decimals');

const body = z.strictObject({
  type: z.literal('referral.withdrawn'),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.strictObject({
    profile: z.string().min(1),
    externalOrderId: z.string().min(1),
    referralAccountId: z.string().min(1),
    transTime: z.string().regex(/^\d{13}$/),
    points: z.int().nonnegative(),
    cash: z.array(z.strictObject({ currency: z.string().regex(/^[A-Z]{3}$/), amount })),
  }),
});

/** What the owner's wallet is asked to credit (contract: referralWithdrawal, credit). */
export type CreditBody = z.output<typeof body>;

/** 400 for what has the wrong shape, 422 where only members are there that the contract does not name. */
export function readCredit(
  text: string,
): { readonly credit: CreditBody } | { readonly status: 400 | 422; readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { status: 400, problem: 'body is not JSON' };
  }
  const read = body.safeParse(json);
  if (read.success) return { credit: read.data };
  const onlyUnknown = read.error.issues.every((issue) => issue.code === 'unrecognized_keys');
  return { status: onlyUnknown ? 422 : 400, problem: z.prettifyError(read.error) };
}
