import type { RecordChange, RecordProblem } from '../../contract/flows/lumpSumCorrection.ts';
import { jsonBytes } from '../../contract/jsonBytes.ts';
import { cutText } from '../../contract/text.ts';

const TEXT_CHARACTERS_MAX = 200;
/** A problem may name every detail that a correction leaves out. */
const MESSAGE_CHARACTERS_MAX = 300;
const PROBLEMS_MAX = 3;
/** Over 2 MB the server refuses an answer or a result, again and again. */
export const ANSWER_BYTES_MAX = 1_000_000;
/** How many changes of a record are told, from generous to none, until all records fit. */
const CHANGES_TOLD = [200, 50, 20, 10, 5, 2, 1, 0];

interface Told {
  readonly changes: readonly RecordChange[];
  readonly problems: readonly RecordProblem[];
}

/**
 * What an answer tells of its records, cut to what the server takes: texts of changes at 200 characters, those of
 * problems at 300 and three a record, and of very many changes the first ones.
 */
export function bounded<T extends Told>(records: readonly T[], bytesMax = ANSWER_BYTES_MAX): T[] {
  const cut = records.map((record) => ({
    ...record,
    changes: record.changes.map(cutTexts),
    problems: record.problems.slice(0, PROBLEMS_MAX).map(cutMessage),
  }));
  for (const most of CHANGES_TOLD) {
    const told = cut.map((record) => ({ ...record, changes: firstOf(record.changes, most) }));
    if (jsonBytes(told) <= bytesMax) return told;
  }
  return cut.map((record) => ({ ...record, changes: [], problems: record.problems.slice(0, 1) }));
}

function cutTexts({ field, before, after }: RecordChange): RecordChange {
  return { field: cut(field), before: before && cut(before), after: after && cut(after) };
}

function cut(text: string): string {
  return cutText(text, TEXT_CHARACTERS_MAX);
}

function cutMessage(problem: RecordProblem): RecordProblem {
  return { ...problem, message: cutText(problem.message, MESSAGE_CHARACTERS_MAX) };
}

function firstOf(changes: readonly RecordChange[], most: number): RecordChange[] {
  const more = changes.length - most;
  if (more <= 0) return [...changes];
  return [...changes.slice(0, most), { field: `and ${more} more`, before: null, after: null }];
}
