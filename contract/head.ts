import { z } from 'zod';
import { attentionSchema, type Attention } from './attention.ts';
import { flowNames, type Flow } from './flows/names.ts';
import { waitingSchema, type Waiting } from './waiting.ts';

/** Every status a payout can have. The last five end a flow as Failed: no money moved, or a person said so. */
export const statuses = [
  'awaitingApproval',
  'submitting',
  'confirmingRefusal',
  'outcomeUnknown',
  'orderConflict',
  'processing',
  'overdue',
  'settled',
  'partiallySettled',
  'withdrawing',
  'crediting',
  'creditRefused',
  'reconciling',
  'reconciled',
  'reconcileBreak',
  'breakAccepted',
  'withdrawn',
  'nothingToWithdraw',
  'correcting',
  'verifying',
  'corrected',
  'partiallyCorrected',
  'unchanged',
  'rejected',
  'refused',
  'cancelled',
  'failed',
] as const;

export type Status = (typeof statuses)[number];

/** What every result and the `payout` query begin with. */
export interface Head {
  readonly flow: Flow;
  readonly status: Status;
  readonly profile: string;
  readonly batchId?: string;
  readonly requestedBy?: string;
  readonly approvedBy?: string;
  readonly attention: Attention | null;
  /** what is waited for; null where nothing is, and in results */
  readonly waiting: Waiting | null;
}

export const headSchema = {
  flow: z.enum(flowNames),
  status: z.enum(statuses),
  profile: z.string(),
  batchId: z.string().optional(),
  requestedBy: z.string().optional(),
  approvedBy: z.string().optional(),
  attention: attentionSchema.nullable(),
  /** records of runs that closed before it was told have none */
  waiting: waitingSchema.nullable().default(null),
};

export const problemSchema = z.object({
  code: z.string().optional(),
  field: z.string().optional(),
  message: z.string(),
});
