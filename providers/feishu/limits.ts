import { ALWAYS_OPEN, createCallGate, type CallGate, type CallLimit, type Sharers } from './callGate.ts';
import type { FeishuApi } from './codes.ts';

export type LimitedApi = Exclude<FeishuApi, 'token'>;

interface DocumentedLimit extends CallLimit {
  readonly source: string;
}

const perMinute = (calls: number, source: string): DocumentedLimit => ({ calls, windowMs: 60_000, source });
const perSecond = (calls: number, source: string): DocumentedLimit => ({ calls, windowMs: 1_000, source });

/** What Feishu allows, for each API of one app in one tenant. Whoever else uses the app in the tenant shares it. */
export const FEISHU_LIMITS = {
  withdraw: perMinute(100, 'facts.md B.4, rate limit'),
  reconciliation: perMinute(100, 'referral_account/reconciliation, 接口频率限制'),
  lumpSumQuery: perSecond(10, 'lump_sum_payment/query, 接口频率限制'),
  lumpSumUpdate: perSecond(10, 'lump_sum_payment/batch_update, 接口频率限制'),
} as const satisfies Readonly<Record<LimitedApi, DocumentedLimit>>;

/** In place of the documented limits, where a tenant was granted others or a stand-in has others; `none` keeps none. */
export type FeishuLimits = Readonly<Partial<Record<LimitedApi, CallLimit>>> | 'none';

/** One gate for each API. The token's API has no documented limit, so its gate only closes after a refusal. */
export function createCallGates(
  limits: FeishuLimits = {},
  sharers?: Sharers,
): Readonly<Record<FeishuApi, CallGate>> {
  const gate = (api: LimitedApi): CallGate =>
    limits === 'none' ? ALWAYS_OPEN : createCallGate(limits[api] ?? FEISHU_LIMITS[api], sharers);
  return {
    token: limits === 'none' ? ALWAYS_OPEN : createCallGate(null),
    withdraw: gate('withdraw'),
    reconciliation: gate('reconciliation'),
    lumpSumQuery: gate('lumpSumQuery'),
    lumpSumUpdate: gate('lumpSumUpdate'),
  };
}
