import type { LumpSumCorrectionResult } from '../../../contract/flows/lumpSumCorrection.ts';
import { mustHold } from '../engine/broken.ts';
import type { Change, LumpSumBook } from '../providers/lumpSumBook.ts';
import type { Run } from '../server/run.ts';
import type { Case } from '../workload/case.ts';

interface Asked {
  readonly id: string;
  readonly totalAmount?: string;
  readonly remark?: string;
  readonly details?: readonly { readonly id?: string }[];
}

const recordsOf = (of: Case): readonly Asked[] => of.input['records'] as readonly Asked[];

/** A detail is added once, whatever happened to the answer. */
export function checkAdded(of: Case, book: LumpSumBook): void {
  for (const { id } of recordsOf(of)) {
    const added = book.changes.filter((change) => change.id === id && change.addedDetails > 0).length;
    mustHold(added <= 1, 'never twice', () => `${of.orderId}: details were added to ${id} ${added} times`);
  }
}

/** What holds for every answer of the query. */
export function checkCounts({ counts, records, correctionId }: LumpSumCorrectionResult): void {
  const told = Object.values(counts).reduce((sum, count) => sum + count, 0);
  mustHold(told === records.length, 'sums', () => `${correctionId}: ${told} counted, ${records.length} told`);
}

/** What a closed run says of each record against what the book holds. */
export function checkCorrectionEnd(
  of: Case,
  run: Run,
  result: LumpSumCorrectionResult,
  book: LumpSumBook,
): void {
  const isSent = ({ asked }: Change): boolean => asked.sentAt <= (run.closedAt ?? 0);
  const type = run.failure?.applicationFailureInfo?.type;
  if (run.status === 'COMPLETED') {
    mustHold(
      result.records.length === recordsOf(of).length,
      'never lost',
      () => `${of.orderId}: ${result.records.length} records told, ${recordsOf(of).length} asked for`,
    );
  }
  for (const asked of recordsOf(of)) {
    const changed = book.changes.filter((change) => change.id === asked.id && isSent(change));
    const told = result.records.find(({ id }) => id === asked.id);
    if (type !== undefined || run.status === 'CANCELED') {
      const counted =
        type === 'PayoutRejected' ? changed : changed.filter((it) => it.asked.runId === run.identity.runId);
      mustHold(
        counted.length === 0,
        'failed means nothing was changed',
        () => `${of.orderId} ended as ${type ?? 'cancelled'} and ${asked.id} was changed`,
      );
    }
    if (told?.outcome === 'corrected') {
      mustHold(isAsWanted(asked, book), 'corrected as the book has it', () => `${asked.id} is not as wanted`);
    }
    if ((told?.outcome === 'rejected' || told?.outcome === 'stale') && !told.problems.some(isConflict)) {
      mustHold(
        changed.length === 0,
        'rejected is as it was',
        () => `${asked.id} was changed and is ${told.outcome}`,
      );
    }
  }
}

function isConflict({ code }: { readonly code: string }): boolean {
  return code === 'conflict';
}

function isAsWanted({ id, totalAmount, remark, details }: Asked, book: LumpSumBook): boolean {
  const record = book.records.get(id);
  if (record === undefined) return false;
  return (
    (totalAmount === undefined || record.total_amount === totalAmount) &&
    (remark === undefined || record.remark === remark) &&
    (details === undefined || record.details.length === details.length)
  );
}
