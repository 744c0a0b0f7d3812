import type { CallLimit } from '../../../providers/feishu/callGate.ts';
import { FEISHU_LIMITS, type LimitedApi } from '../../../providers/feishu/limits.ts';

export type Limits = Readonly<Record<LimitedApi, CallLimit>>;

export const LIMITED_APIS = ['withdraw', 'reconciliation', 'lumpSumQuery', 'lumpSumUpdate'] as const;

/**
 * The documented limits with the windows of a minute made `scale` times shorter, for a run that takes as much less time.
 * The windows of a second stay: shorter ones would measure the machine's timers.
 */
export function scaledLimits(scale: number): Limits {
  const scaled = ({ calls, windowMs }: CallLimit): CallLimit => ({
    calls,
    windowMs: windowMs > 1000 ? Math.round(windowMs / scale) : windowMs,
  });
  return {
    withdraw: scaled(FEISHU_LIMITS.withdraw),
    reconciliation: scaled(FEISHU_LIMITS.reconciliation),
    lumpSumQuery: scaled(FEISHU_LIMITS.lumpSumQuery),
    lumpSumUpdate: scaled(FEISHU_LIMITS.lumpSumUpdate),
  };
}

export function allowedPerSecond({ calls, windowMs }: CallLimit): number {
  return (calls * 1000) / windowMs;
}
