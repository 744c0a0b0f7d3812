/** As a workflow asks for it; ms. */
export interface RetryPolicy {
  /** 0: for ever */
  maximumAttempts: number;
  readonly initialMs: number;
  readonly coefficient: number;
  readonly maximumMs: number;
}

/** How long the server waits after an attempt failed, counted from 1. */
export function backOffOf(policy: RetryPolicy, attempt: number): number {
  return Math.min(policy.initialMs * policy.coefficient ** Math.min(attempt - 1, 60), policy.maximumMs);
}
