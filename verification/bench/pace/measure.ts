import type { CallLimit } from '../../../providers/feishu/callGate.ts';
import type { LimitedApi } from '../../../providers/feishu/limits.ts';
import { allowedPerSecond } from './limits.ts';

/** A call as the provider's ledger shows it. */
export interface SeenCall {
  readonly api: string;
  /** ISO 8601: its arrival */
  readonly at: string;
  /** null where it was not answered */
  readonly httpStatus: number | null;
  readonly code?: string | undefined;
}

/** How one API was used, from its first call to its last. */
export interface ApiFigures {
  readonly api: LimitedApi;
  readonly calls: number;
  readonly seconds: number;
  readonly callsPerSecond: number;
  readonly allowedPerSecond: number;
  /** of the allowed rate, by calls that were let through: 0 to 1 */
  readonly usedShare: number;
  readonly rejections: number;
  readonly longestGapMs: number;
}

const RATE_LIMIT_CODE = '99991400';

/** @returns undefined where there were too few calls to speak of a rate */
export function figuresOf(
  seen: readonly SeenCall[],
  api: LimitedApi,
  limit: CallLimit,
): ApiFigures | undefined {
  const calls = seen.filter((call) => call.api === `feishu.${api}`);
  const isRejected = ({ httpStatus, code }: SeenCall): boolean =>
    httpStatus === 429 || code === RATE_LIMIT_CODE;
  const times = calls.filter((call) => !isRejected(call)).map(({ at }) => Date.parse(at));
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined || last === first) return undefined;
  const seconds = (last - first) / 1000;
  const callsPerSecond = (times.length - 1) / seconds;
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return {
    api,
    calls: calls.length,
    seconds,
    callsPerSecond,
    allowedPerSecond: allowedPerSecond(limit),
    usedShare: callsPerSecond / allowedPerSecond(limit),
    rejections: calls.length - times.length,
    longestGapMs: Math.max(...gaps),
  };
}
