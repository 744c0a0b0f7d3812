import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;

/** What the server keeps of a run, but for its own words. */
export async function historyBytes(handle: WorkflowHandle): Promise<Uint8Array> {
  return History.encode(await handle.fetchHistory()).finish();
}

/** How much that is: the server ends a run that passes 51,200 events or 50 MB. */
export async function historySize(
  handle: WorkflowHandle,
): Promise<{ readonly events: number; readonly bytes: number }> {
  const bytes = await historyBytes(handle);
  return { events: History.decode(bytes).events.length, bytes: bytes.length };
}
