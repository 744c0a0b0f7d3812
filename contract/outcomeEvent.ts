import { z } from 'zod';
import { headSchema } from './head.ts';
import { payoutRecord } from './payoutRecord.ts';

/**
 * What the outcome webhook posts: one event per status that an owner cares about, by Standard Webhooks. It comes at least
 * once; a repeat has the same `webhook-id`. `payout` is what the `payout` query showed when the event came up: the head
 * and the flow's result as far as it was known.
 */
export const outcomeEvent = z.object({
  /** `payout.` and the status that was shown. Any text in the schema: a release may add a status */
  type: z.templateLiteral(['payout.', z.string()]),
  /** ISO 8601: when it came up, by the payout's own clock */
  timestamp: z.string(),
  data: z.object({
    workflowId: z.string(),
    runId: z.string(),
    /** ISO 8601: when the run began. Runs of one id follow each other */
    startedAt: z.string(),
    /** 1, 2, 3 … within the run */
    sequence: z.int().min(1),
    payout: z.looseObject(headSchema),
    /** on the last event of a run only */
    record: payoutRecord.optional(),
  }),
});

export type OutcomeEvent = z.output<typeof outcomeEvent>;

/**
 * The header `webhook-id` of an event: the same on every try. A header holds printable ASCII only; an id that a payout may
 * run under has no other characters, but one that was refused for its id may.
 */
export function outcomeWebhookId({
  workflowId,
  runId,
  sequence,
}: Pick<OutcomeEvent['data'], 'workflowId' | 'runId' | 'sequence'>): string {
  return `outcome/${workflowId.replace(/[^!-~]/gu, encodeURIComponent)}/${runId}/${sequence}`;
}

/** What orders the events of one payout, whichever order they come in. */
export type OutcomePlace = Pick<OutcomeEvent['data'], 'runId' | 'startedAt' | 'sequence'> &
  Pick<OutcomeEvent, 'timestamp'>;

/**
 * Negative where `a` is the older event of a payout. By run, then by sequence. A run that was reset goes on with the
 * numbers and the start of the run it was taken from: of the two the one that spoke last is the newer.
 */
export function compareOutcomes(a: OutcomePlace, b: OutcomePlace): number {
  if (a.startedAt !== b.startedAt) return Date.parse(a.startedAt) - Date.parse(b.startedAt);
  if (a.runId === b.runId) return a.sequence - b.sequence;
  return Date.parse(a.timestamp) - Date.parse(b.timestamp);
}
