import {
  allinpayWithdrawal as flow,
  type AllinpayWithdrawalResult,
} from '../../contract/flows/allinpayWithdrawal.ts';
import type { Head } from '../../contract/head.ts';
import { ZERO } from '../../contract/money.ts';
import { admit, textMember } from '../payout/admission.ts';
import { PayoutLifecycle } from '../payout/lifecycle.ts';
import { tellLists } from '../payout/listed.ts';
import { refuseInput } from '../payout/refuseInput.ts';
import { checkBalance } from './checkBalance.ts';
import { AllinpayOrder } from './order.ts';
import { settle } from './settle.ts';
import { submit } from './submit.ts';

/**
 * Sends a withdrawal order of one or many details to Allinpay, once, and follows it until every detail is final.
 * Input, result, updates and failures: contract/flows/allinpayWithdrawal.ts, contract/updates.ts.
 */
export async function allinpayWithdrawal(raw: unknown): Promise<AllinpayWithdrawalResult> {
  const admission = admit(flow, raw);
  if (!admission.admitted) return refuseInput(flow, raw, admission.problems, nothingKnown(raw));
  const { input } = admission;
  tellLists(flow.listed(input));
  const order = new AllinpayOrder(input);
  const payout = new PayoutLifecycle(flow.type, input, flow.firstStatus, order);
  return payout.run(async () => {
    if (input.approval === 'required') await payout.approval();
    if (input.checkBalance) await checkBalance(payout, order);
    await submit(payout, order);
    await settle(payout, order);
  });
}

function nothingKnown(raw: unknown): Omit<AllinpayWithdrawalResult, keyof Head> {
  return {
    orderId: textMember(raw, 'orderId'),
    asked: ZERO,
    settled: ZERO,
    failed: ZERO,
    pending: ZERO,
    fee: ZERO,
    details: [],
  };
}
