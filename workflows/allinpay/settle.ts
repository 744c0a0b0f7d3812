import { decideConflict } from './conflict.ts';
import { nextNews, type News } from './news.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

/**
 * Follows every detail to its end. Past `settleBy` a person is called and polling goes on: running out of patience is
 * never a failure of the payment.
 *
 * @throws `PayoutRejected` when every detail failed
 */
export async function settle(payout: AllinpayPayout, order: AllinpayOrder): Promise<void> {
  payout.become('processing', 'outcomeUnknown');
  while (order.isPending) {
    const until = payout.isRaised('overdue') ? undefined : order.settleBy;
    await hear(payout, order, await nextNews(payout, order, 'track', until));
  }
  const settled = order.details.filter(({ status }) => status === 'settled');
  if (settled.length === 0) {
    order.problems = order.details.map(({ reason }, index) => ({
      field: `details[${index}]`,
      message: reason ?? 'failed without a reason',
    }));
    // Of an order that was sent twice only the person who had it sent again says that the first is not on its way still.
    order.statedBy = order.resubmittedBy;
    throw payout.ended('PayoutRejected', 'rejected', 'every detail failed: no money arrived');
  }
  payout.finish(settled.length === order.details.length ? 'settled' : 'partiallySettled');
}

async function hear(payout: AllinpayPayout, order: AllinpayOrder, news: News): Promise<void> {
  switch (news.outcome) {
    case 'answered':
      order.details = news.details;
      break;
    case 'timeIsUp':
      payout.raise(
        'overdue',
        ['extend'],
        `not settled by ${order.settleBy ?? 'its time'}; it is still asked for`,
        'overdue',
      );
      break;
    case 'conflict':
      await decideConflict(payout, order, news);
      payout.become(payout.isRaised('overdue') ? 'overdue' : 'processing');
      break;
    case 'decided':
      if (news.resolution.decision !== 'extend') break;
      order.settleBy = new Date(news.resolution.settleBy).toISOString();
      payout.become('processing', 'overdue');
      break;
    case 'notKnown':
      break;
  }
}
