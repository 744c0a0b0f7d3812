import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { FiledFlow } from '../../../clients/flows.ts';
import type { PayoutRequest } from '../../../clients/index.ts';
import { describeProblems } from '../../../contract/index.ts';
import { packageFolder } from '../../../workers/packageFolder.ts';
import { readPayoutFile } from '../../files/payoutFile.ts';

type AllinpayRequest = Extract<PayoutRequest, { flow: 'allinpayWithdrawal' }>;

/** The files in examples/, read as `payouts allinpay withdraw` and its like read any file. */
export interface Examples {
  readonly allinpay: readonly PayoutRequest[];
  readonly referral: readonly PayoutRequest[];
  /** breaks the contract: as another service might send it, past every client's check */
  readonly wrong: readonly AllinpayRequest[];
}

const REQUESTED_BY = 'demo';

/** @throws Error naming what is wrong with a file that should be right */
export async function readExamples(
  profile: string,
  folder = join(packageFolder(), 'examples'),
): Promise<Examples> {
  const read = async (flow: FiledFlow, name: string): Promise<readonly PayoutRequest[]> => {
    const bytes = await readFile(join(folder, name));
    const read = await readPayoutFile(flow, name, bytes, { profile, requestedBy: REQUESTED_BY });
    if (read.ok) return read.value.requests;
    throw new Error(`examples/${name}: ${describeProblems(read.problems)}`);
  };
  return {
    allinpay: await read('allinpayWithdrawal', 'allinpay-payouts.csv'),
    referral: await read('referralWithdrawal', 'referral-withdrawals.json'),
    wrong: await readUnchecked(join(folder, 'allinpay-wrong.json'), profile),
  };
}

/** As little of the contract as it takes to send one. */
const unchecked = z.array(
  z.object({
    orderId: z.string(),
    details: z.array(z.object({ externalCode: z.string(), amount: z.string() })),
    summary: z.string(),
  }),
);

async function readUnchecked(file: string, profile: string): Promise<AllinpayRequest[]> {
  const inputs = unchecked.parse(JSON.parse(await readFile(file, 'utf8')));
  return inputs.map((input) => ({
    flow: 'allinpayWithdrawal',
    input: { ...input, profile, requestedBy: REQUESTED_BY },
  }));
}
