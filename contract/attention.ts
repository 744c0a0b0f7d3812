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
  'recordOutcome',
  'recheck',
  'accept',
  'retry',
  'extend',
  'cancel',
] as const;

export type Decision = (typeof decisions)[number];

const raised = {
  reason: z.enum(attentionReasons),
  since: z.iso.datetime({ offset: true }),
  offer: z.int().min(1),
  decisions: z.array(z.enum(decisions)),
  message: z.string(),
};

export const attentionSchema = z.object({ ...raised, also: z.array(z.object(raised)) });

/** One reason why a person is needed: since when, what they can decide, and what is known. */
export interface Raised {
  readonly reason: AttentionReason;
  /** ISO 8601: when the reason was raised; kept when the same reason is raised again */
  readonly since: string;
  /** which offer of the run this is; a decision answers one offer */
  readonly offer: number;
  /** the one that moves no money first; empty while a decision is being carried out */
  readonly decisions: readonly Decision[];
  readonly message: string;
}

/** The gravest reason, and the others, gravest first. */
export interface Attention extends Raised {
  readonly also: readonly Raised[];
}
