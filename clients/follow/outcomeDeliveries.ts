import { WorkflowFailedError, type Client, type WorkflowExecutionDescription } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { OUTCOME_EVENT_MEMO, OUTCOME_SEQUENCE_MEMO, OUTCOME_WEBHOOK } from '../../contract/index.ts';
import { descriptionOf } from '../description.ts';

/** What became of telling the owner one event of a payout. */
export interface OutcomeDelivery {
  /** such as `payout.settled` */
  readonly event: string;
  /** within the run of the payout */
  readonly sequence: number;
  /** of the payout */
  readonly runId: string | undefined;
  /** the workflow id of the delivery itself */
  readonly deliveryId: string;
  /** given up: after a day, or since the receiver wants no events, or by a person */
  readonly state: 'delivered' | 'onItsWay' | 'givenUp';
  /** undefined where nobody knows */
  readonly tries: number | undefined;
  /** ISO 8601: when it was delivered or given up */
  readonly at: string | undefined;
  /** what the last try that failed said */
  readonly message: string | undefined;
}

/** The deliveries of a payout's events, of all its runs that the server remembers, in the order of their numbers. */
export async function outcomeDeliveries(client: Client, workflowId: string): Promise<OutcomeDelivery[]> {
  const query = `WorkflowType = "${OUTCOME_WEBHOOK}" AND ParentWorkflowId = ${JSON.stringify(workflowId)}`;
  const ids = new Set<string>();
  for await (const delivery of client.workflow.list({ query })) ids.add(delivery.workflowId);
  const deliveries = await Promise.all([...ids].map((id) => deliveryOf(client, id)));
  return deliveries.sort((a, b) =>
    a.runId === b.runId ? a.sequence - b.sequence : (a.runId ?? '') < (b.runId ?? '') ? -1 : 1,
  );
}

/** Its newest run: one that was given up may have been started anew. */
async function deliveryOf(client: Client, deliveryId: string): Promise<OutcomeDelivery> {
  const handle = client.workflow.getHandle(deliveryId);
  const info = await handle.describe();
  const event = info.memo?.[OUTCOME_EVENT_MEMO];
  const sequence = info.memo?.[OUTCOME_SEQUENCE_MEMO];
  return {
    event: typeof event === 'string' ? event : 'payout',
    sequence: typeof sequence === 'number' ? sequence : 0,
    runId: info.parentExecution?.runId ?? undefined,
    deliveryId,
    ...(await endOf(info, () => handle.result())),
  };
}

type End = Pick<OutcomeDelivery, 'state' | 'tries' | 'at' | 'message'>;

const told = z.object({ tries: z.int().optional().catch(undefined), at: z.string().optional() });

async function endOf(info: WorkflowExecutionDescription, result: () => Promise<unknown>): Promise<End> {
  const { execution, pending, closedAt: at } = descriptionOf(info);
  if (execution === 'open') {
    const [call] = pending;
    return { state: 'onItsWay', tries: call?.attempt, at: undefined, message: call?.lastFailure?.message };
  }
  try {
    const { tries, at: deliveredAt } = told.parse(await result());
    return { state: 'delivered', tries, at: deliveredAt ?? at, message: undefined };
  } catch (error) {
    const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
    if (cause === undefined) throw error;
    const details: unknown = cause instanceof ApplicationFailure ? cause.details?.[0] : undefined;
    return { state: 'givenUp', tries: told.safeParse(details).data?.tries, at, message: cause.message };
  }
}
