import type { MoneyFlow } from './names.ts';

const prefix: Record<MoneyFlow, string> = {
  referralWithdrawal: 'referral-withdrawal',
  allinpayWithdrawal: 'allinpay-withdrawal',
  lumpSumCorrection: 'lump-sum-correction',
};

/**
 * The only workflow id under which an order may run. Temporal keeps ids unique, so the id is the lock that makes an
 * order run once: it holds the owner's key whole, never cut or hashed.
 */
export function workflowIdOf(flow: MoneyFlow, profile: string, orderId: string): string {
  return `${prefix[flow]}/${profile}/${orderId}`;
}

/** @returns the flow that an id belongs to by its form, or undefined. */
export function flowOfWorkflowId(workflowId: string): MoneyFlow | undefined {
  const flows: readonly MoneyFlow[] = ['referralWithdrawal', 'allinpayWithdrawal', 'lumpSumCorrection'];
  return flows.find((flow) => workflowId.startsWith(`${prefix[flow]}/`));
}
