import { lumpSumCorrectionInput, parse, parseWorkflowId } from '../../contract/index.ts';
import { concurrently } from '../concurrently.ts';
import { linesOf, type RecordLine } from '../lumpSum/recordLine.ts';
import type { PayoutsClient } from '../payoutsClient.ts';
import { correctionResultOf } from '../results/outcome.ts';
import type { BatchRun } from './followBatch.ts';

/** Inputs read at once: each may be half a megabyte. */
const INPUTS_AT_ONCE = 4;

/** @returns the owner's key in a workflow id of ours. */
export function orderIdOfRun({ summary: { workflowId } }: BatchRun): string {
  return parseWorkflowId(workflowId)?.orderId ?? '';
}

export function isCorrection({ summary }: BatchRun): boolean {
  return parseWorkflowId(summary.workflowId)?.flow === 'lumpSumCorrection';
}

/**
 * A line for each record of a batch's corrections. A correction that ended, or waits, without naming its records is asked
 * what it was given; one that goes on is a single line.
 */
export async function recordLinesOf(
  client: Pick<PayoutsClient, 'inputOf'>,
  runs: readonly BatchRun[],
): Promise<RecordLine[]> {
  const parts = await concurrently(runs.filter(isCorrection), INPUTS_AT_ONCE, async (run) => {
    const { outcome } = run;
    if (outcome === undefined) return [];
    const told = correctionResultOf(outcome)?.records.length ?? 0;
    const allTold = told > 0 && outcome.kind !== 'needsPerson';
    const ids = allTold || run.standing === 'goesOn' ? undefined : await recordIdsOf(client, run);
    return linesOf(orderIdOfRun(run), ids, outcome);
  });
  return parts.flat();
}

/** @returns undefined for an input that is not as the contract says, or cannot be read. */
async function recordIdsOf(
  client: Pick<PayoutsClient, 'inputOf'>,
  { summary: { workflowId, runId } }: BatchRun,
): Promise<string[] | undefined> {
  try {
    const input = parse(lumpSumCorrectionInput, await client.inputOf(workflowId, runId));
    return input.ok ? input.value.records.map(({ id }) => id) : undefined;
  } catch {
    return undefined;
  }
}
