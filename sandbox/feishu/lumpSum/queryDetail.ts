import { z } from 'zod';
import type { World } from '../../world.ts';
import type { Endpoint } from '../request.ts';
import { shown } from './book.ts';
import { compensation, glance } from './envelope.ts';
import { among, date, fits, ids, sharedFilters, within } from './filters.ts';
import { listPage } from './listing.ts';
import type { Row } from './paging.ts';
import type { UserIdType } from './people.ts';
import type { LumpSum, LumpSumDetail } from './stored.ts';
import { wireDetail } from './wire.ts';

const way = z.enum(['with_salary', 'with_cash', 'with_physical_distribution', 'with_year_end_bonus']);

const filters = z.object({
  ids,
  record_ids: ids,
  record_unique_ids: ids,
  issuance_ways: z.array(way).optional(),
  issuance_statuses: z.array(z.enum(['to_be_issued', 'not_issued'])).optional(),
  issuance_date_gte: date,
  issuance_date_lte: date,
  ...sharedFilters,
});
type Filters = z.output<typeof filters>;
const named = z.object({ record_ids: z.array(z.string()) });

interface DetailOf {
  readonly detail: LumpSumDetail;
  readonly record: LumpSum;
}

function detailFits(asked: Filters, { id, values }: LumpSumDetail): boolean {
  return (
    among(asked.ids, id) &&
    among(asked.issuance_ways, values.issuance_way) &&
    among(asked.issuance_statuses, values.issuance_status) &&
    within(asked.issuance_date_gte, asked.issuance_date_lte, () => values.issuance_time)
  );
}

/** Record by record, in each by id: a detail that comes to an old record stands in its place, not at the end. */
function* rows(world: World, asked: Filters, userIdType: UserIdType): Iterable<Row<DetailOf>> {
  const { holdings, employees } = world.state.feishu.lumpSums;
  for (const recordId of holdings.keys()) {
    if (!among(asked.record_ids, recordId)) continue;
    const record = shown(world, recordId);
    if (record === null || !among(asked.record_unique_ids, record.uniqueId)) continue;
    for (const detail of record.details.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      if (detailFits(asked, detail) && fits(asked, record, detail, userIdType, employees)) {
        yield { key: `${recordId}/${detail.id}`, value: { detail, record } };
      }
    }
  }
}

/** Lists details, those of the oldest record first. */
export const lumpSumQueryDetail: Endpoint = {
  method: 'POST',
  path: '/open-apis/compensation/v1/lump_sum_payment/query_detail',
  api: 'feishu.lumpSumQueryDetail',
  family: compensation,
  subject: (request) => ({ accounts: [], records: glance(request, named)?.record_ids ?? [] }),
  process: (world, request) =>
    listPage(world, request, {
      filters,
      rows,
      wire: ({ detail, record }: DetailOf, reader) => wireDetail(detail, record, reader),
    }),
};
