import type { MoneyFlow } from '../../../contract/names.ts';
import type { Patch } from '../../../test/harness/workerProgram.ts';
import { allinpayBugs } from './allinpayBugs.ts';
import { correctionBugs } from './correctionBugs.ts';
import { peopleBugs } from './peopleBugs.ts';
import { referralBugs } from './referralBugs.ts';

/** A bug that somebody could write, planted in a copy of the sources. */
export interface PlantedBug {
  readonly name: string;
  readonly flow: MoneyFlow;
  readonly patches: readonly Patch[];
}

export const plantedBugs: readonly PlantedBug[] = [
  ...allinpayBugs,
  ...referralBugs,
  ...correctionBugs,
  ...peopleBugs,
];
