import { readFileSync } from 'node:fs';
import { Script, type Context } from 'node:vm';
import { TypedSearchAttributes } from '@temporalio/common';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import type { WorkflowInfo } from '@temporalio/workflow';

/** One run as the workflow code is told of it. */
export interface RunIdentity {
  readonly workflowId: string;
  readonly runId: string;
  readonly originalRunId: string;
  readonly workflowType: string;
  readonly startedAt: number;
}

export interface WorkflowCode {
  /** A workflow that has not been told of its start yet. */
  instantiate(run: RunIdentity, now: number): Promise<Workflow>;
}

const ACTIVITY_NAMES = [
  'submitAllinpayWithdrawal',
  'pollAllinpayWithdrawal',
  'queryAllinpayBalance',
  'withdrawReferral',
  'reconcileReferral',
  'creditWallet',
  'correctLumpSum',
  'readBackLumpSum',
  'isTaskQueueServed',
  'isOutcomeWebhookOn',
];

/**
 * The SDK's own runtime for workflow code, with the bundle that a worker would load. Differs from a worker's in two
 * points: the modules of the bundle are evaluated once for all runs, not once a run (42 ms), and stack traces of
 * promises are not kept.
 */
export function loadWorkflowCode(bundlePath: string): WorkflowCode {
  const code = readFileSync(bundlePath, 'utf8');
  const filename = 'workflow-bundle.js';
  const contexts: Context[] = [];
  class Creator extends ReusableVMWorkflowCreator {
    protected override injectGlobals(context: Context): void {
      contexts.push(context);
      super.injectGlobals(context);
    }
  }
  const sourceMap = { version: 3, sources: [], names: [], mappings: '', file: filename };
  const bundle = { code, filename, sourceMap };
  const script = new Script(code, { filename });
  // Without a time-out: the watchdog of one costs more than most tasks take.
  const made: unknown = Reflect.construct(Creator, [script, bundle, undefined, new Set(ACTIVITY_NAMES)]);
  if (!(made instanceof Creator)) throw new Error('the runtime was not made');
  for (const context of contexts) {
    new Script('Error.stackTraceLimit = 0; __TEMPORAL__.importWorkflows()').runInContext(context);
  }
  return {
    instantiate: (run, now) =>
      made.createWorkflow({
        info: infoOf(run),
        randomnessSeed: [1, 2, 3, 4],
        now,
        showStackTraceSources: false,
        failureExceptionTypeNames: [],
      }),
  };
}

function infoOf(run: RunIdentity): WorkflowInfo {
  const startTime = new Date(run.startedAt);
  return {
    workflowId: run.workflowId,
    runId: run.runId,
    workflowType: run.workflowType,
    typedSearchAttributes: new TypedSearchAttributes(),
    historyLength: 3,
    historySize: 0,
    continueAsNewSuggested: false,
    targetWorkerDeploymentVersionChanged: false,
    taskQueue: 'payouts',
    namespace: 'default',
    firstExecutionRunId: run.originalRunId,
    originalExecutionRunId: run.originalRunId,
    startTime,
    runStartTime: startTime,
    taskTimeoutMs: 10_000,
    attempt: 1,
    unsafe: {
      now: () => 0,
      isReplaying: false,
      isReplayingHistoryEvents: false,
      random: { random: () => 0, uuid4: () => '' },
    },
  } as WorkflowInfo;
}
