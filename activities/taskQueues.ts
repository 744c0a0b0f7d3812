import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

export interface TaskQueueActivities {
  /**
   * Whether any worker has lately asked for work on an activity task queue. Tells "nobody serves this profile" from
   * "waiting behind a limit": the server forgets a poller about five minutes after its last poll.
   */
  isTaskQueueServed(taskQueue: string): Promise<boolean>;
}

/** Runs on the queue of the workflows, which is served wherever a workflow gets on at all. */
export function createTaskQueueActivities(client: Client): TaskQueueActivities {
  return {
    async isTaskQueueServed(taskQueue) {
      const { pollers } = await client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: taskQueue },
        taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
      });
      return pollers.length > 0;
    },
  };
}
