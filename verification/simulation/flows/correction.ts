import type { LumpSumCorrectionResult } from '../../../contract/flows/lumpSumCorrection.ts';
import { checkAdded, checkCorrectionEnd, checkCounts } from '../checks/corrections.ts';
import type { World } from '../engine/world.ts';
import { FeishuLumpSums } from '../providers/feishuLumpSums.ts';
import { LumpSumBook } from '../providers/lumpSumBook.ts';
import { correctionCase } from '../workload/corrections.ts';
import type { SimulatedFlow } from './flow.ts';

export function correctionFlow(world: World): SimulatedFlow {
  const book = new LumpSumBook(world);
  return {
    flow: 'lumpSumCorrection',
    providers: [new FeishuLumpSums(world, book)],
    newCase: (number) => correctionCase(world, book, number),
    checkSnapshot: (now) => {
      checkCounts(now as LumpSumCorrectionResult);
    },
    checkOrder: (of) => {
      checkAdded(of, book);
    },
    checkEnd: (of, run, snapshot) => {
      checkCorrectionEnd(of, run, snapshot as LumpSumCorrectionResult, book);
    },
  };
}
