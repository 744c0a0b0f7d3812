import {
  ApplicationFailure,
  ChildWorkflowFailure,
  ParentClosePolicy,
  WorkflowIdReusePolicy,
  executeChild,
} from '@temporalio/workflow';
import {
  PAYOUTS_TASK_QUEUE,
  allinpayWithdrawalInput,
  describeProblems,
  parse,
  workflowIdOf,
  type AllinpayWithdrawalInput,
  type AllinpayWithdrawalResult,
} from 'durable-payouts/contract';

/** What a workflow of another team learns of the payout that it started. */
export type Paid =
  | { readonly paid: true; readonly settled: string }
  | { readonly paid: false; readonly why: string; readonly known: unknown };

/** A workflow of another team that pays an order as its child. The payout outlives it: money does not stop half-way. */
export async function closeMonth(order: AllinpayWithdrawalInput): Promise<Paid> {
  const checked = parse(allinpayWithdrawalInput, order);
  if (!checked.ok) throw ApplicationFailure.nonRetryable(describeProblems(checked.problems), 'WrongOrder');
  const { profile, orderId } = checked.value;
  try {
    const { settled } = await executeChild<
      (input: AllinpayWithdrawalInput) => Promise<AllinpayWithdrawalResult>
    >('allinpayWithdrawal', {
      workflowId: workflowIdOf('allinpayWithdrawal', profile, orderId),
      taskQueue: PAYOUTS_TASK_QUEUE,
      args: [order],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    });
    return { paid: true, settled };
  } catch (error) {
    if (!(error instanceof ChildWorkflowFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
    const [known] = error.cause.details ?? [];
    return { paid: false, why: error.cause.type ?? '', known };
  }
}
