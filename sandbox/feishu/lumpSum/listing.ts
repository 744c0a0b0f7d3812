import type { z } from 'zod';
import type { Answer } from '../../answer.ts';
import type { JsonObject } from '../../json.ts';
import type { World } from '../../world.ts';
import { readBody, type FeishuRequest } from '../request.ts';
import { compensation, readParameters, success } from './envelope.ts';
import { keyIn, pageOf, pageQuery, tokenFor, type Row } from './paging.ts';
import type { UserIdType } from './people.ts';
import type { Reader } from './wire.ts';

/** What tells the two queries apart. */
export interface Listing<Filters extends z.ZodType, Value> {
  readonly filters: Filters;
  rows(world: World, filters: z.output<Filters>, userIdType: UserIdType): Iterable<Row<Value>>;
  wire(value: Value, reader: Reader): JsonObject;
}

/** One page of what the filters let through. `page_token` is there only where there is more. */
export function listPage<Filters extends z.ZodType, Value>(
  world: World,
  request: FeishuRequest,
  listing: Listing<Filters, Value>,
): Answer {
  const asked = readParameters(request, pageQuery);
  if ('refused' in asked) return asked.refused;
  const read = readBody(request, listing.filters, compensation);
  if ('refused' in read) return read.refused;
  const { page_size: size, page_token: token, user_id_type: userIdType } = asked.parameters;
  const after = token === undefined ? '' : keyIn(read.body, token);
  if (after === null) return compensation.badParameter(['page_token']);
  const { rows, last } = pageOf(listing.rows(world, read.body, userIdType), after, size);
  const { permissions } = world.settings.feishu.lumpSum;
  return success({
    page_token: last === null ? undefined : tokenFor(read.body, last),
    has_more: last !== null,
    records: rows.map((value) => listing.wire(value, { userIdType, permissions })),
  });
}
