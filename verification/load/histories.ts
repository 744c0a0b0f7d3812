import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { concurrently } from '../../clients/concurrently.ts';

const { EventType } = proto.temporal.api.enums.v1;

/** What histories tell of how a run went, beside how it ended. */
export interface Traces {
  /** workflow tasks that failed, each with why: code that threw, or that did not replay */
  readonly failedTasks: readonly string[];
  /** workflow tasks that no worker came back from */
  readonly lostTasks: number;
  /** calls that no worker came back from and that the server did not try again by itself */
  readonly lostCalls: number;
  readonly longest: number;
}

const READ_AT_ONCE = 8;

export async function readTraces(client: Client, workflowIds: readonly string[]): Promise<Traces> {
  const failedTasks: string[] = [];
  let [lostTasks, lostCalls, longest] = [0, 0, 0];
  await concurrently(workflowIds, READ_AT_ONCE, async (workflowId) => {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    longest = Math.max(longest, events?.length ?? 0);
    for (const { eventType, workflowTaskFailedEventAttributes: failed } of events ?? []) {
      if (failed) failedTasks.push(`${workflowId}: ${failed.failure?.message ?? String(failed.cause)}`);
      if (eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT) lostTasks += 1;
      if (eventType === EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT) lostCalls += 1;
    }
  });
  return { failedTasks, lostTasks, lostCalls, longest };
}
