import { workflowInfo } from '@temporalio/workflow';
import { proofNeeded } from '../../rules/referral/proofNeeded.ts';
import { compare, windowOf } from './compare.ts';
import type { ReferralOrder, ReferralPayout, Taken, Withdrawal } from './order.ts';

/**
 * Feishu replays by order id whatever the account. Where this run may not have made the withdrawal itself, nothing is
 * credited before Feishu's reconciliation shows that these points left this account, or a person vouches for them.
 *
 * @throws `OrderConflict` when a person gives it up
 */
export async function verifyReplay(
  payout: ReferralPayout,
  order: ReferralOrder,
  { withdrawal, firstRun }: Taken,
): Promise<void> {
  const doubt = await doubtOf(payout, order, withdrawal, firstRun);
  if (doubt === undefined) return;
  const { decision, by } = await payout.decided(
    'orderConflict',
    {
      decisions: ['adopt', 'abandon'],
      message: `Feishu answers order ${order.input.externalOrderId} by what left on ${withdrawal.withdrawnAt}, ${doubt}`,
    },
    'orderConflict',
  );
  if (decision === 'abandon') {
    order.statedBy = by;
    throw payout.ended('OrderConflict', 'failed', `given up by ${by}: the order id was used before`);
  }
  payout.clear('orderConflict');
}

/** @returns why it may be another account's, or undefined where it is ours */
async function doubtOf(
  payout: ReferralPayout,
  order: ReferralOrder,
  { transTime, withdrawnAt, withdrawn }: Withdrawal,
  firstRun: boolean,
): Promise<string | undefined> {
  const { referralAccountId } = order.input;
  const startedAt = workflowInfo().startTime.getTime();
  switch (proofNeeded({ firstRun, withdrawnAt: Date.parse(withdrawnAt), startedAt, withdrawn })) {
    case 'none':
      return undefined;
    case 'person':
      return `and nothing can show that it left account ${referralAccountId}: cash has no reconciliation API. The id may have been used for another account`;
    case 'comparison': {
      const seen = await compare(payout, order, { ...windowOf(transTime), points: withdrawn.points });
      if (seen.outcome === 'compared' && !seen.listed) return undefined;
      return `but does not confirm that ${withdrawn.points} points left account ${referralAccountId} then: the id was used for another account`;
    }
  }
}
