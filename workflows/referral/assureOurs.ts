import { workflowInfo } from '@temporalio/workflow';
import { compare, windowOf } from './compare.ts';
import type { ReferralOrder, ReferralPayout, Withdrawal } from './order.ts';

const FIVE_MINUTES = 5 * 60_000;

/**
 * A transaction older than this run is a replay. Feishu replays by order id whatever the account, so before anything is
 * credited its reconciliation must show that these points left this account.
 *
 * @throws `OrderConflict` when a person gives it up
 */
export async function assureOurs(
  payout: ReferralPayout,
  order: ReferralOrder,
  taken: Withdrawal,
): Promise<void> {
  const { transTime, withdrawn } = taken;
  if (Date.parse(taken.withdrawnAt) >= workflowInfo().startTime.getTime() - FIVE_MINUTES) return;
  const seen = await compare(payout, order, { ...windowOf(transTime), points: withdrawn.points });
  if (seen.outcome === 'compared' && !seen.listed) return;
  const { externalOrderId, referralAccountId } = order.input;
  const { decision, by } = await payout.decided(
    'orderConflict',
    {
      decisions: ['adopt', 'abandon'],
      message: `Feishu replays order ${externalOrderId} of ${taken.withdrawnAt}, but does not confirm that ${withdrawn.points} points left account ${referralAccountId} then: the id was used for another account`,
    },
    'orderConflict',
  );
  if (decision === 'abandon') {
    order.statedBy = by;
    throw payout.ended('OrderConflict', 'failed', `given up by ${by}: the order id was used before`);
  }
  payout.clear('orderConflict');
}
