import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { OutcomeWebhookActivities } from '../../activities/webhook/index.ts';
import type { NoticeActivities } from '../../activities/webhook/notice.ts';
import { providerTaskQueue } from '../../contract/names.ts';

/**
 * Asked within the workflow task, at the cost of one marker. A worker that cannot say within this time says no: an event
 * may be lost for it, and the money waits for nothing.
 */
export const { isOutcomeWebhookOn } = proxyLocalActivities<NoticeActivities>({
  scheduleToCloseTimeout: '2s',
  startToCloseTimeout: '2s',
  retry: { maximumAttempts: 1 },
});

/** The delivery of one event, for a day. It moves no money: no send waits behind it, and it waits behind none. */
export function deliveryFor(profile: string, summary: string): OutcomeWebhookActivities {
  return proxyActivities<OutcomeWebhookActivities>({
    taskQueue: providerTaskQueue(profile, 'outcome-webhook'),
    summary,
    startToCloseTimeout: '60s',
    scheduleToCloseTimeout: '24h',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  });
}
