import proto from '@temporalio/proto';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { headOf } from '../../test/harness/realWorld.ts';
import type { Observation, RunFacts, Standing } from './invariants.ts';
import type { Proof } from './scenarios.ts';
import type { Stage } from './stage.ts';

const { WorkflowTaskFailedCause: Cause } = proto.temporal.api.enums.v1;

/** Of the server's own doing: a task that a reset goes back to, and one under way in a run that is ended from outside. */
const NOT_OURS: readonly unknown[] = [
  Cause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
  Cause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
];

export async function standingOf({ handle, subject }: Stage): Promise<Standing> {
  const { runId, status } = await handle.describe();
  const shown = await headOf(handle);
  return { runId, execution: status.name, shown, status: shown.status, money: subject.money(shown) };
}

/** @param runIds oldest first */
export async function runsOf(
  { lane, subject }: Stage,
  runIds: readonly string[],
): Promise<readonly RunFacts[]> {
  const facts = runIds.map(async (runId) => {
    const { events } = await lane.handle(subject.workflowId, runId).fetchHistory();
    const failures = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) => failed ?? []);
    const failedTasks = failures
      .filter(({ cause }) => !NOT_OURS.includes(cause))
      .map(({ cause, failure }) => `${String(cause)} ${failure?.message ?? ''}`);
    return { events: (events ?? []).length, failedTasks };
  });
  return Promise.all(facts);
}

/** Starts the order once more, as a caller does who never had an answer. */
export async function startSecond(
  { subject }: Stage,
  { execution }: Standing,
): Promise<Observation['secondStart']> {
  const raw = await subject.startRaw('REJECT_DUPLICATE').then(
    () => 'started' as const,
    (error: unknown) => {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'refused' as const;
      throw error;
    },
  );
  // Over a failed run, where no money moved, our own client starts again: that is another payout.
  if (execution !== 'COMPLETED') return { raw, runId: undefined };
  return { raw, runId: (await subject.start()).runId };
}

export async function cameAbout({ lane, calls }: Stage, proof: Proof): Promise<boolean> {
  switch (proof) {
    case 'order':
      return !(await lane.orders.arePending());
    case 'ledger':
      return calls.some(({ fault }) => fault !== undefined);
    case 'lag':
      // The first one comes before the send, and does not know the order either.
      return (
        calls.filter(({ api, code }) => api === 'allinpay.withdrawResultQuery' && code === '3').length > 1
      );
    case 'act':
      return true;
  }
}
