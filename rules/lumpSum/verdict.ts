import type { Refusal } from '../refusal.ts';

/** What the answer of batch_update says of one record that was sent. */
export type Verdict =
  | { readonly kind: 'accepted' }
  /** this record was refused */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** the whole call was refused for its parameters */
  | { readonly kind: 'callRefused'; readonly refusal: Refusal }
  /** no answer, or one that says nothing of this record */
  | { readonly kind: 'unknown' };
