import { z } from 'zod';
import { moneyFlows } from './flows/names.ts';
import { updateNames } from './updates.ts';

/** How a run ended, as the server has it. `terminated`, `timedOut` and `canceled` say nothing of the money by themselves. */
export const recordEnds = ['completed', 'failed', 'canceled', 'terminated', 'timedOut'] as const;

/** One thing a person said by an update that was accepted, in the order of their acceptance. */
const saidByPerson = z.object({
  update: z.enum(updateNames),
  by: z.string(),
  /** ISO 8601: when it was accepted */
  at: z.string(),
  /** of `resolve` */
  decision: z.string().optional(),
  note: z.string().optional(),
});

/**
 * What outlives a closed payout: who asked for it, who decided what, and what became of it. One line of an export, and the
 * `record` of the outcome webhook's last event.
 */
export const payoutRecord = z.object({
  version: z.literal(1),
  workflowId: z.string(),
  runId: z.string(),
  flow: z.enum(moneyFlows),
  end: z.enum(recordEnds),
  /** ISO 8601 */
  startedAt: z.string(),
  closedAt: z.string(),
  /** the type and message of the failure, where `end` is failed */
  failure: z.object({ type: z.string(), message: z.string() }).optional(),
  said: z.array(saidByPerson),
  /** the result of the flow, or of a failure what was known (details[0]); null where the run ended from outside */
  result: z.record(z.string(), z.unknown()).nullable(),
});

export type PayoutRecord = z.output<typeof payoutRecord>;
export type SaidByPerson = z.output<typeof saidByPerson>;
