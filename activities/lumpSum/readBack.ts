import type { CorrectionRecord, RecordChange } from '../../contract/lumpSum/correction.ts';
import type { SentMark } from '../../contract/lumpSum/marks.ts';
import { standingOf, type Standing } from '../../contract/lumpSum/standing.ts';
import type { CallFailure } from '../../providers/outcome.ts';
import { PatientTries, type Reported } from '../tries.ts';
import { bounded } from './bounded.ts';
import type { LumpSumDependencies } from './dependencies.ts';
import { differences } from './judgeRecord.ts';
import { digest } from './marks.ts';
import { readRecords } from './readRecords.ts';

export interface ReadBackRequest {
  readonly records: readonly { readonly correction: CorrectionRecord; readonly mark?: SentMark }[];
  readonly known: Reported;
}

/** Where one record stands now. */
export interface ReadBackRecord {
  readonly id: string;
  readonly standing: Standing;
  /** what is still to change for it to be as wanted */
  readonly changes: readonly RecordChange[];
  readonly problems: readonly [];
}

/**
 * Reads records that may have been sent and holds each against what was sent. Changes nothing: tried without limit, also
 * where Feishu refuses the call, since these very records were read before they were sent.
 */
export async function readBack(
  dependencies: LumpSumDependencies,
  { records, known }: ReadBackRequest,
): Promise<readonly ReadBackRecord[]> {
  const tries = await PatientTries.begin(dependencies, known);
  const read = await readRecords(
    dependencies,
    records.map(({ correction }) => correction.id),
  );
  if (!read.ok) throw tries.failureFor(asked(read.failure));
  const found = read.value;
  return bounded(
    records.map(({ correction, mark }) => {
      const record = found.get(correction.id);
      return {
        id: correction.id,
        standing: standingOf(correction, record, mark, digest),
        changes: differences(correction, record),
        problems: [],
      };
    }),
  );
}

/** A refusal is no answer to what was asked. */
function asked(failure: CallFailure): CallFailure {
  return failure.type === 'PayoutRejected' ? { ...failure, type: 'ProtocolViolation' } : failure;
}
