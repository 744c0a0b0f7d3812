import { allinpayWithdrawalInput, type AllinpayWithdrawalResult } from '../../contract/allinpayWithdrawal.ts';
import { allinpayWithdrawalListed } from '../../contract/listed.ts';
import { ZERO } from '../../contract/money.ts';
import type { Problem } from '../../contract/problems.ts';
import { admit, bounded, textMember } from '../payout/admission.ts';
import { Payout } from '../payout/lifecycle.ts';
import { tellLists } from '../payout/listed.ts';
import { refuseInput } from '../payout/refuseInput.ts';
import { checkBalance } from './checkBalance.ts';
import { AllinpayOrder } from './order.ts';
import { settle } from './settle.ts';
import { submit } from './submit.ts';

/**
 * Sends a withdrawal order of one or many details to Allinpay, once, and follows it until every detail is final.
 * Input, result, updates and failures: contract/allinpayWithdrawal.ts, contract/updates.ts.
 */
export async function allinpayWithdrawal(raw: unknown): Promise<AllinpayWithdrawalResult> {
  const admission = admit(allinpayWithdrawalInput, raw, 'allinpayWithdrawal', 'orderId');
  if (!admission.admitted) return refuse(raw, admission.problems);
  const { input } = admission;
  tellLists(allinpayWithdrawalListed(input));
  const order = new AllinpayOrder(input);
  const payout = new Payout('allinpayWithdrawal', input, 'submitting', order);
  return payout.run(async () => {
    if (input.approval === 'required') await payout.approval();
    if (input.checkBalance) await checkBalance(payout, order);
    await submit(payout, order);
    await settle(payout, order);
  });
}

function refuse(raw: unknown, problems: readonly Problem[]): Promise<never> {
  const known: AllinpayWithdrawalResult = {
    flow: 'allinpayWithdrawal',
    status: 'failed',
    profile: textMember(raw, 'profile', 'default'),
    attention: null,
    waiting: null,
    orderId: textMember(raw, 'orderId'),
    asked: ZERO,
    settled: ZERO,
    failed: ZERO,
    pending: ZERO,
    fee: ZERO,
    details: [],
    problems: bounded(problems),
  };
  return refuseInput('allinpayWithdrawal', known, problems);
}
