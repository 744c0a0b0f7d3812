import { allinpayBugs } from './allinpayBugs.ts';
import { correctionBugs } from './correctionBugs.ts';
import { peopleBugs } from './peopleBugs.ts';
import type { PlantedBug } from './plantedBug.ts';
import { referralBugs } from './referralBugs.ts';

export const plantedBugs: readonly PlantedBug[] = [
  ...allinpayBugs,
  ...referralBugs,
  ...correctionBugs,
  ...peopleBugs,
];
