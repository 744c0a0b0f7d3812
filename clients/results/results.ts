import { z } from 'zod';
import {
  flows,
  parse,
  type AllinpayBalanceResult,
  type AllinpayWithdrawalResult,
  type LumpSumCorrectionResult,
  type LumpSumQueryResult,
  type ReferralWithdrawalResult,
} from '../../contract/index.ts';
import { UnreadableAnswerError, type PayoutResult } from '../errors.ts';

/**
 * Says whether data from a worker is a `Result`. A check and no copy: members that a newer worker adds stay in.
 */
export interface ResultShape<Result> {
  readonly schema: z.ZodType;
  matches(data: unknown): data is Result;
}

function shapeOf<Result>(schema: z.ZodType): ResultShape<Result> {
  return { schema, matches: (data): data is Result => schema.safeParse(data).success };
}

export const allinpayResult = shapeOf<AllinpayWithdrawalResult>(flows.allinpayWithdrawal.result);
export const referralResult = shapeOf<ReferralWithdrawalResult>(flows.referralWithdrawal.result);
export const correctionResult = shapeOf<LumpSumCorrectionResult>(flows.lumpSumCorrection.result);
export const balanceResult = shapeOf<AllinpayBalanceResult>(flows.allinpayBalance.result);
export const lumpSumPage = shapeOf<LumpSumQueryResult>(flows.lumpSumQuery.result);

/** For a payout known by its id alone. */
export const anyResult = shapeOf<PayoutResult>(
  z.union([allinpayResult.schema, referralResult.schema, correctionResult.schema]),
);

/** @throws UnreadableAnswerError naming every member that is not as the contract says */
export function readResult<Result>(workflowId: string, shape: ResultShape<Result>, data: unknown): Result {
  if (shape.matches(data)) return data;
  const parsed = parse(shape.schema, data);
  throw new UnreadableAnswerError(workflowId, parsed.ok ? [] : parsed.problems);
}
