import type { FeishuLumpSumItem } from '../../../providers/feishu/lumpSum.ts';
import type { Refusal } from '../../attempts/refusal.ts';

/** What the answer of batch_update says of one record that was sent. */
export type Verdict =
  | { readonly kind: 'accepted' }
  /** this record was refused */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** the whole call was refused for its parameters */
  | { readonly kind: 'callRefused'; readonly refusal: Refusal }
  /** no answer, or one that says nothing of this record */
  | { readonly kind: 'unknown' };

/** Told by id, never by place: the order of `operate_results` is not documented. */
export function verdictsOf(items: readonly FeishuLumpSumItem[]): (id: string) => Verdict {
  return (id) => {
    const [first, ...others] = items.filter((item) => item.id === id);
    if (first === undefined || others.some(({ code }) => code !== first.code)) return { kind: 'unknown' };
    if (first.code === '0') return { kind: 'accepted' };
    return { kind: 'refused', refusal: { code: first.code, message: first.message ?? 'no message' } };
  };
}
