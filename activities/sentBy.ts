import type { SentBy } from '../contract/sentBy.ts';

/** What the answer of an activity adds that has sent. It travels in the answer, so that it costs no event. */
export interface Signed {
  readonly sentBy?: SentBy;
}

/** The answer of an activity that has sent, with who did. */
export function signed<T extends object>(answer: T, sentBy: SentBy | undefined): T & Signed {
  return sentBy === undefined ? answer : { ...answer, sentBy };
}
