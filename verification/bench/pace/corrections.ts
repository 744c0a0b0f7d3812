import { z } from 'zod';
import { concurrently } from '../../../clients/concurrently.ts';
import type { LumpSumCorrectionInput } from '../../../contract/flows/lumpSumCorrection.ts';
import { PAYOUTS_TASK_QUEUE } from '../../../contract/names.ts';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import { createFeishuClient } from '../../../providers/feishu/client.ts';
import type { Fleet } from './fleet.ts';
import type { Stand } from './stand.ts';
import type { Settled, Workload } from './workload.ts';

const AT_ONCE = 4;
const RECORDS_PER_CALL = 500;
const BEFORE = '2000.00';
const AFTER = '2100.00';

const created = z.object({ operate_results: z.array(z.object({ id: z.string(), code: z.unknown() })) });
const ended = z.looseObject({
  status: z.literal('corrected'),
  counts: z.looseObject({ corrected: z.int() }),
});

type Correction = LumpSumCorrectionInput & { readonly correctionId: string };

/** Corrections of as many records, `size` in each workflow: two queries and one update a workflow. */
export function lumpSumCorrections(count: number, size: number): Workload {
  const corrections: Correction[] = [];
  return {
    name: `${count} corrections by ${size}`,
    flow: 'lumpSumCorrection',
    apis: ['lumpSumQuery', 'lumpSumUpdate'],
    binding: ['lumpSumQuery'],

    async prepare({ stand }) {
      const batches = slices(
        Array.from({ length: count }, (_, index) => index),
        RECORDS_PER_CALL,
      );
      const made = await concurrently(batches, AT_ONCE, async (batch) =>
        readBack(stand, await make(stand, batch)),
      );
      const records = made.flat();
      for (const [part, of] of slices(records, size).entries()) {
        corrections.push({ correctionId: `bench-${part}`, records: of });
      }
    },

    async start({ client }) {
      await concurrently(corrections, AT_ONCE, (input) =>
        client.workflow.start('lumpSumCorrection', {
          workflowId: workflowIdOf('lumpSumCorrection', 'default', input.correctionId),
          taskQueue: PAYOUTS_TASK_QUEUE,
          args: [input],
        }),
      );
      return corrections.length;
    },

    settle: (fleet) => settle(fleet, corrections),
  };
}

async function make(stand: Stand, batch: readonly number[]): Promise<string[]> {
  const records = batch.map((index) => ({
    unique_id: `bench-${index}`,
    user_id: `ou_${index}`,
    item_id: '1',
    total_amount: BEFORE,
    currency_id: '1',
    issuance_frequency: 1,
    binding_period: 0,
    details: [
      {
        issuance_amount: BEFORE,
        issuance_status: 'to_be_issued',
        issuance_way: 'with_salary',
        issuance_time: '2026-09-01',
        belong_time: '2026-08-01',
      },
    ],
  }));
  const path = '/compensation/v1/lump_sum_payment/batch_create?user_id_type=open_id';
  return created.parse(await stand.post(path, { records })).operate_results.map(({ id }) => id);
}

/** A correction names the details that it changes, and their ids are told by reading alone. */
async function readBack(
  { environment }: Stand,
  ids: readonly string[],
): Promise<LumpSumCorrectionInput['records']> {
  const {
    FEISHU_BASE_URL: baseUrl = '',
    FEISHU_APP_ID: appId = '',
    FEISHU_APP_SECRET: appSecret = '',
  } = environment;
  const client = createFeishuClient({ baseUrl, appId, appSecret, limits: 'none' });
  const page = await client.lumpSumQuery({
    filters: { ids },
    pageSize: RECORDS_PER_CALL,
    userIdType: 'open_id',
  });
  if (!page.ok) throw new Error(page.failure.message);
  return page.value.records.map(({ id, details }) => ({
    id,
    totalAmount: AFTER,
    details: details.map((detail) => ({ id: detail.id, issuanceAmount: AFTER })),
  }));
}

async function settle({ client, stand }: Fleet, corrections: readonly Correction[]): Promise<Settled> {
  const changes = (await stand.ledger()).effects.filter(({ kind }) => kind === 'feishu.lumpSumCorrected');
  const atProvider = new Set(changes.map(({ orderId }) => orderId));
  const asked = corrections.flatMap(({ records }) => records.map(({ id }) => id));
  const told = await concurrently(corrections, AT_ONCE, async ({ correctionId, records }) => {
    const handle = client.workflow.getHandle(workflowIdOf('lumpSumCorrection', 'default', correctionId));
    const result = ended.safeParse(await handle.result());
    return result.success && result.data.counts.corrected === records.length ? records : [];
  });
  const known = new Set(told.flatMap((records) => records.map(({ id }) => id)));
  return {
    asked: asked.length,
    lost: asked.filter((id) => !known.has(id) || !atProvider.has(id)).length,
    twice: changes.length - atProvider.size,
  };
}

function slices<T>(items: readonly T[], size: number): T[][] {
  const parts = Math.ceil(items.length / size);
  return Array.from({ length: parts }, (_, part) => items.slice(part * size, (part + 1) * size));
}
