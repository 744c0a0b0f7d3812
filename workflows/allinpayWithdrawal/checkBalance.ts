import { workflowInfo } from '@temporalio/workflow';
import { selectorOf } from '../../contract/allinpayAccount.ts';
import { shortfalls } from '../../rules/allinpay/shortfalls.ts';
import { untilAnswered } from '../calls/callProvider.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

/** Asks for the balances and ends the payout where they cannot pay it. @throws `InsufficientBalance`, `PayoutRejected` */
export async function checkBalance(payout: AllinpayPayout, order: AllinpayOrder): Promise<void> {
  payout.become('submitting');
  const accounts = order.details.map(selectorOf);
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  const asking = { accounts, payout: { send: order.input.send, originalRunId } };
  const answer = await untilAnswered(payout, {
    queue: 'allinpay',
    summary: `balances for order ${order.input.orderId}`,
    run: (activities, { alreadyReported: known }) => activities.queryAllinpayBalance({ ...asking, known }),
  });
  if (answer.outcome === 'refused') {
    order.problems = [answer.refusal];
    const { code, message } = answer.refusal;
    throw payout.ended('PayoutRejected', 'rejected', `the balance query was refused: ${code} ${message}`);
  }
  if (answer.lookOnly !== undefined) return;
  const problems = shortfalls(order.details, answer.accounts);
  if (problems.length === 0) return;
  order.problems = problems;
  const all = problems.map(({ message }) => message).join('; ');
  throw payout.ended('InsufficientBalance', 'rejected', `not enough to withdraw: ${all}`);
}
