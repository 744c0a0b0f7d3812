import type { WorkflowHandle } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import type { TimeSkippingWorld } from './timeSkippingWorld.ts';
import { until } from './until.ts';

/** So much of a call's time in its queue goes by at the machine's own pace. */
const LAST_MS = 250;

interface StandingCall {
  readonly scheduledEventId: string;
  /** ms of the server's clock: when it comes back unstarted */
  readonly timesOutAt: number;
}

/**
 * Waits until a call that stands in a queue which nobody serves has come back unstarted.
 *
 * The time-skipping server holds time for every call that waits to be started, and counts such holds together with what
 * its callers lock and unlock. So time skips on only with one unlock more, and that one must be taken back before the
 * call gives its hold up: the count would fall below nothing, the server throws, and what it was doing is lost for good.
 *
 * @param name of an activity on the unserved queue: a call that somebody takes gives its hold up at any moment
 */
export async function untilUnstarted(
  world: TimeSkippingWorld,
  handle: WorkflowHandle,
  name: string,
): Promise<void> {
  const { testService } = world.environment.connection;
  if (testService === undefined) throw new Error('this server does not skip time');
  const call = await until(`${name} of ${handle.workflowId} stands in its queue`, () =>
    standingCall(handle, name),
  );
  const left = call.timesOutAt - LAST_MS - (await world.now());
  if (left > 0) {
    await testService.unlockTimeSkipping({});
    await world.environment.sleep(left);
    await testService.lockTimeSkipping({});
  }
  await until(
    `${name} of ${handle.workflowId} came back`,
    async () => (await standingCall(handle, name))?.scheduledEventId !== call.scheduledEventId,
  );
}

async function standingCall(handle: WorkflowHandle, name: string): Promise<StandingCall | undefined> {
  const { raw } = await handle.describe();
  const [pending] = raw.pendingActivities ?? [];
  if (pending?.activityType?.name !== name || raw.pendingWorkflowTask) return undefined;
  const { events } = await handle.fetchHistory();
  const event = events?.findLast(({ activityTaskScheduledEventAttributes: call }) => call);
  const call = event?.activityTaskScheduledEventAttributes;
  if (!event?.eventTime || call?.activityType?.name !== name) return undefined;
  const patience = tsToMs(call.scheduleToStartTimeout);
  return { scheduledEventId: String(event.eventId), timesOutAt: tsToMs(event.eventTime) + patience };
}
