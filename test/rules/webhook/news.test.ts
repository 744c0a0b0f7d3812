import { describe, expect, it } from '@jest/globals';
import type { AttentionReason } from '../../../contract/attention.ts';
import { statuses, type Head, type Status } from '../../../contract/head.ts';
import { newsOf, NOTHING_NOTIFIED, shownInEvent, type Standing } from '../../../rules/webhook/news.ts';

const at = (
  status: Status,
  reasons: readonly AttentionReason[] = [],
  awaitsConfirmation = false,
): Standing => ({ status, reasons, awaitsConfirmation });

/** Which of the standings that follow each other are told. */
function told(...standings: readonly Standing[]): boolean[] {
  let so = NOTHING_NOTIFIED;
  return standings.map((standing) => {
    const { isNews, notified: next } = newsOf(so, standing);
    so = next;
    return isNews;
  });
}

describe('what an owner is told before the end', () => {
  it('is of the statuses two, where nobody is needed', () => {
    const news = statuses.filter((status) => told(at(status)).includes(true));
    expect(news).toEqual(['awaitingApproval', 'processing']);
  });

  it('is once that the provider has the order, also after it was overdue', () => {
    const overdue = at('overdue', ['overdue']);
    expect(told(at('processing'), at('processing'), overdue, at('processing'))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('is that a credit is to be confirmed, and not that the wallet is asked', () => {
    expect(told(at('crediting'))).toEqual([false]);
    expect(told(at('crediting', [], true), at('crediting', [], true))).toEqual([true, false]);
  });

  it('is a reason once for as long as it stands, and again when it comes back', () => {
    expect(
      told(
        at('submitting', ['settings']),
        at('submitting', ['settings']),
        at('submitting'),
        at('submitting', ['settings']),
      ),
    ).toEqual([true, false, false, true]);
  });

  it('is also a reason that a graver one hides', () => {
    expect(
      told(at('orderConflict', ['orderConflict']), at('orderConflict', ['orderConflict', 'providerDown'])),
    ).toEqual([true, true]);
  });
});

describe('what an event before the last shows', () => {
  const head: Head = {
    flow: 'allinpayWithdrawal',
    status: 'processing',
    profile: 'default',
    attention: null,
    waiting: null,
  };
  const few = [{ externalCode: 'A', amount: '1.00' }];
  const many = Array.from({ length: 1000 }, () => few[0]);
  const tenMB = 10 * 1024 * 1024;

  it('is the whole payout', () => {
    const payout = { ...head, details: many };
    expect(shownInEvent(payout, tenMB - 1)).toBe(payout);
  });

  it('is all but its details, where they are many and the history is long already', () => {
    expect(shownInEvent({ ...head, pending: '1000.00', details: many } as Head, tenMB)).toEqual({
      ...head,
      pending: '1000.00',
    });
  });

  it('is the whole payout in a long history, where the details are few', () => {
    const payout = { ...head, details: few };
    expect(shownInEvent(payout, tenMB)).toEqual(payout);
  });
});
