import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { activityInfo } from '@temporalio/activity';
import { backOff } from './attempts/attemptLog.ts';
import { notYet } from './attempts/failures.ts';

/** ms between two looks */
const DELAY_MS_MAX = 60_000;

export interface TaskQueueActivities {
  /**
   * Whether any worker has lately asked for work on an activity task queue. Tells "nobody serves this profile" from
   * "waiting behind a limit": the server forgets a poller about five minutes after its last poll.
   */
  isTaskQueueServed(taskQueue: string): Promise<boolean>;
  /** Comes back once a worker asks for work there. Retried until then, at no cost to the history. */
  untilTaskQueueServed(taskQueue: string): Promise<true>;
}

/** Runs on the queue of the workflows, which is served wherever a workflow gets on at all. */
export function createTaskQueueActivities(client: Client): TaskQueueActivities {
  return taskQueueActivities(async (taskQueue) => {
    const { pollers } = await client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    });
    return pollers.length > 0;
  });
}

/** @param isServed asked of whatever knows the pollers */
export function taskQueueActivities(isServed: (taskQueue: string) => Promise<boolean>): TaskQueueActivities {
  return {
    isTaskQueueServed: isServed,
    async untilTaskQueueServed(taskQueue) {
      if (await isServed(taskQueue)) return true;
      const { attempt } = activityInfo();
      throw notYet(`no worker serves ${taskQueue}`, backOff(attempt, DELAY_MS_MAX));
    },
  };
}
