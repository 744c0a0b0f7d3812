import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';

const historySchema = z.looseObject({ events: z.array(z.record(z.string(), z.unknown())) });

/** What tells of the machine and not of the flow: who polled, which build, where in whose folder a line of code was. */
const machine: ReadonlyMap<string, string> = new Map([
  ['identity', 'recorded'],
  ['binaryChecksum', ''],
  ['buildId', ''],
  ['stackTrace', ''],
]);

const STICKY = 'TASK_QUEUE_KIND_STICKY';

/**
 * A history as it goes into the corpus: JSON as Temporal's own tools write and read it, one event a line. Replay looks
 * at none of what is taken out: it compares commands with events.
 */
export async function recordedHistory(handle: WorkflowHandle): Promise<string> {
  const json: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()));
  const { events } = historySchema.parse(scrubbed(json));
  const [first, ...later] = events;
  if (first === undefined) throw new Error(`${handle.workflowId} has no history`);
  const lines = [named(first, handle.workflowId), ...later].map((event) => JSON.stringify(event));
  return `{"events":[\n${lines.join(',\n')}\n]}\n`;
}

/** Not every server writes the id into the first event, and without it a flow cannot be replayed: the id is its lock. */
function named(event: Record<string, unknown>, workflowId: string): Record<string, unknown> {
  const started = z.record(z.string(), z.unknown()).parse(event['workflowExecutionStartedEventAttributes']);
  return { ...event, workflowExecutionStartedEventAttributes: { ...started, workflowId } };
}

function scrubbed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrubbed);
  if (typeof value !== 'object' || value === null) return value;
  const sticky = Reflect.get(value, 'kind') === STICKY;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => {
      if (sticky && member === 'name') return [member, 'sticky'];
      return [member, machine.get(member) ?? scrubbed(inner)];
    }),
  );
}
