import { lumpSumCorrectionFlow } from '../../../clients/flows.ts';
import type { WireRecord } from '../../../test/harness/lumpSumSeed.ts';
import type { PathOf } from '../scene.ts';
import type { Run, Stage } from '../stage.ts';

export const update = 'feishu.lumpSumUpdate';
export const query = 'feishu.lumpSumQuery';

/** A record of 100.00 in details of 60.00 and 40.00, to be 120.00 by its first detail. */
export function raised({ id, details }: WireRecord): object {
  const [first, ...others] = details;
  return {
    id,
    totalAmount: '120.00',
    details: [{ id: first?.id, issuanceAmount: '80.00' }, ...others.map((detail) => ({ id: detail.id }))],
  };
}

export function startCorrection(
  stage: Stage,
  correctionId: string,
  records: readonly object[],
  more: object = {},
): Promise<Run> {
  return stage.startMoney('lumpSumCorrection', correctionId, { correctionId, records, ...more });
}

/** A correction of one new record. */
export async function correctOne(stage: Stage, correctionId: string, more: object = {}): Promise<Run> {
  const records = await stage.lumpSums.create(1);
  return startCorrection(stage, correctionId, records.map(raised), more);
}

const by = 'bob';
const held = { approval: 'required', requestedBy: 'alice' };

/** How a correction ends where Feishu says what became of each record. */
export const lumpSumEnds: readonly PathOf[] = [
  {
    name: 'corrected',
    ends: 'corrected',
    on: 'real',
    play: async (stage) => (await correctOne(stage, 'corrected', { batchId: 'B-1' })).close(),
  },
  {
    name: 'corrected-started-by-the-client',
    ends: 'corrected',
    on: 'real',
    async play(stage) {
      const records = (await stage.lumpSums.create(2)).map(raised);
      const input = { correctionId: 'corrected-started-by-the-client', records, requestedBy: 'alice' };
      return (await stage.startByClient(lumpSumCorrectionFlow, input)).close();
    },
  },
  {
    name: 'unchanged',
    ends: 'unchanged',
    on: 'real',
    async play(stage) {
      const [record] = await stage.lumpSums.create(1);
      return (await startCorrection(stage, 'unchanged', [{ id: record?.id, totalAmount: '100.0' }])).close();
    },
  },
  {
    name: 'partially-corrected',
    ends: 'partiallyCorrected',
    on: 'real',
    async play(stage) {
      const [record] = await stage.lumpSums.create(1);
      if (record === undefined) throw new Error('no record was made');
      const missing = { id: '4711', remark: 'x' };
      return (await startCorrection(stage, 'partially-corrected', [raised(record), missing])).close();
    },
  },
  {
    name: 'rejected',
    ends: 'rejected',
    on: 'real',
    play: async (stage) =>
      (await startCorrection(stage, 'rejected', [{ id: '4711', totalAmount: '1.00' }])).close(),
  },
  {
    name: 'refused-as-a-whole',
    ends: 'rejected',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: update, code: 2290001, httpStatus: 400, times: 1 });
      return (await correctOne(stage, 'refused-as-a-whole')).close();
    },
  },
  {
    name: 'stale',
    ends: 'partiallyCorrected',
    on: 'real',
    async play(stage) {
      const [fresh, touched] = await stage.lumpSums.create(2);
      if (fresh === undefined || touched === undefined) throw new Error('no records were made');
      await stage.lumpSums.change(touched, { remark: 'theirs' });
      const records = [fresh, touched].map((record) => ({
        ...raised(record),
        expectedModifyTime: record.modify_time,
      }));
      return (await startCorrection(stage, 'stale', records)).close();
    },
  },
  {
    name: 'approved',
    ends: 'corrected',
    on: 'real',
    async play(stage) {
      const run = await correctOne(stage, 'approved', held);
      await run.until('awaitingApproval');
      await run.say('approve', { by });
      return run.close();
    },
  },
  {
    name: 'approval-refused',
    ends: 'refused',
    on: 'real',
    async play(stage) {
      const run = await correctOne(stage, 'approval-refused', held);
      await run.until('awaitingApproval');
      await run.say('reject', { by, note: 'wrong year' });
      return run.close();
    },
  },
  {
    name: 'invalid-input',
    ends: 'failed',
    on: 'real',
    play: async (stage) => (await startCorrection(stage, 'invalid-input', [])).close(),
  },
];
