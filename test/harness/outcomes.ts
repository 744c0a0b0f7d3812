import type { Client, WorkflowHandle } from '@temporalio/client';
import { outcomeEvent, type OutcomeEvent } from '../../contract/outcomeEvent.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { until } from './until.ts';

/** The events that the owner has been told of an order, each once, in the order of their numbers. */
export function toldOf(sandbox: Sandbox, orderId: string): OutcomeEvent[] {
  return sandbox
    .ledger(orderId)
    .outcomes.map(({ body }) => outcomeEvent.parse(JSON.parse(body)))
    .sort((a, b) => a.data.sequence - b.data.sequence);
}

/** Waits until so many events have come. */
export function untilTold(sandbox: Sandbox, orderId: string, events: number): Promise<OutcomeEvent[]> {
  const ask = (): OutcomeEvent[] | false => {
    const told = toldOf(sandbox, orderId);
    return told.length >= events && told;
  };
  return until(`the owner is told ${events} events of ${orderId}`, ask);
}

export const typesOf = (events: readonly OutcomeEvent[]): string[] => events.map(({ type }) => type);

/** The deliveries that a run has begun, by its history: also on a server that lists nothing. */
export async function deliveriesOf(client: Client, handle: WorkflowHandle): Promise<WorkflowHandle[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ startChildWorkflowExecutionInitiatedEventAttributes: begun }) =>
    begun?.workflowId ? [client.workflow.getHandle(begun.workflowId)] : [],
  );
}
