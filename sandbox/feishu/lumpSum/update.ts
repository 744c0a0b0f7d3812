import { z } from 'zod';
import type { World } from '../../world.ts';
import { readBody, type Endpoint, type FeishuRequest } from '../request.ts';
import { updateBody, type Update } from './bodies.ts';
import { current, modificationTime, newDetailId, put } from './book.ts';
import { correctionOf, sameValues } from './changes.ts';
import { compensation, glance, success } from './envelope.ts';
import type { ItemRefusal } from './itemCodes.ts';
import { judge } from './judge.ts';
import { measures } from './judgement.ts';
import { lay, normalised, type Laid } from './laying.ts';
import { detailMembers } from './members.ts';
import { operateResults, type Result } from './results.ts';
import type { LumpSum, LumpSumDetail } from './stored.ts';

const api = 'feishu.lumpSumUpdate';
const named = z.object({ records: z.array(z.object({ id: z.string().optional() })) });

/** An id of a detail that the record does not have, or that comes twice, is taken for a bonus that does not exist. */
function hasStrangeDetails({ details }: Laid, record: LumpSum): boolean {
  const asked = details.flatMap(({ id }) => id ?? []);
  const known = new Set(record.details.map(({ id }) => id));
  return new Set(asked).size < asked.length || asked.some((id) => !known.has(id));
}

/** "Paid" is a detail's: it must stay as it is, its record's currency too; other members of the record may change. */
function touchesPaid({ values, details }: Laid, record: LumpSum): ItemRefusal | null {
  for (const { id, paid, values: was } of record.details) {
    if (!paid) continue;
    const wanted = details.find((detail) => detail.id === id);
    if (wanted === undefined) return 21270224;
    if (values.currency_id !== record.values.currency_id) return 21270220;
    if (!sameValues(detailMembers, was, wanted.values)) return 21270220;
  }
  return null;
}

/** The first reason to refuse one record. The paid come before formats: nothing that is sent could mend them. */
function refusalOf(world: World, laid: Laid, asNormal: Laid, record: LumpSum): ItemRefusal | null {
  if (record.forbidden) return 21270226;
  if (hasStrangeDetails(laid, record)) return 21270201;
  return (
    touchesPaid(asNormal, record) ??
    judge({
      ...measures(world, record.itemId, record.user.id),
      values: laid.values,
      details: laid.details.map(({ values }) => values),
    })
  );
}

function changedDetails(world: World, { details }: Laid, record: LumpSum, now: number): LumpSumDetail[] {
  const known = new Map(record.details.map((detail) => [detail.id, detail]));
  return details.map(({ id, values }) => {
    const was = known.get(id ?? '');
    if (was === undefined) {
      return { id: newDetailId(world), createdAt: now, modifiedAt: now, paid: false, values };
    }
    return sameValues(detailMembers, was.values, values) ? was : { ...was, modifiedAt: now, values };
  });
}

function correct(world: World, laid: Laid, record: LumpSum): void {
  const { omittedDetails } = world.settings.feishu.lumpSum;
  const now = modificationTime(world, record);
  const details = changedDetails(world, laid, record, now);
  const left = new Set(details.map(({ id }) => id));
  const kept = omittedDetails === 'kept' ? record.details.filter(({ id }) => !left.has(id)) : [];
  const after = { ...record, modifiedAt: now, values: laid.values, details: [...details, ...kept] };
  put(world, record.id, after);
  world.ledger.record(correctionOf(record, after));
}

/** Judges one record and corrects it; one that is refused is left as it was. */
function handle(world: World, update: Update): Result {
  const { omittedMembers, normaliseAmounts } = world.settings.feishu.lumpSum;
  const record = update.id === undefined ? null : current(world, update.id);
  if (record === null) return { id: update.id, code: 21270201 };
  const laid = lay(update, record, omittedMembers);
  const { rule } = measures(world, record.itemId, record.user.id);
  const asNormal = normaliseAmounts && rule !== null ? normalised(laid, rule.decimals) : laid;
  const code = refusalOf(world, laid, asNormal, record) ?? 0;
  if (code === 0) correct(world, asNormal, record);
  return { id: record.id, uniqueId: record.uniqueId, code };
}

function updatesIn(request: FeishuRequest): ReturnType<typeof readBody<typeof updateBody>> {
  return readBody(request, updateBody, compensation);
}

/** Corrects up to 500 records, each on its own: some may fail, and the envelope says 0 all the same. */
export const lumpSumUpdate: Endpoint = {
  method: 'POST',
  path: '/open-apis/compensation/v1/lump_sum_payment/batch_update',
  api,
  family: compensation,
  subject: (request) => ({
    accounts: [],
    records: glance(request, named)?.records.flatMap(({ id }) => id ?? []) ?? [],
  }),
  process(world, request) {
    const read = updatesIn(request);
    if ('refused' in read) return read.refused;
    const results = read.body.records.map((update) => handle(world, update));
    const told = results.filter(
      ({ id = '' }) => world.faults.twist('itemMissing', api, { accounts: [], records: [id] }) === undefined,
    );
    return success(operateResults(told, world.settings.feishu.lumpSum.resultOrder));
  },
  processPart(world, request, first) {
    const read = updatesIn(request);
    if ('refused' in read) return;
    for (const update of read.body.records.slice(0, first)) handle(world, update);
  },
};
