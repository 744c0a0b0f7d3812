import type { Failure } from './proto.ts';
import type { RetryPolicy } from './retryPolicy.ts';

/** What a workflow asked for. Times in ms. */
export interface ActivityOrder {
  readonly seq: number;
  readonly activityId: string;
  readonly type: string;
  readonly taskQueue: string;
  readonly args: readonly unknown[];
  readonly scheduleToStartMs: number | undefined;
  readonly startToCloseMs: number | undefined;
  readonly heartbeatMs: number | undefined;
  readonly retry: RetryPolicy;
}

export interface RunRef {
  readonly workflowId: string;
  readonly runId: string;
  readonly workflowType: string;
}

/** One attempt in the hands of a worker. */
export interface Attempt {
  readonly number: number;
  readonly attempt: number;
  readonly scheduledAt: number;
  readonly attemptScheduledAt: number;
  readonly heartbeatDetails: unknown;
}

export type Ending =
  | { readonly kind: 'completed'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancelled' };
