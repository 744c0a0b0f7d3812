import type { JsonObject } from '../../json.ts';
import { itemMessages, type ItemCode } from './itemCodes.ts';
import type { LumpSumSettings } from './settings.ts';

/** What became of one record of a batch. */
export interface Result {
  readonly id?: string | undefined;
  readonly uniqueId?: string | undefined;
  readonly code: ItemCode;
}

/** Some order that is not the request's, and the same one each time. */
function shuffled(results: readonly Result[]): Result[] {
  const key = ({ id, uniqueId }: Result): string =>
    Array.from(id ?? uniqueId ?? '')
      .reverse()
      .join('');
  return results.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function ordered(results: readonly Result[], order: LumpSumSettings['resultOrder']): readonly Result[] {
  switch (order) {
    case 'asked':
      return results;
    case 'reversed':
      return results.toReversed();
    case 'shuffled':
      return shuffled(results);
  }
}

/** `data` of the three batch calls. */
export function operateResults(
  results: readonly Result[],
  order: LumpSumSettings['resultOrder'],
): JsonObject {
  return {
    operate_results: ordered(results, order).map(({ id, uniqueId, code }) => ({
      id,
      unique_id: uniqueId,
      code,
      message: itemMessages[code],
    })),
  };
}
