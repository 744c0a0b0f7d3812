import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionStatusName,
} from '@temporalio/client';
import type { WorkflowIdReusePolicy } from '@temporalio/common';
import { PAYOUTS_TASK_QUEUE } from '../../contract/index.ts';
import { payloadsOf } from '../payloads.ts';
import type { StartRequest } from './startRequest.ts';

/** What a run says of itself, as far as attaching to it needs to know. */
export interface KnownRun {
  readonly runId: string;
  readonly workflowType: string;
  readonly execution: WorkflowExecutionStatusName;
  readonly memo: Readonly<Record<string, unknown>>;
}

/** A start is answered with a run, ours or an open one; or the id is taken by a closed run that the policy keeps. */
export type StartAnswer =
  { readonly kind: 'running'; readonly runId: string } | { readonly kind: 'taken'; readonly cause: unknown };

/** Runs of one id on the server: the little that starting needs, so that every race can be played in a test. */
export interface Runs {
  start(request: StartRequest, reuse: WorkflowIdReusePolicy): Promise<StartAnswer>;
  /** the given run, or the latest; undefined when the server remembers none */
  describe(workflowId: string, runId?: string): Promise<KnownRun | undefined>;
  /** what the run was given as its input, read from its first event; undefined when it was given none */
  firstInput(workflowId: string, runId: string): Promise<unknown>;
}

/** @returns the runs on a real server, through the SDK and its data converter. */
export function runsOnServer(client: Client): Runs {
  return {
    async start(request, reuse) {
      try {
        // No timeout and no retry policy: a payout takes as long as its provider does, and a flow that the server
        // starts again by itself could send again. The workflow refuses both.
        const handle = await client.workflow.start(request.flow, {
          workflowId: request.workflowId,
          taskQueue: PAYOUTS_TASK_QUEUE,
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: reuse,
          args: [request.input],
          memo: { ...request.memo },
          typedSearchAttributes: [...request.attributes],
          staticSummary: request.summary,
          staticDetails: request.details,
        });
        return { kind: 'running', runId: handle.firstExecutionRunId };
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return { kind: 'taken', cause: error };
        throw error;
      }
    },

    async describe(workflowId, runId) {
      try {
        const run = await client.workflow.getHandle(workflowId, runId).describe();
        return {
          runId: run.runId,
          workflowType: run.type,
          execution: run.status.name,
          memo: run.memo ?? {},
        };
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw error;
      }
    },

    firstInput: (workflowId, runId) => firstInput(client, workflowId, runId),
  };
}

/** One event is asked for, not the history: a payout that has been open for weeks has a long one. */
async function firstInput(client: Client, workflowId: string, runId: string): Promise<unknown> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const [input] = await payloadsOf(client, workflowId)(started?.input?.payloads);
  return input;
}
