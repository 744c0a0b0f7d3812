import { z } from 'zod';
import type { World } from '../../world.ts';
import { readBody, type Endpoint } from '../request.ts';
import { createBody, type Creation } from './bodies.ts';
import { newDetailId, newRecordId, put } from './book.ts';
import { compensation, glance, readParameters, success, userIdQuery } from './envelope.ts';
import type { ItemRefusal } from './itemCodes.ts';
import { judge } from './judge.ts';
import { itemRuleOf, measures } from './judgement.ts';
import { normalised, type Laid } from './laying.ts';
import { detailMembers, recordMembers, valuesOf } from './members.ts';
import type { UserIdType } from './people.ts';
import { operateResults, type Result } from './results.ts';
import type { LumpSum } from './stored.ts';

const named = z.object({ records: z.array(z.object({ unique_id: z.string() })) });

function laidOut(creation: Creation): Laid {
  return {
    values: valuesOf(recordMembers, creation),
    details: creation.details.map((detail) => ({ id: undefined, values: valuesOf(detailMembers, detail) })),
  };
}

function refusalOf(world: World, creation: Creation, { values, details }: Laid): ItemRefusal | null {
  if (world.state.feishu.lumpSums.uniqueIds.has(creation.unique_id)) return 21270202;
  const found = judge({
    ...measures(world, creation.item_id, creation.user_id),
    values,
    details: details.map((detail) => detail.values),
  });
  // Required here, unlike in an update: there is nothing that it could be left at.
  return found ?? (creation.details.some(({ belong_time: day }) => day === '') ? 21270230 : null);
}

function keep(world: World, creation: Creation, type: UserIdType): LumpSum {
  const { normaliseAmounts } = world.settings.feishu.lumpSum;
  const now = world.clock();
  const laid = laidOut(creation);
  const rule = itemRuleOf(world, creation.item_id);
  const { values, details } = normaliseAmounts && rule !== null ? normalised(laid, rule.decimals) : laid;
  const record: LumpSum = {
    id: newRecordId(world),
    uniqueId: creation.unique_id,
    itemId: creation.item_id,
    user: { id: creation.user_id, type },
    createdAt: now,
    modifiedAt: now,
    forbidden: false,
    values,
    guarded: {
      return_amount_before_tax: '0.00',
      return_amount_after_tax: '0.00',
      binding_period_offboarding_type: 'default',
    },
    details: details.map((detail) => ({
      id: newDetailId(world),
      createdAt: now,
      modifiedAt: now,
      paid: false,
      values: detail.values,
    })),
  };
  world.state.feishu.lumpSums.uniqueIds.set(record.uniqueId, record.id);
  put(world, record.id, record);
  return record;
}

/** A unique id that was used before is refused, not replayed; the sample answer has no more to say about it. */
function handle(world: World, creation: Creation, type: UserIdType): Result {
  const uniqueId = creation.unique_id;
  const refusal = refusalOf(world, creation, laidOut(creation));
  if (refusal !== null) return { uniqueId, code: refusal };
  const record = keep(world, creation, type);
  const { id, user } = record;
  world.ledger.record({ kind: 'feishu.lumpSumCreated', orderId: id, account: user.id, uniqueId });
  return { id, uniqueId, code: 0 };
}

/** Creates up to 500 records, each on its own. */
export const lumpSumCreate: Endpoint = {
  method: 'POST',
  path: '/open-apis/compensation/v1/lump_sum_payment/batch_create',
  api: 'feishu.lumpSumCreate',
  family: compensation,
  subject: (request) => ({
    accounts: [],
    records: glance(request, named)?.records.map((record) => record.unique_id) ?? [],
  }),
  process(world, request) {
    const asked = readParameters(request, userIdQuery);
    if ('refused' in asked) return asked.refused;
    const read = readBody(request, createBody, compensation);
    if ('refused' in read) return read.refused;
    const type = asked.parameters.user_id_type;
    const results = read.body.records.map((creation) => handle(world, creation, type));
    return success(operateResults(results, world.settings.feishu.lumpSum.resultOrder));
  },
};
