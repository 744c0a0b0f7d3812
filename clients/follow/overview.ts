import { moneyFlows, type Waiting, type WaitingFor } from '../../contract/index.ts';
import type { PayoutDescription, PendingCall } from '../description.ts';
import { PayoutFailedError, type PayoutResult } from '../errors.ts';
import type { PayoutHandle } from '../handle.ts';
import type { KeepsDeadlines } from '../parts.ts';

/** What an open payout waits for: the workflow's own word, joined with the call that the server has pending. */
export interface Waits {
  /** `decision`: a person's; undefined where no worker answered */
  readonly for: WaitingFor | 'decision' | undefined;
  /** ISO 8601 */
  readonly since: string | undefined;
  /** while approval is waited for: which offer `approve` and `reject` answer */
  readonly offer?: number;
  /** how often it was tried, the last error, when it is tried next */
  readonly call: PendingCall | undefined;
}

/** All that is known of one payout, by the server and by the payout itself. */
export interface PayoutOverview {
  readonly description: PayoutDescription;
  readonly result: PayoutResult | undefined;
  readonly failure?: { readonly type: string; readonly message: string };
  /** why the payout itself could not be asked */
  readonly unanswered?: string;
  /** of an open payout */
  readonly waits?: Waits;
}

/** After a worker was killed the first query waits about 10 s for the server to forget where it ran. */
export const QUERY_DEADLINE_MS = 12_000;

/** @throws PayoutNotFoundError */
export async function overviewOf(
  client: KeepsDeadlines,
  payout: Pick<PayoutHandle<PayoutResult>, 'describe' | 'result' | 'snapshot'>,
): Promise<PayoutOverview> {
  const description = await payout.describe();
  // A question has an answer and no result: it pays nothing, and whoever asked has it.
  if (!moneyFlows.some((flow) => flow === description.workflowType))
    return { description, result: undefined };
  if (description.execution === 'completed' || description.execution === 'failed') {
    try {
      return { description, result: await payout.result() };
    } catch (error) {
      if (!(error instanceof PayoutFailedError)) throw error;
      const failure = { type: error.type, message: error.message };
      return { description, result: error.result, failure };
    }
  }
  if (description.execution !== 'open') return { description, result: undefined };
  try {
    const result = await client.within(QUERY_DEADLINE_MS, () => payout.snapshot());
    return { description, result, waits: waitsOf(result, description.pending) };
  } catch (error) {
    // No worker answers, or a newer one: what the server knows is still worth showing.
    const unanswered = error instanceof Error ? error.message : String(error);
    return { description, result: undefined, unanswered, waits: waitsOf(undefined, description.pending) };
  }
}

/** Where no call is under way and something can be decided, it is a person who is waited for. */
export function waitsOf(
  result: Pick<PayoutResult, 'waiting' | 'attention'> | undefined,
  [call]: readonly PendingCall[],
): Waits {
  const attention = result?.attention ?? null;
  const decidable = attention !== null && [attention, ...attention.also].some(isOffered);
  if (decidable && call === undefined) return { for: 'decision', since: attention.since, call };
  const waiting: Waiting | null = result?.waiting ?? null;
  return waiting === null ? { for: undefined, since: undefined, call } : { ...waiting, call };
}

function isOffered({ decisions }: { readonly decisions: readonly unknown[] }): boolean {
  return decisions.length > 0;
}
