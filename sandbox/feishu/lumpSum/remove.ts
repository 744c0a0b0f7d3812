import { z } from 'zod';
import type { World } from '../../world.ts';
import { readBody, type Endpoint } from '../request.ts';
import { removeBody } from './bodies.ts';
import { current, put } from './book.ts';
import { compensation, glance, success } from './envelope.ts';
import type { ItemCode } from './itemCodes.ts';
import { operateResults, type Result } from './results.ts';
import type { LumpSum } from './stored.ts';

const named = z.object({ record_ids: z.array(z.string()) });

function codeFor({ forbidden, details }: LumpSum): ItemCode {
  if (forbidden) return 21270226;
  return details.some(({ paid }) => paid) ? 21270224 : 0;
}

function handle(world: World, id: string): Result {
  const record = current(world, id);
  if (record === null) return { id, code: 21270201 };
  const code = codeFor(record);
  if (code === 0) {
    put(world, id, null);
    world.ledger.record({ kind: 'feishu.lumpSumRemoved', orderId: id, account: record.user.id });
  }
  return { id, uniqueId: record.uniqueId, code };
}

/** Removes up to 500 records, each on its own; both queries no longer show them. */
export const lumpSumRemove: Endpoint = {
  method: 'POST',
  path: '/open-apis/compensation/v1/lump_sum_payment/batch_remove',
  api: 'feishu.lumpSumRemove',
  family: compensation,
  subject: (request) => ({ accounts: [], records: glance(request, named)?.record_ids ?? [] }),
  process(world, request) {
    const read = readBody(request, removeBody, compensation);
    if ('refused' in read) return read.refused;
    const results = (read.body.record_ids ?? []).map((id) => handle(world, id));
    return success(operateResults(results, world.settings.feishu.lumpSum.resultOrder));
  },
};
