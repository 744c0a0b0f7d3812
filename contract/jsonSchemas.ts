import { z } from 'zod';
import { allinpayBalanceInput, allinpayBalanceResult } from './allinpayBalance.ts';
import { allinpayWithdrawalInput, allinpayWithdrawalResult } from './allinpayWithdrawal.ts';
import { lumpSumCorrectionInput, lumpSumCorrectionResult } from './lumpSum/correction.ts';
import { lumpSumQueryInput, lumpSumQueryResult } from './lumpSum/query.ts';
import { referralWithdrawalInput, referralWithdrawalResult } from './referralWithdrawal.ts';
import { updateArguments, updateNames } from './updates.ts';

const inputs = {
  referralWithdrawal: referralWithdrawalInput,
  allinpayWithdrawal: allinpayWithdrawalInput,
  allinpayBalance: allinpayBalanceInput,
  lumpSumCorrection: lumpSumCorrectionInput,
  lumpSumQuery: lumpSumQueryInput,
};

const results = {
  referralWithdrawal: referralWithdrawalResult,
  allinpayWithdrawal: allinpayWithdrawalResult,
  allinpayBalance: allinpayBalanceResult,
  lumpSumCorrection: lumpSumCorrectionResult,
  lumpSumQuery: lumpSumQueryResult,
};

function jsonSchema(schema: z.ZodType, title: string): unknown {
  return { title, ...z.toJSONSchema(schema, { io: 'input' }) };
}

/** @returns file name → JSON Schema (2020-12) of every input, result and update argument, for other languages. */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries([
    ...Object.entries(inputs).map(([flow, schema]) => [
      `${flow}.input.json`,
      jsonSchema(schema, `${flow} input`),
    ]),
    ...Object.entries(results).map(([flow, schema]) => [
      `${flow}.result.json`,
      jsonSchema(schema, `${flow} result`),
    ]),
    ...updateNames.map((name) => [
      `update.${name}.json`,
      jsonSchema(updateArguments[name], `update ${name}`),
    ]),
  ]) as Record<string, unknown>;
}
