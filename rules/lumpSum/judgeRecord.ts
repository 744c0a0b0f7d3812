import type {
  CorrectedRecord,
  CorrectionRecord,
  RecordChange,
  RecordProblem,
} from '../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../contract/lumpSumRecord.ts';
import { judgeCorrection, missing, type Judgement } from './judge.ts';
import { digest } from './markOf.ts';
import type { SentMark } from './marks.ts';
import { layOver } from './overlay.ts';
import { standingOf, type Standing } from './standing.ts';

/** What is to be done with one record that was just read. */
export type NextStep =
  { readonly kind: 'settled'; readonly record: CorrectedRecord } | Extract<Judgement, { kind: 'send' }>;

/** What may have happened to a record before. */
export interface Past {
  /** why this run may only look, in words */
  readonly lookOnly: string | undefined;
  /** of a send whose outcome nobody knows */
  readonly mark: SentMark | undefined;
  /** an earlier try may have sent it, and left no mark */
  readonly unsure: boolean;
}

/** Decides on one record by what is wanted, what Feishu shows now and what may have happened before. */
export function nextStep(
  correction: CorrectionRecord,
  record: LumpSumRecord | undefined,
  past: Past,
  seesBelongTime: boolean,
): NextStep {
  const maybeSent = past.lookOnly !== undefined || past.mark !== undefined || past.unsure;
  if (!maybeSent) return firstStep(correction, record, seesBelongTime);
  const standing = standingOf(correction, record, past.mark, digest);
  if (standing === 'wanted') return settled(correction.id, 'corrected');
  if (standing === 'alike') return settled(correction.id, 'unverified', [invisible()]);
  if (standing === 'before' && past.lookOnly === undefined) {
    const step = firstStep(correction, record, seesBelongTime);
    if (step.kind === 'settled' || !step.changesDetails) return step;
  }
  return settled(
    correction.id,
    'conflict',
    whyConflict(standing, correction.id, past),
    differences(correction, record),
  );
}

function firstStep(
  correction: CorrectionRecord,
  record: LumpSumRecord | undefined,
  seesBelongTime: boolean,
): NextStep {
  const judgement = judgeCorrection(correction, record, seesBelongTime);
  switch (judgement.kind) {
    case 'unchanged':
      return settled(correction.id, 'unchanged');
    case 'stale':
    case 'rejected':
      return settled(correction.id, judgement.kind, judgement.problems);
    case 'send':
      return judgement;
  }
}

function settled(
  id: string,
  outcome: CorrectedRecord['outcome'],
  problems: readonly RecordProblem[] = [],
  changes: readonly RecordChange[] = [],
): NextStep {
  return { kind: 'settled', record: { id, outcome, changes, problems } };
}

/** What is still to change for the record to be as wanted. */
export function differences(
  correction: CorrectionRecord,
  record: LumpSumRecord | undefined,
): readonly RecordChange[] {
  return record === undefined ? [] : layOver(correction, record).changes;
}

function invisible(): RecordProblem {
  const message = 'it may have been sent, and the record reads the same before and after';
  return { code: 'unverified', message, foundBy: 'us' };
}

function whyConflict(
  standing: Exclude<Standing, 'wanted' | 'alike'>,
  id: string,
  { lookOnly }: Past,
): RecordProblem[] {
  const why = {
    before: 'it is as it was, and a record whose details change is never sent twice',
    other: 'it is neither as wanted nor surely as it was',
    missing: 'Feishu does not show it',
  };
  const message =
    lookOnly === undefined
      ? `it may have been sent before: ${why[standing]}`
      : `it is not as wanted, and it is not sent: ${lookOnly}`;
  const conflict: RecordProblem = { code: 'conflict', message, foundBy: 'us' };
  return standing === 'missing' ? [missing(id), conflict] : [conflict];
}
