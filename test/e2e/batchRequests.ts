import type { PayoutRequest } from '../../clients/index.ts';

export const batchId = 'killed-starter';

/** The same payouts in every process that starts them. */
export const requests = Array.from({ length: 60 }, (_, index): PayoutRequest => {
  const orderId = `K-${String(index).padStart(2, '0')}`;
  const amount = `${index + 1}.${String(index).padStart(2, '0')}`;
  const input = { orderId, details: [{ externalCode: `S-${orderId}`, amount }], requestedBy: 'maker' };
  return { flow: 'allinpayWithdrawal', input };
});
