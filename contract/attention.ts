import { z } from 'zod';

/** Why a person is needed, the gravest first: of several, the first is shown. */
export const attentionReasons = [
  'orderConflict',
  'outcomeUnknown',
  'reconcileBreak',
  'conflict',
  'unverified',
  'creditRefused',
  'creditOverdue',
  'overdue',
  'settings',
  'providerDown',
  'profileNotServed',
] as const;

export type AttentionReason = (typeof attentionReasons)[number];

/** What a person can decide by `resolve`, or (`cancel`) by the update of that name. */
export const decisions = [
  'adopt',
  'abandon',
  'resubmit',
  'notSubmitted',
  'recheck',
  'accept',
  'retry',
  'extend',
  'cancel',
] as const;

export type Decision = (typeof decisions)[number];

export const attentionSchema = z.object({
  reason: z.enum(attentionReasons),
  since: z.iso.datetime({ offset: true }),
  decisions: z.array(z.enum(decisions)),
  message: z.string(),
});

/** A person is needed: why, since when, what they can decide, and what is known. */
export interface Attention {
  readonly reason: AttentionReason;
  readonly since: string;
  readonly decisions: readonly Decision[];
  readonly message: string;
}
