import type { CallFailure } from '../../../providers/http/outcome.ts';
import { bounded } from '../../../rules/lumpSum/bounded.ts';
import { differences } from '../../../rules/lumpSum/judgeRecord.ts';
import { digest } from '../../../rules/lumpSum/markOf.ts';
import { standingOf } from '../../../rules/lumpSum/standing.ts';
import type { ReportedOutages } from '../../../rules/outage.ts';
import { AttemptLog } from '../../attempts/attemptLog.ts';
import type { LumpSumDependencies } from './dependencies.ts';
import {
  openReadBackLarge,
  type OpenedReadBack,
  type PackedReadBack,
  type ReadBackHandedOver,
  type ReadBackRecord,
} from './readBackHandover.ts';
import { readRecords } from './readRecords.ts';
import { inputUnread, type ReadRecordsOfInput } from './recordsOfInput.ts';

export type ReadBackRequest = ReadBackHandedOver & { readonly known: ReportedOutages };

/**
 * Reads records that may have been sent and holds each against what was sent. Changes nothing: tried without limit, also
 * where Feishu refuses the call, since these very records were read before they were sent.
 *
 * @param readInput reads the records of a large correction
 */
export async function readBack(
  dependencies: LumpSumDependencies,
  request: ReadBackRequest,
  readInput: ReadRecordsOfInput,
): Promise<readonly ReadBackRecord[] | PackedReadBack> {
  const tries = await AttemptLog.begin(dependencies, request.known);
  const { asked, tell } = await opened(request, readInput).catch((error: unknown) => {
    throw tries.failureFor(inputUnread(error));
  });
  const read = await readRecords(
    dependencies,
    asked.map(({ correction }) => correction.id),
  );
  if (!read.ok) throw tries.failureFor(noAnswer(read.failure));
  const found = read.value;
  return tell(
    asked.map(({ correction, mark }) => {
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

async function opened(request: ReadBackHandedOver, readInput: ReadRecordsOfInput): Promise<OpenedReadBack> {
  if ('marks' in request) return openReadBackLarge(request, await readInput(request.records.ofInput));
  return { asked: request.records, tell: (records) => bounded(records) };
}

/** A refusal is no answer to what was asked. */
function noAnswer(failure: CallFailure): CallFailure {
  return failure.type === 'PayoutRejected' ? { ...failure, type: 'ProtocolViolation' } : failure;
}
