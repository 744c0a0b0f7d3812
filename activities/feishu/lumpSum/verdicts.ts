import type { FeishuLumpSumItem } from '../../../providers/feishu/lumpSum.ts';
import type { Verdict } from '../../../rules/lumpSum/verdict.ts';

/** Told by id, never by place: the order of `operate_results` is not documented. */
export function verdictsOf(items: readonly FeishuLumpSumItem[]): (id: string) => Verdict {
  return (id) => {
    const [first, ...others] = items.filter((item) => item.id === id);
    if (first === undefined || others.some(({ code }) => code !== first.code)) return { kind: 'unknown' };
    if (first.code === '0') return { kind: 'accepted' };
    return { kind: 'refused', refusal: { code: first.code, message: first.message ?? 'no message' } };
  };
}
