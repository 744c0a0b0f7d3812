import type { Flow } from '../../../contract/flows/names.ts';
import type { PathOf, Scene } from '../scene.ts';
import { allinpayDoubts } from './allinpayDoubts.ts';
import { allinpayEnds } from './allinpayEnds.ts';
import { allinpayHours } from './allinpayHours.ts';
import { allinpayPeople } from './allinpayPeople.ts';
import { lumpSumDoubts } from './lumpSumDoubts.ts';
import { lumpSumEnds } from './lumpSumEnds.ts';
import { reads } from './reads.ts';
import { referralCredit } from './referralCredit.ts';
import { referralDoubts } from './referralDoubts.ts';
import { referralEnds } from './referralEnds.ts';

const of = (flow: Flow, ...paths: readonly (readonly PathOf[])[]): Scene[] =>
  paths.flat().map((path) => ({ ...path, flow }));

/** Every path that has a recorded history. A path that a change adds to a flow is added here, and recorded. */
export const scenes: readonly Scene[] = [
  ...of('allinpayWithdrawal', allinpayEnds, allinpayDoubts, allinpayPeople, allinpayHours),
  ...of('referralWithdrawal', referralEnds, referralDoubts, referralCredit),
  ...of('lumpSumCorrection', lumpSumEnds, lumpSumDoubts),
  ...of('lumpSumQuery', reads.lumpSumQuery),
  ...of('allinpayBalance', reads.allinpayBalance),
];
