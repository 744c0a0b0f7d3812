import { cancellationSignal } from '@temporalio/activity';
import type { LumpSumRecord } from '../../../contract/lumpSumRecord.ts';
import { failed, succeeded, type CallResult } from '../../../providers/http/outcome.ts';
import { protocolViolation } from '../../../providers/http/verdict.ts';
import type { LumpSumDependencies } from './dependencies.ts';

/** What one page may hold; a correction has no more records than that. */
const PAGE_SIZE = 500;

/** Records as Feishu has them now, by id; one that it does not show is not in it. */
export type RecordsById = ReadonlyMap<string, LumpSumRecord>;

/** Reads records by their ids, every page of the answer. Changes nothing. */
export async function readRecords(
  { client }: LumpSumDependencies,
  ids: readonly string[],
): Promise<CallResult<RecordsById>> {
  const asked = new Set(ids);
  const found = new Map<string, LumpSumRecord>();
  const tokens = new Set<string>();
  let pageToken: string | undefined;
  do {
    const page = await client.lumpSumQuery(
      {
        filters: { ids },
        pageSize: PAGE_SIZE,
        // The ids of people are not looked at here.
        userIdType: 'people_corehr_id',
        ...(pageToken === undefined ? {} : { pageToken }),
      },
      { signal: cancellationSignal() },
    );
    if (!page.ok) return page;
    for (const record of page.value.records.filter(({ id }) => asked.has(id))) {
      if (found.has(record.id)) return unreadable('a record stands on two pages', page.logId);
      found.set(record.id, record);
    }
    pageToken = page.value.pageToken;
    if (pageToken !== undefined && tokens.has(pageToken)) return unreadable('its pages go round', page.logId);
    if (pageToken !== undefined) tokens.add(pageToken);
  } while (pageToken !== undefined);
  return succeeded(found);
}

function unreadable(what: string, logId: string | undefined): CallResult<never> {
  return failed('feishu', 'lumpSumQuery', protocolViolation('read'), { what, logId });
}
