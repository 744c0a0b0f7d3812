import type { Client } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import { payloadsOf } from '../payloads.ts';
import type { RecordSource } from './payoutRecords.ts';

/** @returns the histories of a real server, through the client's data converter. */
export function recordsOnServer(client: Client, lists: Pick<RecordSource, 'list' | 'count'>): RecordSource {
  return {
    list: (...wanted) => lists.list(...wanted),
    count: (...wanted) => lists.count(...wanted),
    historyOf: ({ workflowId, runId }) => client.workflow.getHandle(workflowId, runId).fetchHistory(),
    payloadsOf: ({ workflowId }) => payloadsOf(client, workflowId),
    async retention() {
      const { namespace } = client.options;
      const { config } = await client.workflowService.describeNamespace({ namespace });
      const kept = optionalTsToMs(config?.workflowExecutionRetentionTtl);
      // Zero is no retention of nothing: a server that does not say.
      return kept === 0 ? undefined : kept;
    },
  };
}
