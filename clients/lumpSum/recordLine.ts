import type { CorrectedRecord, RecordChange, RecordProblem } from '../../contract/index.ts';
import { correctionResultOf, type Outcome } from '../results/outcome.ts';

/** What a line of a report can say of a record, the gravest first. */
export const lineOutcomes = [
  'conflict',
  'unverified',
  'unknown',
  'wrong',
  'rejected',
  'stale',
  'notCorrected',
  'notStarted',
  'open',
  'toChange',
  'corrected',
  'unchanged',
] as const;

/**
 * Beside what a correction itself says:
 * - `unknown`: its correction was ended from outside, or could not be looked at
 * - `wrong`: refused by what the file says of it; never part of a correction
 * - `notCorrected`: its correction ended before it sent anything
 * - `notStarted`, `open`: its correction was not started, has not ended
 * - `toChange`: in a plan: it would be sent
 */
export type LineOutcome = (typeof lineOutcomes)[number];

/** One line of a report: what became, or would become, of one record. */
export interface RecordLine {
  /** undefined for a record that got into no correction */
  readonly correctionId: string | undefined;
  /** undefined where a correction says nothing of its records */
  readonly recordId: string | undefined;
  /** rows of the file that it stands in, where a file is at hand */
  readonly rows?: readonly number[] | undefined;
  readonly outcome: LineOutcome;
  readonly changes: readonly RecordChange[];
  readonly problems: readonly RecordProblem[];
  /** what there is to say beside the problems */
  readonly note?: string | undefined;
}

/**
 * @param recordIds of the correction, in its order; undefined when only its outcome is known
 * @returns a line for each record: by the result where it names it, else by how the correction stands
 */
export function linesOf(
  correctionId: string,
  recordIds: readonly string[] | undefined,
  outcome: Outcome,
): RecordLine[] {
  const told = correctionResultOf(outcome)?.records ?? [];
  const known = new Map(told.map((record) => [record.id, record]));
  const ids = recordIds ?? told.map(({ id }) => id);
  const rest = remainder(outcome);
  if (ids.length === 0) return [lineOf(correctionId, undefined, rest)];
  return ids.map((id) => {
    const record = known.get(id);
    return record === undefined ? lineOf(correctionId, id, rest) : toldLine(correctionId, record);
  });
}

export function countLines(lines: readonly RecordLine[]): Partial<Record<LineOutcome, number>> {
  const counts: Partial<Record<LineOutcome, number>> = {};
  for (const { outcome } of lines) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** The gravest first; lines of one outcome stay in their order. */
export function byGravity(lines: readonly RecordLine[]): RecordLine[] {
  return lines.toSorted((a, b) => lineOutcomes.indexOf(a.outcome) - lineOutcomes.indexOf(b.outcome));
}

function toldLine(correctionId: string, { id, outcome, changes, problems }: CorrectedRecord): RecordLine {
  return { correctionId, recordId: id, outcome, changes, problems };
}

type Rest = Pick<RecordLine, 'outcome' | 'note'>;

function lineOf(correctionId: string, recordId: string | undefined, rest: Rest): RecordLine {
  return { correctionId, recordId, ...rest, changes: [], problems: [] };
}

/** What holds for the records that the correction's result says nothing of. */
function remainder(outcome: Outcome): Rest {
  switch (outcome.kind) {
    case 'completed':
      return { outcome: 'unknown', note: 'its correction ended without a word of it' };
    case 'failed':
      return { outcome: 'notCorrected', note: `${outcome.type}: ${outcome.message}` };
    case 'needsPerson':
      return { outcome: 'open', note: `needs a person: ${outcome.status}` };
    case 'open':
      return { outcome: 'open', note: outcome.status };
    case 'interrupted':
      return { outcome: 'unknown', note: `its correction was ${outcome.lostAs} from outside` };
    case 'unseen':
      return { outcome: 'unknown', note: outcome.message };
    case 'notStarted':
      return { outcome: 'notStarted', note: outcome.message };
  }
}
