import { randomUUID } from 'node:crypto';
import { searchAttributes } from '../../contract/searchAttributes.ts';
import type { FaultRuleInput } from '../../sandbox/faults/rules.ts';
import { until } from '../../test/harness/until.ts';
import type { Stage } from './stage.ts';

/** for as long as nobody lifts it */
const LAG = { fault: 'lookupLag', ms: 3_600_000 } as const;

/** The look-up does not know an order that is booked. */
export const lag = ({ subject }: Stage): FaultRuleInput => ({
  on: 'allinpay.withdrawResultQuery',
  ...subject.where('allinpay.withdrawResultQuery'),
  ...LAG,
});

export async function carryOnWhenKilled({ lane, subject }: Stage): Promise<void> {
  await lane.untilKilled();
  await lane.carryOn(subject.workflowId);
}

export async function killAndCarryOn({ lane, subject }: Stage): Promise<void> {
  await lane.kill();
  await lane.carryOn(subject.workflowId);
}

/** `temporal workflow reset`: a new run that goes on before the call's activity was scheduled. */
export async function resetToBefore({ lane, handle, call }: Stage): Promise<void> {
  const { events } = await handle.fetchHistory();
  const scheduled = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: it }) => it ?? []);
  const before = scheduled.find(({ activityType }) => activityType?.name === call.activity);
  if (before?.workflowTaskCompletedEventId === undefined || before.workflowTaskCompletedEventId === null)
    throw new Error(`${call.activity} was never scheduled`);
  const { client } = lane.world;
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId: handle.workflowId },
    workflowTaskFinishEventId: before.workflowTaskCompletedEventId,
    requestId: randomUUID(),
    reason: 'crash matrix',
  });
}

export async function untilStatus({ handle }: Stage, status: string): Promise<void> {
  await until(
    `${handle.workflowId} is ${status}`,
    async () => (await handle.describe()).typedSearchAttributes.get(searchAttributes.status) === status,
  );
}

export async function startAgain({ handle, subject }: Stage): Promise<void> {
  await handle.terminate('by hand');
  await subject.startRaw('ALLOW_DUPLICATE');
}

/** The poll has an answer without news, on record by the retry that waits for the next one. */
export async function untilPolledInVain({ handle }: Stage): Promise<void> {
  await until('two polls without news are on record', async () => {
    const { raw } = await handle.describe();
    return raw.pendingActivities?.some(
      ({ activityType, attempt }) => activityType?.name === 'pollAllinpayWithdrawal' && (attempt ?? 0) >= 3,
    );
  });
}
