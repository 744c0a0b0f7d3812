import { setTimeout as sleep } from 'node:timers/promises';
import { activityInfo } from '@temporalio/activity';
import { cutText } from '../../contract/text.ts';
import { notSent, type LookOnlyReason } from './failures.ts';

/** What the server knows of the other runs of an id. */
export interface EarlierRuns {
  /** There is one, whatever became of it. */
  readonly any: boolean;
  /** One is not closed Failed: terminated, timed out or canceled it may have sent the order, and only it knew. */
  readonly maybeSent: boolean;
}

/** @throws when the server cannot say */
export type AskEarlierRuns = (workflowId: string, runId: string) => Promise<EarlierRuns>;

/**
 * Asks the server whether a run follows another of its id that is not closed Failed.
 *
 * @throws when the server cannot say
 */
export type FollowsEarlierRun = (workflowId: string, runId: string) => Promise<boolean>;

/** For a send that a closed Failed run does not stand in the way of. */
export function followsEarlierRun(ask: AskEarlierRuns): FollowsEarlierRun {
  return async (workflowId, runId) => (await ask(workflowId, runId)).maybeSent;
}

/** The part of a Temporal client that lists runs. */
export interface RunList {
  withDeadline<T>(deadline: number, call: () => Promise<T>): Promise<T>;
  readonly workflow: {
    list(options: { readonly query: string }): AsyncIterable<{
      readonly runId: string;
      readonly status: { readonly name: string };
    }>;
  };
}

const VISIBILITY_DEADLINE = 5000;
const VISIBILITY_INTERVAL = 50;

/**
 * Reads the runs of an id from visibility, which lags. A shard indexes its runs in order, so an answer counts only when
 * it knows the asking run itself: then it also knows those before it.
 */
export function askEarlierRuns(client: RunList, deadlineMs = VISIBILITY_DEADLINE): AskEarlierRuns {
  return async (workflowId, runId) => {
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      // Without it a call that hangs would take the activity with it, and nobody could tell what it had sent.
      const runs = await client.withDeadline(deadline, () => runsOf(client, workflowId));
      if (runs.some((run) => run.runId === runId)) {
        const others = runs.filter((run) => run.runId !== runId);
        return { any: others.length > 0, maybeSent: others.some(({ status }) => status !== 'FAILED') };
      }
      if (Date.now() > deadline)
        throw new Error('the server does not list this run yet, so it may miss earlier ones');
      await sleep(VISIBILITY_INTERVAL);
    }
  };
}

async function runsOf(client: RunList, workflowId: string): Promise<{ runId: string; status: string }[]> {
  const runs: { runId: string; status: string }[] = [];
  for await (const run of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    runs.push({ runId: run.runId, status: run.status.name });
  }
  return runs;
}

/** Above 4 KB the server drops type and details of a pending failure. */
const REASON_CHARACTERS_MAX = 300;

/** A run and the run it was reset from; alike unless it is a reset one. */
export interface RunIdentity {
  readonly workflowId: string;
  readonly runId: string;
  readonly originalRunId: string;
}

/**
 * @param originalRunId `workflowInfo().originalExecutionRunId`, handed over by the workflow: compared here, since in
 * workflow code an offline replay sees both alike
 */
export function currentRun(originalRunId: string): RunIdentity {
  const { workflowExecution } = activityInfo();
  if (workflowExecution === undefined) throw new Error('this activity pays out: it runs in a workflow only');
  return { ...workflowExecution, originalRunId };
}

/**
 * @returns why this run must not send by itself, or undefined when it may.
 * @throws ApplicationFailure `NotSent` when the server cannot say
 */
export async function whyLookOnly(
  run: RunIdentity,
  follows: FollowsEarlierRun,
): Promise<LookOnlyReason | undefined> {
  if (run.runId !== run.originalRunId) return 'resetRun';
  try {
    return (await follows(run.workflowId, run.runId)) ? 'followsRun' : undefined;
  } catch (error) {
    throw notSent(cannotSay(error));
  }
}

/** A reset run follows the one that it was reset from, which may have sent: the server need not be asked. */
export async function earlierRunsOf(run: RunIdentity, ask: AskEarlierRuns): Promise<EarlierRuns> {
  const { workflowId, runId, originalRunId } = run;
  return runId === originalRunId ? ask(workflowId, runId) : { any: true, maybeSent: true };
}

/** The words for a server that cannot say, short enough to be kept. */
export function cannotSay(error: unknown): string {
  const reason = cutText(error instanceof Error ? error.message : String(error), REASON_CHARACTERS_MAX, '');
  return `the Temporal server cannot say whether an earlier run sent this order: ${reason}`;
}
