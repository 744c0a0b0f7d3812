import type { Accepted } from '../../rules/attention/board.ts';
import { decideConflict } from './conflict.ts';
import { decideContradiction } from './contradiction.ts';
import { nextNews, type News } from './nextNews.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';
import { recordOutcome } from './recordOutcome.ts';

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
    await actOn(payout, order, await nextNews(payout, order, 'track', until));
  }
  const settled = order.details.filter(({ status }) => status === 'settled');
  if (settled.length === 0) {
    order.problems = order.details.map(({ reason }, index) => ({
      field: `details[${index}]`,
      message: reason ?? 'failed without a reason',
    }));
    // Of an order that was sent twice only the person who had it sent again says that the first is not on its way still.
    order.statedBy = order.resubmittedBy ?? order.details.find(({ statedBy }) => statedBy)?.statedBy;
    throw payout.ended('PayoutRejected', 'rejected', 'every detail failed: no money arrived');
  }
  payout.finish(settled.length === order.details.length ? 'settled' : 'partiallySettled');
}

async function actOn(payout: AllinpayPayout, order: AllinpayOrder, news: News): Promise<void> {
  switch (news.outcome) {
    case 'answered':
      order.learn(news);
      callUntold(payout, order, news.untold?.message);
      break;
    case 'contradicted':
      order.learn(news);
      await decideContradiction(payout, order, news.contradictions, (accepted) =>
        carryOut(payout, order, accepted),
      );
      payout.become(payout.isRaised('overdue') ? 'overdue' : 'processing');
      break;
    case 'timeIsUp':
      callOverdue(payout, `not settled by ${order.settleBy ?? 'its time'}; it is still asked for`);
      break;
    case 'conflict':
      await decideConflict(payout, order, order.conflictOf(news), (accepted) =>
        carryOut(payout, order, accepted),
      );
      payout.become(payout.isRaised('overdue') ? 'overdue' : 'processing');
      break;
    case 'decided':
      await carryOut(payout, order, news.accepted);
      break;
    case 'notKnown':
      break;
  }
}

/** Details that no answer tells from each other: a person may know from elsewhere, and the next answer may tell. */
function callUntold(payout: AllinpayPayout, order: AllinpayOrder, message: string | undefined): void {
  if (message !== undefined) payout.raise('outcomeUnknown', { decisions: ['recordOutcome'], message });
  else if (order.untoldPolls === 0) {
    order.untoldTold = false;
    payout.clear('outcomeUnknown');
  }
}

function callOverdue(payout: AllinpayPayout, message: string): void {
  payout.raise('overdue', { decisions: ['extend', 'recordOutcome'], message }, 'overdue');
}

async function carryOut(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  { reason, resolution }: Accepted,
): Promise<void> {
  if (resolution.decision === 'extend') {
    order.settleBy = new Date(resolution.settleBy).toISOString();
    payout.become('processing', 'overdue');
  }
  if (resolution.decision !== 'recordOutcome') return;
  const recorded = await recordOutcome(payout, order, resolution);
  if (recorded.kind === 'conflict') await decideConflict(payout, order, recorded.conflict);
  const message = 'message' in recorded ? recorded.message : 'some details are still asked for';
  if (!order.isPending) payout.clear(reason);
  else if (reason === 'overdue') callOverdue(payout, message);
  else callUntold(payout, order, message);
}
