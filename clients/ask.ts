import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { PAYOUTS_TASK_QUEUE, questionIdOf, searchAttributes, type QuestionFlow } from '../contract/index.ts';
import { PayoutHandle } from './handle.ts';
import type { ResultShape } from './results/results.ts';

/** A flow that only reads. */
export interface Question<Result> {
  readonly flow: QuestionFlow;
  /** the checked input */
  readonly input: { readonly profile: string };
  readonly shape: ResultShape<Result>;
}

/** Starts a flow that only reads and waits for its answer. @throws PayoutFailedError */
export async function ask<Result>(client: Client, { flow, input, shape }: Question<Result>): Promise<Result> {
  const workflowId = questionIdOf(flow, input.profile, randomUUID());
  const handle = await client.workflow.start(flow, {
    workflowId,
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [input],
    typedSearchAttributes: [
      { key: searchAttributes.flow, value: flow },
      { key: searchAttributes.profile, value: input.profile },
    ],
  });
  const run = { workflowId, runId: handle.firstExecutionRunId, attached: false };
  return new PayoutHandle(run, handle, shape).result();
}
