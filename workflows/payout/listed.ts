import { upsertMemo, workflowInfo } from '@temporalio/workflow';
import { memoNews, type Listed } from '../../contract/listed.ts';

/**
 * Sees to it that the run's memo says what lists show of it. To be called once the input was admitted. A start by
 * `PayoutsClient` has said it already; any other costs one event.
 */
export function tellLists(listed: Listed): void {
  const news = memoNews(workflowInfo().memo ?? {}, listed);
  if (Object.keys(news).length > 0) upsertMemo({ ...news });
}
