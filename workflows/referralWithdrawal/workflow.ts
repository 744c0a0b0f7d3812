import { referralWithdrawalListed } from '../../contract/listed.ts';
import type { Problem } from '../../contract/problems.ts';
import {
  referralWithdrawalInput,
  type ReferralWithdrawalResult,
  type Withdrawn,
} from '../../contract/referralWithdrawal.ts';
import { admit, bounded, textMember } from '../payout/admission.ts';
import { Payout } from '../payout/lifecycle.ts';
import { tellLists } from '../payout/listed.ts';
import { refuseInput } from '../payout/refuseInput.ts';
import { credit } from './credit.ts';
import { ReferralOrder, type ReferralPayout } from './order.ts';
import { openReconciliation, reconcile } from './reconcile.ts';
import { verifyReplay } from './verifyReplay.ts';
import { withdraw } from './withdraw.ts';

/**
 * Withdraws all of a referral account, credits the owner and reconciles what was credited with the provider.
 * Input, result, updates and failures: contract/referralWithdrawal.ts, contract/updates.ts.
 */
export async function referralWithdrawal(raw: unknown): Promise<ReferralWithdrawalResult> {
  const admission = admit(referralWithdrawalInput, raw, 'referralWithdrawal', 'externalOrderId');
  if (!admission.admitted) return refuse(raw, admission.problems);
  const { input } = admission;
  tellLists(referralWithdrawalListed(input));
  const order = new ReferralOrder(input);
  const payout = new Payout('referralWithdrawal', input, 'withdrawing', order);
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

function refuse(raw: unknown, problems: readonly Problem[]): Promise<never> {
  const known: ReferralWithdrawalResult = {
    flow: 'referralWithdrawal',
    status: 'failed',
    profile: textMember(raw, 'profile', 'default'),
    attention: null,
    waiting: null,
    externalOrderId: textMember(raw, 'externalOrderId'),
    referralAccountId: textMember(raw, 'referralAccountId'),
    credited: null,
    problems: bounded(problems),
  };
  return refuseInput('referralWithdrawal', known, problems);
}
