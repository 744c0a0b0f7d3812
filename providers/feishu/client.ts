import type { CallOptions } from '../http/cancellation.ts';
import { readAddress, readLimits, type ClientLimits } from '../http/clientLimits.ts';
import { failed, succeeded, type CallResult } from '../http/outcome.ts';
import { createAuthorizedCall } from './authorizedCall.ts';
import type { Sharers } from './callGate.ts';
import { feishuViolation } from './errorMap.ts';
import type { FeishuLimits } from './limits.ts';
import type {
  FeishuLumpSumItem,
  FeishuLumpSumPage,
  FeishuLumpSumQuery,
  FeishuLumpSumUpdate,
} from './lumpSum.ts';
import { readLumpSumItems, readLumpSumPage } from './lumpSumAnswers.ts';
import { queryRequest, updateRequest } from './lumpSumRequests.ts';
import type { FeishuSettings } from './settings.ts';
import { readMismatches, readWithdrawal, type FeishuMismatch, type FeishuWithdrawal } from './wire.ts';

export interface FeishuClientOptions extends FeishuSettings, Pick<ClientLimits, 'timeoutMs'> {
  /**
   * Largest answer accepted, in bytes after decompression. By default 16 MiB for lumpSumQuery, 4 MiB for lumpSumUpdate
   * and 1 MiB for the rest: set it, and it holds for all.
   */
  readonly maxResponseBytes?: number | undefined;
  /** Milliseconds since 1970; default Date.now. Only the token's age is measured by it. */
  readonly clock?: (() => number) | undefined;
  /** Calls that may be sent in a window; default: what is documented. Keeps to it within this one client. */
  readonly limits?: FeishuLimits | undefined;
  /**
   * How many clients of this app and tenant there are at the moment, in all processes, this one included; default 1.
   * Each keeps to its share of the limits of a second.
   */
  readonly sharers?: Sharers | undefined;
}

export interface FeishuWithdrawRequest {
  readonly referralAccountId: string;
  readonly bonusTypes: readonly ('point' | 'cash')[];
  readonly externalOrderId: string;
}

export interface FeishuReconcileRequest {
  /** Milliseconds since 1970, as text. */
  readonly startTransTime: string;
  readonly endTransTime: string;
  readonly tradeDetails: readonly { readonly accountId: string; readonly points: number }[];
}

export interface FeishuClient {
  /**
   * Takes everything of the chosen kinds out of a referral account. Safe to repeat with the same `externalOrderId`: the
   * provider then answers with the details of the first call. An answer that cannot be read, or that echoes another
   * id, is a `ProtocolViolation` with outcome `unknown`. Source: referral_account/withdraw.
   */
  withdraw(request: FeishuWithdrawRequest, options?: CallOptions): Promise<CallResult<FeishuWithdrawal>>;
  /**
   * Compares points by account over a window; only accounts that differ come back. Changes nothing.
   * Source: referral_account/reconciliation.
   */
  reconcile(
    request: FeishuReconcileRequest,
    options?: CallOptions,
  ): Promise<CallResult<{ readonly failed: readonly FeishuMismatch[] }>>;
  /**
   * One page of lump-sum records. Changes nothing. A page that cannot be told from an incomplete one is a
   * `ProtocolViolation`. Source: lump_sum_payment/query.
   */
  lumpSumQuery(query: FeishuLumpSumQuery, options?: CallOptions): Promise<CallResult<FeishuLumpSumPage>>;
  /**
   * Corrects up to 500 lump-sum records, each of which may be refused by itself: success says nothing of an item, its
   * code does. Not safe to repeat: there is no idempotency key, so a failure with outcome `unknown` must be followed by
   * reading the records. Source: lump_sum_payment/batch_update.
   */
  lumpSumUpdate(
    records: readonly FeishuLumpSumUpdate[],
    options?: CallOptions,
  ): Promise<CallResult<readonly FeishuLumpSumItem[]>>;
}

const ACCOUNTS_PATH = '/open-apis/hire/v1/referral_account';
const LUMP_SUM_PATH = '/open-apis/compensation/v1/lump_sum_payment';
const BONUS_TYPES = { point: 1, cash: 2 } as const;

/**
 * A client of one Feishu app. Its methods throw only what the caller's signal was aborted with, and only when it was
 * aborted before the call was sent; aborted later, the failure's outcome is `unknown`.
 * @throws Error or RangeError for settings that cannot work.
 */
export function createFeishuClient(settings: FeishuClientOptions): FeishuClient {
  const { timeoutMs } = readLimits(settings);
  const call = createAuthorizedCall({
    baseUrl: readAddress('baseUrl (FEISHU_BASE_URL)', settings.baseUrl),
    appId: settings.appId,
    appSecret: settings.appSecret,
    clock: settings.clock ?? Date.now,
    timeoutMs,
    maxResponseBytes: settings.maxResponseBytes,
    limits: settings.limits,
    sharers: settings.sharers,
    proxy: settings.proxy,
  });

  return {
    async withdraw(request, options) {
      const account = pathSegment(request.referralAccountId);
      if (account === undefined) {
        const verdict = { type: 'PayoutRejected', outcome: 'none', retryable: false } as const;
        return failed('feishu', 'withdraw', verdict, {
          what: 'not sent, the account id cannot stand in a URL',
        });
      }
      const body = {
        withdraw_bonus_type: request.bonusTypes.map((type) => BONUS_TYPES[type]),
        external_order_id: request.externalOrderId,
      };
      const path = `${ACCOUNTS_PATH}/${account}/withdraw`;
      const judged = await call({ api: 'withdraw', path, body, signal: options?.signal });
      if (!judged.ok) return judged;
      const withdrawal = readWithdrawal(judged.value.data);
      if (withdrawal === undefined) {
        return feishuViolation('withdraw', 'withdrawal cannot be understood', judged.logId);
      }
      if (withdrawal.externalOrderId !== request.externalOrderId) {
        return feishuViolation('withdraw', 'answer speaks of another order', judged.logId);
      }
      return succeeded(withdrawal, judged.logId);
    },

    async reconcile(request, options) {
      const body = {
        start_trans_time: request.startTransTime,
        end_trans_time: request.endTransTime,
        trade_details: request.tradeDetails.map(({ accountId, points }) => ({
          account_id: accountId,
          total_recharge_reward_info: { point_bonus: points },
        })),
      };
      const path = `${ACCOUNTS_PATH}/reconciliation`;
      const judged = await call({ api: 'reconciliation', path, body, signal: options?.signal });
      if (!judged.ok) return judged;
      const mismatches = readMismatches(judged.value.data);
      if (mismatches === undefined) {
        return feishuViolation('reconciliation', 'list of differences cannot be understood', judged.logId);
      }
      return succeeded({ failed: mismatches }, judged.logId);
    },

    async lumpSumQuery(query, options) {
      const { parameters, body } = queryRequest(query);
      const path = `${LUMP_SUM_PATH}/query?${parameters.toString()}`;
      const judged = await call({ api: 'lumpSumQuery', path, body, signal: options?.signal });
      if (!judged.ok) return judged;
      const page = readLumpSumPage(judged.value.data, query.pageToken);
      if (!page.ok) return feishuViolation('lumpSumQuery', page.problem, judged.logId);
      return succeeded(page.value, judged.logId);
    },

    async lumpSumUpdate(records, options) {
      const path = `${LUMP_SUM_PATH}/batch_update`;
      const body = updateRequest(records);
      const judged = await call({ api: 'lumpSumUpdate', path, body, signal: options?.signal });
      if (!judged.ok) return judged;
      const items = readLumpSumItems(judged.value.data, judged.conceal);
      if (!items.ok) return feishuViolation('lumpSumUpdate', items.problem, judged.logId);
      return succeeded(items.value, judged.logId);
    },
  };
}

/** Dots alone would climb to another API: URLs are normalised after encoding, and encoding leaves dots alone. */
function pathSegment(id: string): string | undefined {
  if (/^\.{0,2}$/.test(id)) return undefined;
  try {
    return encodeURIComponent(id);
  } catch {
    // Half of a surrogate pair has no encoding.
    return undefined;
  }
}
