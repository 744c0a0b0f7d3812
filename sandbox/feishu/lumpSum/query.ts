import { z } from 'zod';
import type { World } from '../../world.ts';
import type { Endpoint } from '../request.ts';
import { shown } from './book.ts';
import { compensation, glance } from './envelope.ts';
import { among, fits, ids, sharedFilters } from './filters.ts';
import { listPage } from './listing.ts';
import type { Row } from './paging.ts';
import type { UserIdType } from './people.ts';
import type { LumpSum, LumpSums } from './stored.ts';
import { wireRecord } from './wire.ts';

const filters = z.object({ ids, unique_ids: ids, ...sharedFilters });
type Filters = z.output<typeof filters>;
const named = z.object({ ids: z.array(z.string()) });

/** Ids to look at, oldest first. Records that are named are fetched: a batch must not cost a look at all there are. */
function candidates({ holdings, uniqueIds }: LumpSums, asked: Filters): Iterable<string> {
  const { ids: byId = [], unique_ids: byUniqueId = [] } = asked;
  if (byId.length === 0 && byUniqueId.length === 0) return holdings.keys();
  const found = byId.length > 0 ? byId : byUniqueId.flatMap((uniqueId) => uniqueIds.get(uniqueId) ?? []);
  return [...new Set(found)].toSorted();
}

function* rows(world: World, asked: Filters, userIdType: UserIdType): Iterable<Row<LumpSum>> {
  const { lumpSums } = world.state.feishu;
  for (const key of candidates(lumpSums, asked)) {
    const record = shown(world, key);
    if (
      record !== null &&
      among(asked.unique_ids, record.uniqueId) &&
      fits(asked, record, record, userIdType, lumpSums.employees)
    ) {
      yield { key, value: record };
    }
  }
}

/** Lists records, oldest first. */
export const lumpSumQuery: Endpoint = {
  method: 'POST',
  path: '/open-apis/compensation/v1/lump_sum_payment/query',
  api: 'feishu.lumpSumQuery',
  family: compensation,
  subject: (request) => ({ accounts: [], records: glance(request, named)?.ids ?? [] }),
  process: (world, request) => listPage(world, request, { filters, rows, wire: wireRecord }),
};
