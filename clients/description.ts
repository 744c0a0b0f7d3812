import type { WorkflowExecutionDescription, WorkflowExecutionInfo } from '@temporalio/client';
import { listedIn, searchAttributes, type Listed } from '../contract/index.ts';

/** A run as Temporal itself sees it. */
export type Execution = 'open' | 'completed' | 'failed' | 'terminated' | 'timed out' | 'canceled';

/**
 * What the server says of a payout without asking a worker: its search attributes, its times (ISO 8601, UTC) and what was
 * asked for. The last is undefined for a run that another client started until a worker has seen it.
 */
export interface PayoutSummary extends Listed {
  readonly workflowId: string;
  readonly runId: string;
  readonly workflowType: string;
  readonly execution: Execution;
  /** a status of the contract; undefined for a run started without search attributes that no worker has seen yet */
  readonly status: string | undefined;
  readonly needsAttention: boolean;
  /** every reason for which a person is needed, as the index has it */
  readonly attention: readonly string[];
  /** when the oldest of them was raised */
  readonly attentionSince: string | undefined;
  readonly profile: string | undefined;
  readonly batchId: string | undefined;
  readonly settleBy: string | undefined;
  readonly startedAt: string;
  readonly closedAt: string | undefined;
}

/** A call to a provider that is running or waiting for its next try. */
export interface PendingCall {
  readonly name: string;
  /** the first is 1 */
  readonly attempt: number;
  readonly lastFailure: { readonly type: string | undefined; readonly message: string } | undefined;
  /** undefined while the call is running */
  readonly nextTryAt: string | undefined;
}

export interface PayoutDescription extends PayoutSummary {
  readonly pending: readonly PendingCall[];
}

function executionOf(info: WorkflowExecutionInfo | WorkflowExecutionDescription): Execution {
  switch (info.status.name) {
    case 'COMPLETED':
      return 'completed';
    case 'FAILED':
      return 'failed';
    case 'TERMINATED':
      return 'terminated';
    case 'TIMED_OUT':
      return 'timed out';
    case 'CANCELLED':
      return 'canceled';
    case 'RUNNING':
    case 'PAUSED':
    case 'CONTINUED_AS_NEW':
    case 'UNSPECIFIED':
    case 'UNKNOWN':
      return 'open';
  }
}

/** Works for what `list` gives and for what `describe` gives. */
export function summaryOf(info: WorkflowExecutionInfo | WorkflowExecutionDescription): PayoutSummary {
  const attributes = info.typedSearchAttributes;
  return {
    workflowId: info.workflowId,
    runId: info.runId,
    workflowType: info.type,
    execution: executionOf(info),
    status: attributes.get(searchAttributes.status),
    needsAttention: attributes.get(searchAttributes.needsAttention) ?? false,
    attention: attributes.get(searchAttributes.attention) ?? [],
    attentionSince: attributes.get(searchAttributes.attentionSince)?.toISOString(),
    profile: attributes.get(searchAttributes.profile),
    batchId: attributes.get(searchAttributes.batchId),
    ...listedIn(info.memo),
    settleBy: attributes.get(searchAttributes.settleBy)?.toISOString(),
    startedAt: info.startTime.toISOString(),
    closedAt: info.closeTime?.toISOString(),
  };
}

type RawPending = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

function lastFailureOf({ lastFailure }: RawPending): PendingCall['lastFailure'] {
  if (!lastFailure) return undefined;
  return { type: lastFailure.applicationFailureInfo?.type ?? undefined, message: lastFailure.message ?? '' };
}

function pendingCall(raw: RawPending): PendingCall {
  const nextSecond = raw.nextAttemptScheduleTime?.seconds?.toString();
  return {
    name: raw.activityType?.name ?? 'unknown',
    attempt: raw.attempt ?? 1,
    lastFailure: lastFailureOf(raw),
    nextTryAt: nextSecond === undefined ? undefined : new Date(Number(nextSecond) * 1000).toISOString(),
  };
}

export function descriptionOf(info: WorkflowExecutionDescription): PayoutDescription {
  return { ...summaryOf(info), pending: (info.raw.pendingActivities ?? []).map(pendingCall) };
}
