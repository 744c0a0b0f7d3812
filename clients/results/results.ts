import type { z } from 'zod';
import {
  allinpayBalanceResult,
  allinpayWithdrawalResult,
  lumpSumCorrectionResult,
  lumpSumQueryResult,
  parse,
  referralWithdrawalResult,
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

function matchesSchema(schema: z.ZodType, data: unknown): boolean {
  return schema.safeParse(data).success;
}

export const allinpayResult: ResultShape<AllinpayWithdrawalResult> = {
  schema: allinpayWithdrawalResult,
  matches: (data): data is AllinpayWithdrawalResult => matchesSchema(allinpayWithdrawalResult, data),
};

export const referralResult: ResultShape<ReferralWithdrawalResult> = {
  schema: referralWithdrawalResult,
  matches: (data): data is ReferralWithdrawalResult => matchesSchema(referralWithdrawalResult, data),
};

export const balanceResult: ResultShape<AllinpayBalanceResult> = {
  schema: allinpayBalanceResult,
  matches: (data): data is AllinpayBalanceResult => matchesSchema(allinpayBalanceResult, data),
};

export const correctionResult: ResultShape<LumpSumCorrectionResult> = {
  schema: lumpSumCorrectionResult,
  matches: (data): data is LumpSumCorrectionResult => matchesSchema(lumpSumCorrectionResult, data),
};

export const lumpSumPage: ResultShape<LumpSumQueryResult> = {
  schema: lumpSumQueryResult,
  matches: (data): data is LumpSumQueryResult => matchesSchema(lumpSumQueryResult, data),
};

/** For a payout known by its id alone. */
export const anyResult: ResultShape<PayoutResult> = {
  schema: allinpayWithdrawalResult.or(referralWithdrawalResult).or(lumpSumCorrectionResult),
  matches: (data): data is PayoutResult =>
    allinpayResult.matches(data) || referralResult.matches(data) || correctionResult.matches(data),
};

/** @throws UnreadableAnswerError naming every member that is not as the contract says */
export function readResult<Result>(workflowId: string, shape: ResultShape<Result>, data: unknown): Result {
  if (shape.matches(data)) return data;
  const parsed = parse(shape.schema, data);
  throw new UnreadableAnswerError(workflowId, parsed.ok ? [] : parsed.problems);
}
