import {
  referralWithdrawal as flow,
  type ReferralWithdrawalResult,
  type Withdrawn,
} from '../../contract/flows/referralWithdrawal.ts';
import type { Head } from '../../contract/head.ts';
import { admit, textMember } from '../payout/admission.ts';
import { PayoutLifecycle } from '../payout/lifecycle.ts';
import { tellLists } from '../payout/listed.ts';
import { refuseInput } from '../payout/refuseInput.ts';
import { credit } from './credit.ts';
import { ReferralOrder, type ReferralPayout } from './order.ts';
import { openReconciliation, reconcile } from './reconcile.ts';
import { verifyReplay } from './verifyReplay.ts';
import { withdraw } from './withdraw.ts';

/**
 * Withdraws all of a referral account, credits the owner and reconciles what was credited with the provider.
 * Input, result, updates and failures: contract/flows/referralWithdrawal.ts, contract/updates.ts.
 */
export async function referralWithdrawal(raw: unknown): Promise<ReferralWithdrawalResult> {
  const admission = admit(flow, raw);
  if (!admission.admitted) return refuseInput(flow, raw, admission.problems, nothingKnown(raw));
  const { input } = admission;
  tellLists(flow.listed(input));
  const order = new ReferralOrder(input);
  const payout = new PayoutLifecycle(flow.type, input, flow.firstStatus, order);
  return payout.run(async () => {
    if (input.approval === 'required') await payout.approval();
    await payOut(payout, order);
  });
}

async function payOut(payout: ReferralPayout, order: ReferralOrder): Promise<void> {
  const taken = await withdraw(payout, order);
  const { withdrawal } = taken;
  order.withdrawal = withdrawal;
  if (isEmpty(withdrawal.withdrawn)) {
    payout.finish('nothingToWithdraw');
    return;
  }
  await verifyReplay(payout, order, taken);
  const credited = await credit(payout, order, withdrawal);
  order.credited = credited;
  const opened = openReconciliation(order, withdrawal, credited);
  order.reconciliation = opened;
  if (opened.status === 'notApplicable' || order.input.reconcile === 'later') payout.finish('withdrawn');
  else await reconcile(payout, order, opened);
}

function isEmpty({ points, cash }: Withdrawn): boolean {
  return points === 0 && cash.length === 0;
}

function nothingKnown(raw: unknown): Omit<ReferralWithdrawalResult, keyof Head> {
  return {
    externalOrderId: textMember(raw, 'externalOrderId'),
    referralAccountId: textMember(raw, 'referralAccountId'),
    credited: null,
  };
}
