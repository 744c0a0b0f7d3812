import { setTimeout as sleep } from 'node:timers/promises';
import { activityInfo } from '@temporalio/activity';
import { cutText } from '../../contract/text.ts';
import { notSent } from './failures.ts';

/** One activity of one run. */
export interface RunningActivity {
  readonly workflowId: string;
  readonly runId: string;
  readonly activityId: string;
}

/** Tells whether the server holds a heartbeat of a running activity. @throws when the server cannot say */
export type HeartbeatRecorded = (activity: RunningActivity) => Promise<boolean>;

/** The part of a Temporal client that describes a run. */
export interface RunDescriber {
  withDeadline<T>(deadline: number, call: () => Promise<T>): Promise<T>;
  readonly workflow: {
    getHandle(
      workflowId: string,
      runId: string,
    ): {
      describe(): Promise<{
        readonly raw: {
          readonly pendingActivities?:
            | readonly {
                readonly activityId?: string | null;
                readonly heartbeatDetails?: { readonly payloads?: readonly unknown[] | null } | null;
              }[]
            | null;
        };
      }>;
    };
  };
}

/** Milliseconds for the server to answer, and to have the heartbeat. */
const DEADLINE = 5000;

export function heartbeatRecorded(client: RunDescriber): HeartbeatRecorded {
  return async ({ workflowId, runId, activityId }) => {
    const { raw } = await client.withDeadline(Date.now() + DEADLINE, () =>
      client.workflow.getHandle(workflowId, runId).describe(),
    );
    const activity = raw.pendingActivities?.find((pending) => pending.activityId === activityId);
    return (activity?.heartbeatDetails?.payloads?.length ?? 0) > 0;
  };
}

const FIRST_WAIT = 5;
const WAIT_MS_MAX = 200;

/**
 * Waits until the server holds the heartbeat that this activity just sent: heartbeats go out beside the code, and a worker
 * that is killed may take the last one with it. An activity that the server has given up is never recorded again.
 *
 * @throws ApplicationFailure `NotSent` when it is not on record in time, or the server cannot say
 */
export async function untilRecorded(recorded: HeartbeatRecorded, deadlineMs = DEADLINE): Promise<void> {
  const { workflowExecution, activityId } = activityInfo();
  if (workflowExecution === undefined)
    throw new Error('this activity leaves a mark before it sends: it runs in a workflow only');
  const deadline = performance.now() + deadlineMs;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, WAIT_MS_MAX)) {
    if (await isRecorded(recorded, { ...workflowExecution, activityId })) return;
    if (performance.now() > deadline) throw notSent('the server has no record of what is about to be sent');
    await sleep(wait);
  }
}

const REASON_CHARACTERS_MAX = 300;

async function isRecorded(recorded: HeartbeatRecorded, activity: RunningActivity): Promise<boolean> {
  try {
    return await recorded(activity);
  } catch (error) {
    const reason = cutText(error instanceof Error ? error.message : String(error), REASON_CHARACTERS_MAX, '');
    throw notSent(`the server cannot say whether it has the record of what is about to be sent: ${reason}`);
  }
}
