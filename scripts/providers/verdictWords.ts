import type { CallResult, Verdict } from '../../providers/http/outcome.ts';
import type { Grade } from '../../providers/http/verdict.ts';

const GRADES: Readonly<Record<Grade, string>> = {
  DOC: 'documented',
  SDK: 'in an official SDK',
  OBS: 'observed',
  INF: 'inferred',
};

export function gradeWord(grade: Grade): string {
  return GRADES[grade];
}

/** What is known of the call after such an answer. */
export function known({ outcome }: Verdict): string {
  switch (outcome) {
    case 'none':
      return 'nothing was done';
    case 'unknown':
      return 'may have been done';
  }
}

/** Whether the very same call may be made again without a person. */
export function repeated({ retryable }: Verdict): string {
  return retryable ? 'yes' : 'no';
}

/** A verdict in one cell. */
export function inOneCell(result: CallResult<unknown>): string {
  if (result.ok) return 'success';
  const { type, retryable } = result.failure;
  return `\`${type}\`: ${known(result.failure)}, ${retryable ? 'repeated' : 'not repeated'}`;
}

/** Sources name a document; where its page is to be found is told once, at the end. */
export function sourceName(source: string): string {
  return source.replaceAll(/facts\.md [A-Z]\.\d+, /g, '');
}
