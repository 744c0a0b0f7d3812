import { z } from 'zod';

/** What a payout can wait for, as far as the workflow itself knows. */
export const waitingFor = [
  'approval',
  'provider',
  'poll',
  'credit',
  'recheck',
  'time',
  'settings',
  'worker',
] as const;

export type WaitingFor = (typeof waitingFor)[number];

export const waitingSchema = z.object({
  for: z.enum(waitingFor),
  since: z.iso.datetime({ offset: true }),
  offer: z.int().min(1).optional(),
});

/** What is waited for and since when. Tries, last error and next try are the pending activity's, by `describe`. */
export interface Waiting {
  readonly for: WaitingFor;
  /** ISO 8601 */
  readonly since: string;
  /** while approval is waited for: which offer of the run `approve` and `reject` answer */
  readonly offer?: number;
}
