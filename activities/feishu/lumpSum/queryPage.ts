import { cancellationSignal } from '@temporalio/activity';
import {
  notShownIn,
  type LumpSumQuery,
  type LumpSumQueryResult,
} from '../../../contract/flows/lumpSumQuery.ts';
import { jsonBytes } from '../../../contract/jsonBytes.ts';
import type { ReportedOutages } from '../../../rules/outage.ts';
import type { Refusal } from '../../../rules/refusal.ts';
import { AttemptLog } from '../../attempts/attemptLog.ts';
import { refusalOf } from '../../attempts/refusal.ts';
import type { LumpSumDependencies } from './dependencies.ts';

export interface QueryPageRequest {
  readonly query: Pick<LumpSumQuery, 'filters' | 'pageSize' | 'pageToken' | 'userIdType'>;
  readonly known: ReportedOutages;
}

export type QueryPageAnswer =
  | { readonly outcome: 'answered'; readonly page: LumpSumQueryResult }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** Over 2 MB the server refuses an answer, again and again. */
const PAGE_BYTES_MAX = 1_500_000;

/**
 * Reads one page, smaller than was asked for where its records would not fit into an answer. Changes nothing, so it is
 * tried without limit.
 */
export async function queryPage(
  dependencies: LumpSumDependencies,
  { query, known }: QueryPageRequest,
): Promise<QueryPageAnswer> {
  const tries = await AttemptLog.begin(dependencies, known);
  const { pageToken, ...rest } = query;
  for (let { pageSize } = query; ; pageSize = Math.floor(pageSize / 2)) {
    const asked = { ...rest, pageSize, ...(pageToken === undefined ? {} : { pageToken }) };
    const result = await dependencies.client.lumpSumQuery(asked, { signal: cancellationSignal() });
    if (!result.ok) {
      if (result.failure.type !== 'PayoutRejected') throw tries.failureFor(result.failure);
      return { outcome: 'refused', refusal: refusalOf(result.failure) };
    }
    const page = { ...result.value, notShown: notShownIn(result.value.records) };
    if (jsonBytes(page) <= PAGE_BYTES_MAX) return { outcome: 'answered', page };
    if (pageSize === 1) return { outcome: 'refused', refusal: TOO_LARGE };
  }
}

const TOO_LARGE: Refusal = { code: 'tooLarge', message: 'one record alone is larger than a result may be' };
