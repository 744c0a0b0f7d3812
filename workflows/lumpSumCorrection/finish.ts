import type { CorrectedRecord } from '../../contract/flows/lumpSumCorrection.ts';
import type { Problem } from '../../contract/problems.ts';
import type { CorrectionOrder, CorrectionPayout } from './order.ts';

const RECORDS_NAMED_MAX = 100;

/**
 * Ends a correction whose every record has an outcome that somebody knows or has accepted.
 * @throws `PayoutRejected` when nothing was changed and something was refused or stale
 */
export function finish(payout: CorrectionPayout, order: CorrectionOrder): void {
  const { corrected, rejected, stale } = order.counts;
  if (order.doubtful.length > 0) payout.finish('partiallyCorrected');
  else if (corrected > 0) payout.finish(rejected + stale > 0 ? 'partiallyCorrected' : 'corrected');
  else if (rejected + stale === 0) payout.finish('unchanged');
  else {
    order.problems = problemsOf(order.refused);
    throw payout.ended(
      'PayoutRejected',
      'rejected',
      `nothing was changed: ${rejected} records rejected, ${stale} stale`,
    );
  }
}

function problemsOf(records: readonly CorrectedRecord[]): Problem[] {
  return records.slice(0, RECORDS_NAMED_MAX).flatMap(({ id, problems }) =>
    problems.map(({ code, message, field }) => ({
      code,
      field: field === undefined ? `records[${id}]` : `records[${id}].${field}`,
      message,
    })),
  );
}
