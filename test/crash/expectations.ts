import type { Call, MatrixFlow } from './calls.ts';
import type { Fault } from './faults.ts';

/**
 * What becomes of each cell, as `story (times paid)`. A story names what the payout asked a person for and what they
 * decided, then its status at the end. What is not listed becomes what an undisturbed payout becomes.
 */
const undisturbed: Readonly<Record<MatrixFlow, string>> = {
  referralWithdrawal: 'reconciled (1)',
  lumpSumCorrection: 'corrected (1)',
  allinpayWithdrawal: 'settled (1)',
};

type Exceptions = Readonly<Partial<Record<Fault, string>>>;

const exceptions: Readonly<Partial<Record<`${MatrixFlow}/${string}`, Exceptions>>> = {};

export function expected({ flow, name }: Call, fault: Fault): string {
  return exceptions[`${flow}/${name}`]?.[fault] ?? undisturbed[flow];
}
