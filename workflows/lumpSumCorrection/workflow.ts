import { lumpSumCorrectionListed } from '../../contract/listed.ts';
import {
  countOutcomes,
  lumpSumCorrectionInput,
  sizeProblems,
  type LumpSumCorrectionResult,
} from '../../contract/lumpSum/correction.ts';
import type { Problem } from '../../contract/problems.ts';
import { admit, bounded, textMember } from '../payout/admission.ts';
import { Payout } from '../payout/lifecycle.ts';
import { tellLists } from '../payout/listed.ts';
import { refuseInput } from '../payout/refuseInput.ts';
import { correct } from './correct.ts';
import { decideDoubts } from './decideDoubts.ts';
import { finish } from './finish.ts';
import { CorrectionOrder } from './order.ts';

/**
 * Corrects lump-sum payment records in one batch, reads them back and says of each what became of it.
 * Input, result, updates and failures: contract/lumpSum/correction.ts, contract/updates.ts.
 */
export async function lumpSumCorrection(raw: unknown): Promise<LumpSumCorrectionResult> {
  const admission = admit(
    lumpSumCorrectionInput,
    raw,
    'lumpSumCorrection',
    'correctionId',
    sizeProblems(raw),
  );
  if (!admission.admitted) return refuse(raw, admission.problems);
  const { input } = admission;
  tellLists(lumpSumCorrectionListed(input));
  const order = new CorrectionOrder(input);
  const payout = new Payout('lumpSumCorrection', input, 'correcting', order);
  return payout.run(async () => {
    if (input.approval === 'required') await payout.approval();
    await correct(payout, order);
    await decideDoubts(payout, order);
    finish(payout, order);
  });
}

function refuse(raw: unknown, problems: readonly Problem[]): Promise<never> {
  const known: LumpSumCorrectionResult = {
    flow: 'lumpSumCorrection',
    status: 'failed',
    profile: textMember(raw, 'profile', 'default'),
    attention: null,
    waiting: null,
    correctionId: textMember(raw, 'correctionId'),
    counts: countOutcomes([]),
    records: [],
    problems: bounded(problems),
  };
  return refuseInput('lumpSumCorrection', known, problems);
}
