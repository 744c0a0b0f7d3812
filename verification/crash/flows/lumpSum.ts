import {
  lumpSumCorrectionResult,
  type LumpSumCorrectionInput,
} from '../../../contract/flows/lumpSumCorrection.ts';
import { PAYOUTS_TASK_QUEUE } from '../../../contract/names.ts';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { Lane } from '../lane.ts';
import type { Subject } from '../subject.ts';

/** One record of 100.00, lowered to 90.00 by its first detail. */
export async function lumpSumSubject({ world, lumpSums }: Lane, name: string): Promise<Subject> {
  const { sandbox, payouts, client } = world;
  const [record] = await lumpSums.create(1);
  if (record === undefined) throw new Error('no record was made');
  const [first, ...rest] = record.details.map(({ id }) => ({ id }));
  const { id } = record;
  const details = [{ ...first, issuanceAmount: '50.00' }, ...rest];
  const input: LumpSumCorrectionInput = {
    correctionId: name,
    records: [{ id, totalAmount: '90.00', details }],
  };
  const workflowId = workflowIdOf('lumpSumCorrection', 'default', name);
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    workflowId,
    start: () => payouts.startLumpSumCorrection(input),
    startRaw: (workflowIdReusePolicy) =>
      client.workflow.start('lumpSumCorrection', {
        workflowId,
        workflowIdReusePolicy,
        taskQueue: PAYOUTS_TASK_QUEUE,
        args: [input],
      }),
    where: () => ({ recordId: id }),
    money(shown) {
      const { calls, effects } = sandbox.ledger(id);
      const { counts, status } = lumpSumCorrectionResult.parse(shown);
      // One that changed nothing was sent twice, and paid nothing.
      const paid = effects.filter(
        (effect) => effect.kind === 'feishu.lumpSumCorrected' && effect.changes.length > 0,
      ).length;
      const sent = calls.filter(({ api }) => api === 'feishu.lumpSumUpdate').length;
      const all = Object.values(counts).reduce((total, count) => total + count, 0);
      const disagreements = [
        // Nothing is known of a record that nobody has read.
        ...(all === 1 || (status === 'cancelled' && all === 0)
          ? []
          : [`one record was asked for, ${all} have an outcome`]),
        ...(counts.corrected === 1 && paid === 0 ? ['it says corrected, the books do not'] : []),
        ...(counts.rejected === 1 && paid === 1 ? ['it says rejected, the books say corrected'] : []),
      ];
      return { paid, sent, disagreements };
    },
    holdBack: nothing,
    closeMeanwhile: nothing,
    mend: nothing,
  };
}
