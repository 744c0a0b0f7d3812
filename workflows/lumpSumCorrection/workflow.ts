import {
  countOutcomes,
  lumpSumCorrection as flow,
  type LumpSumCorrectionResult,
} from '../../contract/flows/lumpSumCorrection.ts';
import type { Head } from '../../contract/head.ts';
import { admit, textMember } from '../payout/admission.ts';
import { PayoutLifecycle } from '../payout/lifecycle.ts';
import { tellLists } from '../payout/listed.ts';
import { refuseInput } from '../payout/refuseInput.ts';
import { correct } from './correct.ts';
import { decideDoubts } from './decideDoubts.ts';
import { finish } from './finish.ts';
import { CorrectionOrder } from './order.ts';

/**
 * Corrects lump-sum payment records in one batch, reads them back and says of each what became of it.
 * Input, result, updates and failures: contract/flows/lumpSumCorrection.ts, contract/updates.ts.
 */
export async function lumpSumCorrection(raw: unknown): Promise<LumpSumCorrectionResult> {
  const admission = admit(flow, raw);
  if (!admission.admitted) return refuseInput(flow, raw, admission.problems, nothingKnown(raw));
  const { input } = admission;
  tellLists(flow.listed(input));
  const order = new CorrectionOrder(input);
  const payout = new PayoutLifecycle(flow.type, input, flow.firstStatus, order);
  return payout.run(async () => {
    if (input.approval === 'required') await payout.approval();
    await correct(payout, order);
    await decideDoubts(payout, order);
    finish(payout, order);
  });
}

function nothingKnown(raw: unknown): Omit<LumpSumCorrectionResult, keyof Head> {
  return {
    correctionId: textMember(raw, 'correctionId'),
    counts: countOutcomes([]),
    records: [],
  };
}
