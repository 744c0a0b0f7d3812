import { PayoutFailedError, type PayoutOverview, type PayoutsClient } from 'durable-payouts';

/**
 * Pays what a store is owed: once, however often this is called and by however many processes.
 * @returns what became of it, in words
 */
export async function settle(
  payouts: PayoutsClient,
  orderId: string,
  externalCode: string,
  amount: string,
): Promise<string> {
  const payout = await payouts.startAllinpayWithdrawal({
    orderId,
    details: [{ externalCode, amount }],
    requestedBy: 'settlement-service',
  });
  try {
    const { status, settled, fee } = await payout.result();
    return `${status}: ${settled} arrived, ${fee} of fees`;
  } catch (error) {
    // No money moved, or a person said so. Anything else that is thrown says nothing of the money: ask again.
    if (error instanceof PayoutFailedError) return `${error.type}: ${error.message}`;
    throw error;
  }
}

/**
 * Lets a payout go on that waits for approval.
 * @param shown what `payouts.describe(workflowId)` told the person: with its offer the approval answers nothing else
 */
export async function approve(
  payouts: PayoutsClient,
  shown: PayoutOverview,
  by: string,
  note: string,
): Promise<void> {
  const offer = shown.waits?.offer;
  const payout = payouts.payout(shown.description.workflowId);
  await payout.approve({ by, note, ...(offer === undefined ? {} : { offer }) });
}
