import type { Verdict } from '../http/outcome.ts';
import { NOT_SENT, outcomeUnknown, RATE_LIMITED, type CodeRow, type Grade } from '../http/verdict.ts';

export type FeishuApi = 'token' | 'withdraw' | 'reconciliation' | 'lumpSumQuery' | 'lumpSumUpdate';

/** Every call, in the order of the documentation made from the table below. */
export const FEISHU_APIS = ['token', 'withdraw', 'reconciliation', 'lumpSumQuery', 'lumpSumUpdate'] as const;
const REFERRAL = ['withdraw', 'reconciliation'] as const;
const LUMP_SUM = ['lumpSumQuery', 'lumpSumUpdate'] as const;

const AUTHENTICATION: Verdict = { type: 'AuthenticationFailed', outcome: 'none', retryable: false };
const PERMISSION: Verdict = { type: 'PermissionDenied', outcome: 'none', retryable: false };
const QUOTA: Verdict = { type: 'QuotaExhausted', outcome: 'none', retryable: false };
const REJECTED: Verdict = { type: 'PayoutRejected', outcome: 'none', retryable: false };

const ERROR_LIST = 'facts.md B.3, generic error code list';
const FREQUENCY_PAGE = 'facts.md B.4, frequency control';
const TOKEN_PAGE = 'facts.md B.2, tenant_access_token/internal';
const WITHDRAW_PAGE = 'referral_account/withdraw, 错误码';
const RECONCILIATION_PAGE = 'referral_account/reconciliation, 错误码';
const REFERRAL_PAGES = `${WITHDRAW_PAGE}; ${RECONCILIATION_PAGE}`;
const QUERY_PAGE = 'lump_sum_payment/query, 错误码';
const UPDATE_PAGE = 'lump_sum_payment/batch_update, 错误码';

/**
 * Codes that speak of the token, not of the app. The token is fetched anew and the call repeated once: they are
 * checked before anything is processed, and come with HTTP 200, 400 or 401 alike.
 */
export const TOKEN_CODES: readonly string[] = [
  '99991661',
  '99991663',
  '99991664',
  '99991668',
  '99991671',
  '99991677',
];

function row(
  code: string,
  apis: readonly FeishuApi[],
  verdict: Verdict,
  meaning: string,
  source: string,
  grade: Grade,
): CodeRow<FeishuApi> {
  return { code, apis, ...verdict, meaning, source, grade };
}

/** Every code that Feishu is known to answer with in these calls. A code that is not here says nothing. */
export const FEISHU_CODES: readonly CodeRow<FeishuApi>[] = [
  row('99991661', FEISHU_APIS, AUTHENTICATION, 'access token missing', ERROR_LIST, 'OBS'),
  row('99991663', FEISHU_APIS, AUTHENTICATION, 'tenant token invalid', ERROR_LIST, 'OBS'),
  row('99991664', FEISHU_APIS, AUTHENTICATION, 'app token invalid', ERROR_LIST, 'SDK'),
  row('99991668', FEISHU_APIS, AUTHENTICATION, 'user token invalid', ERROR_LIST, 'OBS'),
  row('99991671', FEISHU_APIS, AUTHENTICATION, 'token malformed', ERROR_LIST, 'SDK'),
  row('99991677', FEISHU_APIS, AUTHENTICATION, 'user token expired', ERROR_LIST, 'SDK'),
  row('99991662', FEISHU_APIS, AUTHENTICATION, 'app disabled', ERROR_LIST, 'SDK'),
  row('99991673', FEISHU_APIS, AUTHENTICATION, 'app unavailable', ERROR_LIST, 'SDK'),
  row('99991543', FEISHU_APIS, AUTHENTICATION, 'app id or secret wrong', TOKEN_PAGE, 'SDK'),
  row('10003', FEISHU_APIS, AUTHENTICATION, 'app id not known', TOKEN_PAGE, 'OBS'),
  row('10014', ['token'], AUTHENTICATION, 'app secret wrong', TOKEN_PAGE, 'INF'),
  row('99991672', FEISHU_APIS, PERMISSION, 'app lacks the scope', ERROR_LIST, 'OBS'),
  row('99991676', FEISHU_APIS, PERMISSION, 'token lacks the scope', ERROR_LIST, 'SDK'),
  row('99991679', FEISHU_APIS, PERMISSION, 'scope not granted', ERROR_LIST, 'DOC'),
  row('99991400', FEISHU_APIS, RATE_LIMITED, 'rate limited', FREQUENCY_PAGE, 'DOC'),
  row('99991403', FEISHU_APIS, QUOTA, 'monthly API quota used up', ERROR_LIST, 'OBS'),

  row('1002001', ['token'], NOT_SENT, 'system error', TOKEN_PAGE, 'INF'),
  row('1002001', ['withdraw'], outcomeUnknown('replay'), 'system error', WITHDRAW_PAGE, 'DOC'),
  row('1002001', ['reconciliation'], outcomeUnknown('read'), 'system error', RECONCILIATION_PAGE, 'DOC'),
  row('1002002', REFERRAL, REJECTED, 'parameter refused', REFERRAL_PAGES, 'DOC'),
  row('1002553', REFERRAL, REJECTED, 'account does not exist', REFERRAL_PAGES, 'DOC'),
  row('1002555', ['withdraw'], REJECTED, 'account deactivated', WITHDRAW_PAGE, 'DOC'),

  row('2290001', LUMP_SUM, REJECTED, 'parameter refused', `${QUERY_PAGE}; ${UPDATE_PAGE}`, 'DOC'),
  row('2290002', ['lumpSumQuery'], outcomeUnknown('read'), 'server error', QUERY_PAGE, 'DOC'),
  row('2290002', ['lumpSumUpdate'], outcomeUnknown('once'), 'server error', UPDATE_PAGE, 'DOC'),
];
