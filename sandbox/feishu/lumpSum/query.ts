import { z } from 'zod';
import type { World } from '../../world.ts';
import { readBody, type Endpoint } from '../request.ts';
import { shown } from './book.ts';
import { compensation, glance, readParameters, success } from './envelope.ts';
import { among, fits, ids, sharedFilters } from './filters.ts';
import { keyIn, pageOf, pageQuery, tokenFor, type Row } from './paging.ts';
import type { UserIdType } from './people.ts';
import type { Holding, LumpSum } from './stored.ts';
import { wireRecord } from './wire.ts';

const body = z.object({ ids, unique_ids: ids, ...sharedFilters });
type Filters = z.output<typeof body>;
const named = z.object({ ids: z.array(z.string()) });

/** The holdings to look through, oldest first. Those named by id are fetched: a batch must not cost a look at all. */
function* candidates(world: World, { ids: asked }: Filters): Iterable<readonly [string, Holding]> {
  const { holdings } = world.state.feishu.lumpSums;
  if (asked === undefined || asked.length === 0) {
    yield* holdings;
    return;
  }
  for (const id of [...new Set(asked)].toSorted()) {
    const holding = holdings.get(id);
    if (holding !== undefined) yield [id, holding];
  }
}

function* matches(world: World, filters: Filters, userIdType: UserIdType): Iterable<Row<LumpSum>> {
  const { employees } = world.state.feishu.lumpSums;
  for (const [key, holding] of candidates(world, filters)) {
    const record = shown(world, holding);
    if (
      record !== null &&
      among(filters.unique_ids, record.uniqueId) &&
      fits(filters, record, record, userIdType, employees)
    ) {
      yield { key, value: record };
    }
  }
}

/** Lists records, oldest first. `page_token` is there only where there is more. */
export const lumpSumQuery: Endpoint = {
  method: 'POST',
  path: '/open-apis/compensation/v1/lump_sum_payment/query',
  api: 'feishu.lumpSumQuery',
  family: compensation,
  subject: (request) => ({ accounts: [], records: glance(request, named)?.ids ?? [] }),
  process(world, request) {
    const asked = readParameters(request, pageQuery);
    if ('refused' in asked) return asked.refused;
    const read = readBody(request, body, compensation);
    if ('refused' in read) return read.refused;
    const { page_size: size, page_token: token, user_id_type: userIdType } = asked.parameters;
    const after = token === undefined ? '' : keyIn(read.body, token);
    if (after === null) return compensation.badParameter(['page_token']);
    const { rows, last } = pageOf(matches(world, read.body, userIdType), after, size);
    const { permissions } = world.settings.feishu.lumpSum;
    return success({
      page_token: last === null ? undefined : tokenFor(read.body, last),
      has_more: last !== null,
      records: rows.map((record) => wireRecord(record, { userIdType, permissions })),
    });
  },
};
