import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type {
  CorrectedRecord,
  RecordChange,
  RecordProblem,
} from '../../../contract/flows/lumpSumCorrection.ts';
import { showsBelongTime } from '../../../contract/flows/lumpSumQuery.ts';
import type { CallFailure } from '../../../providers/http/outcome.ts';
import { bounded } from '../../../rules/lumpSum/bounded.ts';
import { nextStep } from '../../../rules/lumpSum/judgeRecord.ts';
import { markOf } from '../../../rules/lumpSum/markOf.ts';
import { readMarks, type LeftMark, type SentMark } from '../../../rules/lumpSum/marks.ts';
import type { WantedRecord } from '../../../rules/lumpSum/overlay.ts';
import { readPackedSending, type PackedSending } from '../../../rules/lumpSum/packedMarks.ts';
import { currentRun, whyLookOnly } from '../../attempts/earlierRuns.ts';
import { notSent, type LookOnlyReason } from '../../attempts/failures.ts';
import { isFirstTry } from '../../attempts/firstTry.ts';
import { untilRecorded } from '../../attempts/heartbeatRecorded.ts';
import { nothingSent } from '../../attempts/nothingSent.ts';
import { refusalOf } from '../../attempts/refusal.ts';
import { sendClock } from '../../attempts/sendDelay.ts';
import type { LumpSumDependencies } from './dependencies.ts';
import {
  isLarge,
  openHandedOver,
  type HandedOver,
  type Opened,
  type PackedSent,
  type SentRecord,
} from './handover.ts';
import { readRecords } from './readRecords.ts';
import type { ReadRecordsOfInput } from './recordsOfInput.ts';
import type { Verdict } from '../../../rules/lumpSum/verdict.ts';
import { verdictsOf } from './verdicts.ts';

export type CorrectRequest = HandedOver & {
  /** an earlier try may have sent any of them, and left no mark */
  readonly unsure: boolean;
  readonly send: 'once' | 'never';
  readonly originalRunId: string;
};

export type CorrectAnswer =
  | {
      readonly outcome: 'judged';
      /** nothing was sent for these, or it is known what came of an earlier send */
      readonly settled: readonly CorrectedRecord[];
      readonly sent: readonly SentRecord[] | PackedSent;
      /** why the answer to the send is not known, where it is not */
      readonly lost?: string;
    }
  /** this is not the first try of this call: nothing was done now. `marks`: what the first one was about to send */
  | { readonly outcome: 'interrupted'; readonly marks: readonly LeftMark[] | PackedSending | null };

interface Sending {
  readonly wanted: WantedRecord;
  readonly changes: readonly RecordChange[];
  readonly mark: SentMark;
}

/**
 * Reads the records, judges each, and sends those that are to change in one batch_update. One try, whatever the server's
 * retry settings say. What is about to be sent is on record at the server before it leaves: a worker that is lost without
 * such a record has sent nothing.
 *
 * @throws ApplicationFailure `NotSent`, `RateLimited`, `AuthenticationFailed`, `PermissionDenied`, `QuotaExhausted`:
 * nothing was sent by this call
 * @param readInput reads the records of a large correction
 */
export async function correct(
  dependencies: LumpSumDependencies,
  request: CorrectRequest,
  readInput: ReadRecordsOfInput,
): Promise<CorrectAnswer> {
  const tryClock = sendClock();
  if (!isFirstTry()) {
    const left: unknown = activityInfo().heartbeatDetails;
    return {
      outcome: 'interrupted',
      marks: isLarge(request) ? readPackedSending(left) : readMarks(left),
    };
  }
  const opened = await openHandedOver(request, readInput);
  const lookOnly = await whyOnlyLook(dependencies, request);
  const read = await readRecords(
    dependencies,
    opened.records.map(({ id }) => id),
  );
  if (!read.ok) return notRead({ ...opened, unsure: request.unsure }, read.failure, lookOnly);
  const seesBelongTime = showsBelongTime([...read.value.values()]);
  const earlier = new Map(opened.marks.map((mark) => [mark.id, mark]));
  const settled: CorrectedRecord[] = [];
  const sending: Sending[] = [];
  for (const correction of opened.records) {
    const mark = earlier.get(correction.id);
    // The records of a later round are fewer and may happen to carry none. What was seen of this one when it was sent
    // counts: it is sent again only where it still reads the same.
    const sees = seesBelongTime || mark?.seesBelongTime === true;
    const step = nextStep(
      correction,
      read.value.get(correction.id),
      { lookOnly, mark, unsure: request.unsure },
      sees,
    );
    if (step.kind === 'settled') settled.push(step.record);
    else sending.push({ ...step, mark: markOf({ ...step, correction }, sees) });
  }
  if (sending.length === 0) return { outcome: 'judged', settled: bounded(settled), sent: [] };
  heartbeat(opened.leave(sending.map(({ mark, changes }) => ({ ...mark, changes }))));
  await untilRecorded(dependencies.heartbeatRecorded);
  if (tryClock.isLate()) throw notSent('reading took too long to send within this try');
  return send(dependencies, opened, settled, sending);
}

/**
 * Feishu refuses the read for its parameters, a malformed id for one, and would refuse it again: nothing was sent, and
 * nothing will be. Where an earlier send is in doubt, it only says that nothing was sent now.
 */
function notRead(
  { records, marks, unsure }: Pick<Opened, 'records' | 'marks'> & Pick<CorrectRequest, 'unsure'>,
  failure: CallFailure,
  lookOnly: string | undefined,
): CorrectAnswer {
  const inDoubt = marks.length > 0 || unsure || lookOnly !== undefined;
  if (failure.type !== 'PayoutRejected' || inDoubt) throw nothingSent(failure);
  const { code, message } = refusalOf(failure);
  const problems: RecordProblem[] = [
    { code, message: `Feishu refuses to read these records: ${message}`, foundBy: 'provider' },
  ];
  const settled = records.map(({ id }) => ({ id, outcome: 'rejected', changes: [], problems }) as const);
  return { outcome: 'judged', settled: bounded(settled), sent: [] };
}

async function whyOnlyLook(
  { followsEarlierRun }: LumpSumDependencies,
  { send, originalRunId }: CorrectRequest,
): Promise<string | undefined> {
  const words: Record<LookOnlyReason, string> = {
    resetRun: 'this run was reset, and a reset run never sends',
    followsRun: 'an earlier run of this correction did not end as Failed and may have sent it',
    sendNever: 'the correction was started with send "never"',
  };
  if (send === 'never') return words.sendNever;
  const because = await whyLookOnly(currentRun(originalRunId), followsEarlierRun);
  return because && words[because];
}

async function send(
  { client }: LumpSumDependencies,
  { tell }: Opened,
  settled: readonly CorrectedRecord[],
  sending: readonly Sending[],
): Promise<CorrectAnswer> {
  const result = await client.lumpSumUpdate(
    sending.map(({ wanted }) => wanted),
    { signal: cancellationSignal() },
  );
  const answered = (verdictOf: (id: string) => Verdict, lost?: string): CorrectAnswer => {
    const sent = sending.map(({ mark, changes }): SentRecord => ({
      mark,
      changes,
      problems: [],
      verdict: verdictOf(mark.id),
    }));
    return {
      outcome: 'judged',
      settled: bounded(settled),
      sent: tell(sent),
      ...(lost === undefined ? {} : { lost }),
    };
  };
  if (result.ok) return answered(verdictsOf(result.value));
  const { failure } = result;
  if (failure.outcome === 'unknown') return answered(() => ({ kind: 'unknown' }), failure.message);
  if (failure.type !== 'PayoutRejected') throw nothingSent(failure);
  return answered(() => ({ kind: 'callRefused', refusal: refusalOf(failure) }));
}
