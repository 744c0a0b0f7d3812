import { PayoutFailedError, PayoutInterruptedError, type PayoutResult } from '../errors.ts';
import type { PayoutHandle } from '../handle.ts';
import type { KeepsDeadlines } from '../parts.ts';
import type { Outcome, Standing } from './outcome.ts';

/** The part of a payout that telling its outcome needs. */
export type ReadablePayout = Pick<
  PayoutHandle<PayoutResult>,
  'workflowId' | 'runId' | 'attached' | 'result' | 'snapshot'
>;

/** What a payout knows of itself, or undefined when no worker answers. */
export type SnapshotOf = (payout: ReadablePayout) => Promise<PayoutResult | undefined>;

/** A worker that does not answer a query in this time is reported by what the server knows. */
const SNAPSHOT_DEADLINE_MS = 12_000;

/** What workers know; once one did not answer, the rest is reported by what the server knows, without waiting again. */
export function snapshots(client: KeepsDeadlines): SnapshotOf {
  let answering = true;
  return async (payout) => {
    if (!answering) return undefined;
    try {
      return await client.within(SNAPSHOT_DEADLINE_MS, () => payout.snapshot());
    } catch {
      answering = false;
      return undefined;
    }
  };
}

/**
 * What became of a payout by now. A closed one is asked for its result; one that goes on is not asked at all.
 * @param status as the server's index has it
 */
export async function readOutcome(
  payout: ReadablePayout,
  standing: Standing,
  status: string,
  snapshotOf: SnapshotOf,
): Promise<Outcome> {
  const { workflowId, runId, attached } = payout;
  const known = { workflowId, runId, attached };
  if (standing === 'goesOn') return { kind: 'open', status, ...known };
  if (standing === 'needsPerson') {
    const result = await snapshotOf(payout);
    return { kind: 'needsPerson', status: result?.status ?? status, result, ...known };
  }
  try {
    return { kind: 'completed', result: await payout.result(), ...known };
  } catch (error) {
    if (error instanceof PayoutFailedError) {
      const message = error.cause instanceof Error ? causeMessage(error.cause) : error.message;
      return { kind: 'failed', type: error.type, message, result: error.result, ...known };
    }
    if (error instanceof PayoutInterruptedError)
      return { kind: 'interrupted', lostAs: error.lostAs, ...known };
    return { kind: 'unseen', message: error instanceof Error ? error.message : String(error), ...known };
  }
}

/** The SDK's own message says only that the workflow failed; the worker's words are one deeper. */
function causeMessage(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
