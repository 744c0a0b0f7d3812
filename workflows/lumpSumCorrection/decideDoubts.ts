import type { CorrectedRecord } from '../../contract/flows/lumpSumCorrection.ts';
import type { CorrectionOrder, CorrectionPayout } from './order.ts';
import { readBack } from './verify.ts';

const RECORDS_NAMED_MAX = 5;

/** Calls for a person as long as nobody can tell what a record is, and does what they decide. */
export async function decideDoubts(payout: CorrectionPayout, order: CorrectionOrder): Promise<void> {
  for (let { doubtful } = order; doubtful.length > 0; { doubtful } = order) {
    const [reason, other] = doubtful.some(({ outcome }) => outcome === 'conflict')
      ? (['conflict', 'unverified'] as const)
      : (['unverified', 'conflict'] as const);
    payout.clear(other);
    const message = messageOf(doubtful);
    const { decision, by } = await payout.decided(
      reason,
      { decisions: ['recheck', 'accept'], message },
      'verifying',
    );
    if (decision === 'accept') {
      order.statedBy = by;
      return;
    }
    // The same doubt all along: what it turns out to be is told once, however often somebody has it looked at.
    payout.raise(reason, { decisions: [], message: `${by} has the records read again. ${message}` });
    await recheck(payout, order, doubtful);
  }
}

/** A record that has become as wanted is corrected; any other stays what it was, with what is still to change. */
async function recheck(
  payout: CorrectionPayout,
  order: CorrectionOrder,
  doubtful: readonly CorrectedRecord[],
): Promise<void> {
  const records = doubtful.flatMap(({ id }) => {
    const correction = order.recordOf(id);
    return correction === undefined ? [] : [{ correction, mark: order.markOf(id) }];
  });
  const standings = await readBack(payout, order, records, 'changes');
  for (const record of doubtful) {
    const read = standings.get(record.id);
    if (read?.standing === 'wanted') order.settle({ ...record, outcome: 'corrected', problems: [] });
    else if (read?.changes !== undefined) order.settle({ ...record, changes: read.changes });
  }
}

function messageOf(doubtful: readonly CorrectedRecord[]): string {
  const named = doubtful
    .slice(0, RECORDS_NAMED_MAX)
    .map(({ id, outcome, problems }) => `${id} ${outcome}: ${problems[0]?.message ?? 'no reason known'}`);
  const more = doubtful.length - named.length;
  return [`${doubtful.length} records`, ...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
