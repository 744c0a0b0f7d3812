import {
  flows,
  orderIdIn,
  workflowIdOf,
  type AllinpayWithdrawalResult,
  type LumpSumCorrectionResult,
  type ReferralWithdrawalResult,
} from '../../contract/index.ts';
import type { PayoutDescription } from '../description.ts';
import type { LostAs, PayoutResult } from '../errors.ts';
import type { PayoutRequest } from '../flows.ts';

/** What a started payout is known by. */
export interface StartedPayout {
  readonly workflowId: string;
  readonly runId: string | undefined;
  /** true: an earlier start carries it, this one added nothing */
  readonly attached: boolean;
}

/** What became of one payout by the time that one looked away. */
export type Outcome =
  /** money moved, all or in part, or there was none to move: the result's `status` says which */
  | ({ readonly kind: 'completed'; readonly result: PayoutResult } & StartedPayout)
  /** no money moved, or a person said so */
  | ({
      readonly kind: 'failed';
      readonly type: string;
      readonly message: string;
      readonly result: PayoutResult | undefined;
    } & StartedPayout)
  /** open, and waiting for a person; `result` is missing when no worker answered */
  | ({
      readonly kind: 'needsPerson';
      readonly status: string;
      readonly result: PayoutResult | undefined;
    } & StartedPayout)
  /** open, and going on by itself */
  | ({ readonly kind: 'open'; readonly status: string } & StartedPayout)
  /** ended from outside: nobody has said whether money moved */
  | ({ readonly kind: 'interrupted'; readonly lostAs: LostAs } & StartedPayout)
  /** running, but it could not be looked at */
  | ({ readonly kind: 'unseen'; readonly message: string } & StartedPayout)
  /** nothing was started by us: the reason in words */
  | {
      readonly kind: 'notStarted';
      readonly workflowId: string;
      readonly reason: string;
      readonly message: string;
    };

/** One line of a report: what was asked for and what became of it. */
export interface ReportedPayout {
  readonly request: PayoutRequest;
  readonly outcome: Outcome;
}

export function orderIdOf({ flow, input }: PayoutRequest): string {
  return orderIdIn(flows[flow], input);
}

/** @returns the id that a request yields. */
export function workflowIdOfRequest(request: PayoutRequest): string {
  return workflowIdOf(request.flow, request.input.profile ?? 'default', orderIdOf(request));
}

/** @returns what is known of the money, as far as the outcome carries it. */
export function resultOf(outcome: Outcome): PayoutResult | undefined {
  switch (outcome.kind) {
    case 'completed':
    case 'failed':
    case 'needsPerson':
      return outcome.result;
    case 'open':
    case 'interrupted':
    case 'unseen':
    case 'notStarted':
      return undefined;
  }
}

export function allinpayResultOf(outcome: Outcome): AllinpayWithdrawalResult | undefined {
  const result = resultOf(outcome);
  return result !== undefined && 'orderId' in result ? result : undefined;
}

export function referralResultOf(outcome: Outcome): ReferralWithdrawalResult | undefined {
  const result = resultOf(outcome);
  return result !== undefined && 'externalOrderId' in result ? result : undefined;
}

export function correctionResultOf(outcome: Outcome): LumpSumCorrectionResult | undefined {
  const result = resultOf(outcome);
  return result !== undefined && 'correctionId' in result ? result : undefined;
}

/** Whether a payout is closed, waits for a person, or goes on by itself. */
export type Standing = 'closed' | 'needsPerson' | 'goesOn';

/**
 * Attention is not all that waits for a person: an approval does, and so does a credit that another service confirms.
 */
export function standingOf(description: PayoutDescription, request: PayoutRequest): Standing {
  if (description.execution !== 'open') return 'closed';
  if (description.needsAttention || description.status === 'awaitingApproval') return 'needsPerson';
  const confirmed = request.flow === 'referralWithdrawal' && request.input.credit === 'confirm';
  return confirmed && description.status === 'crediting' ? 'needsPerson' : 'goesOn';
}

/** Statuses of completed payouts in which all that was asked for was done, or there was nothing to do. */
const wellEnded: readonly string[] = [
  'settled',
  'reconciled',
  'withdrawn',
  'nothingToWithdraw',
  'breakAccepted',
  'corrected',
  'unchanged',
];

/** @returns whether a command that saw this outcome may say that all went well. */
export function isWell(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'completed':
      return wellEnded.includes(outcome.result.status);
    case 'open':
      return true;
    case 'failed':
    case 'needsPerson':
    case 'interrupted':
    case 'unseen':
    case 'notStarted':
      return false;
  }
}
