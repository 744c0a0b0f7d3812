import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time.js';
import { until } from './until.ts';

/** What a person with the Temporal CLI can do to the call that a run is waiting for. */
export class PendingCalls {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** `temporal activity update-options --retry-maximum-attempts` */
  async raiseAttempts(workflowId: string, maximumAttempts: number): Promise<void> {
    await this.#client.workflowService.updateActivityOptions({
      ...this.#all(workflowId),
      activityOptions: { retryPolicy: { maximumAttempts } },
      updateMask: { paths: ['retry_policy.maximum_attempts'] },
    });
  }

  /** Lets the server give a try up whose worker is gone, without the minute that it would wait. */
  async shortenTimeouts(workflowId: string, to: '1s' | '3s' = '1s'): Promise<void> {
    await this.#setTimeouts(workflowId, to);
  }

  /** Back to the time-outs that the workflows set. */
  async restoreTimeouts(workflowId: string): Promise<void> {
    await this.#setTimeouts(workflowId, '60s');
  }

  /** `temporal activity reset --reset-heartbeats` */
  async reset(workflowId: string): Promise<void> {
    await this.#client.workflowService.resetActivity({ ...this.#all(workflowId), resetHeartbeat: true });
  }

  /** `temporal activity pause` */
  async pause(workflowId: string, type: string): Promise<void> {
    const { namespace, execution } = this.#all(workflowId);
    await this.#client.workflowService.pauseActivity({ namespace, execution, type });
  }

  /** `temporal activity unpause --reset-heartbeats` */
  async unpause(workflowId: string): Promise<void> {
    const { namespace, execution } = this.#all(workflowId);
    await this.#client.workflowService.unpauseActivity({
      namespace,
      execution,
      unpauseAll: true,
      resetHeartbeat: true,
    });
  }

  /** `temporal activity fail`, and the button of the UI */
  async fail(workflowId: string, type: string): Promise<void> {
    await this.#client.workflowService.respondActivityTaskFailedById({
      ...(await this.#one(workflowId, type)),
      failure: { message: 'by an operator', source: 'CLI', applicationFailureInfo: { nonRetryable: true } },
    });
  }

  /** `temporal activity complete --result null` */
  async completeWithNothing(workflowId: string, type: string): Promise<void> {
    await this.#client.workflowService.respondActivityTaskCompletedById({
      ...(await this.#one(workflowId, type)),
      result: { payloads: [defaultPayloadConverter.toPayload(null)] },
    });
  }

  /** Waits until a try of the given number is running, or waits for its worker or its time. */
  async untilAttempt(workflowId: string, attempt: number): Promise<void> {
    await until(`a try ${attempt} of ${workflowId}`, async () => {
      const { raw } = await this.#client.workflow.getHandle(workflowId).describe();
      return raw.pendingActivities?.some((call) => (call.attempt ?? 0) >= attempt) === true;
    });
  }

  async #setTimeouts(workflowId: string, duration: '1s' | '3s' | '60s'): Promise<void> {
    const time = msToTs(duration);
    await this.#client.workflowService.updateActivityOptions({
      ...this.#all(workflowId),
      activityOptions: { startToCloseTimeout: time, heartbeatTimeout: time },
      updateMask: { paths: ['start_to_close_timeout', 'heartbeat_timeout'] },
    });
  }

  async #one(workflowId: string, type: string) {
    const { raw } = await this.#client.workflow.getHandle(workflowId).describe();
    const call = raw.pendingActivities?.find(({ activityType }) => activityType?.name === type);
    if (!call?.activityId) throw new Error(`${workflowId} waits for no ${type}`);
    return { namespace: this.#client.options.namespace, workflowId, activityId: call.activityId };
  }

  #all(workflowId: string): { namespace: string; execution: { workflowId: string }; matchAll: true } {
    return { namespace: this.#client.options.namespace, execution: { workflowId }, matchAll: true };
  }
}
