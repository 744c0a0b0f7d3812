import type { Verdict } from '../outcome.ts';
import { NOT_SENT, outcomeUnknown, RATE_LIMITED, type CodeRow } from '../verdict.ts';

export type FeishuApi = 'token' | 'withdraw' | 'reconciliation';

const ALL = ['token', 'withdraw', 'reconciliation'] as const;
const CALLS = ['withdraw', 'reconciliation'] as const;

const AUTHENTICATION: Verdict = { type: 'AuthenticationFailed', outcome: 'none', retryable: false };
const PERMISSION: Verdict = { type: 'PermissionDenied', outcome: 'none', retryable: false };
const QUOTA: Verdict = { type: 'QuotaExhausted', outcome: 'none', retryable: false };
const REJECTED: Verdict = { type: 'PayoutRejected', outcome: 'none', retryable: false };

const ERROR_LIST = 'facts.md B.3, generic error code list';
const TOKEN_PAGE = 'facts.md B.2, tenant_access_token/internal';
const WITHDRAW_PAGE = 'referral_account/withdraw, 错误码';
const RECONCILIATION_PAGE = 'referral_account/reconciliation, 错误码';

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

/** Every code that Feishu is known to answer with in these calls. A code that is not here says nothing. */
export const FEISHU_CODES: readonly CodeRow<FeishuApi>[] = [
  {
    code: '99991661',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'access token missing',
    source: ERROR_LIST,
    grade: 'OBS',
  },
  {
    code: '99991663',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'tenant token invalid',
    source: ERROR_LIST,
    grade: 'OBS',
  },
  {
    code: '99991664',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'app token invalid',
    source: ERROR_LIST,
    grade: 'SDK',
  },
  {
    code: '99991668',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'user token invalid',
    source: ERROR_LIST,
    grade: 'OBS',
  },
  {
    code: '99991671',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'token malformed',
    source: ERROR_LIST,
    grade: 'SDK',
  },
  {
    code: '99991677',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'user token expired',
    source: ERROR_LIST,
    grade: 'SDK',
  },
  {
    code: '99991662',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'app disabled',
    source: ERROR_LIST,
    grade: 'SDK',
  },
  {
    code: '99991673',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'app unavailable',
    source: ERROR_LIST,
    grade: 'SDK',
  },
  {
    code: '99991543',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'app id or secret wrong',
    source: TOKEN_PAGE,
    grade: 'SDK',
  },
  {
    code: '10003',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'app id not known',
    source: TOKEN_PAGE,
    grade: 'OBS',
  },
  {
    code: '10014',
    apis: ['token'],
    ...AUTHENTICATION,
    meaning: 'app secret wrong',
    source: TOKEN_PAGE,
    grade: 'INF',
  },
  {
    code: '99991672',
    apis: ALL,
    ...PERMISSION,
    meaning: 'app lacks the scope',
    source: ERROR_LIST,
    grade: 'OBS',
  },
  {
    code: '99991676',
    apis: ALL,
    ...PERMISSION,
    meaning: 'token lacks the scope',
    source: ERROR_LIST,
    grade: 'SDK',
  },
  {
    code: '99991679',
    apis: ALL,
    ...PERMISSION,
    meaning: 'scope not granted',
    source: ERROR_LIST,
    grade: 'DOC',
  },
  {
    code: '99991400',
    apis: ALL,
    ...RATE_LIMITED,
    meaning: 'rate limited',
    source: 'facts.md B.4, frequency control',
    grade: 'DOC',
  },
  {
    code: '99991403',
    apis: ALL,
    ...QUOTA,
    meaning: 'monthly API quota used up',
    source: ERROR_LIST,
    grade: 'OBS',
  },
  {
    code: '1002001',
    apis: ['withdraw'],
    ...outcomeUnknown('replay'),
    meaning: 'system error',
    source: WITHDRAW_PAGE,
    grade: 'DOC',
  },
  {
    code: '1002001',
    apis: ['reconciliation'],
    ...outcomeUnknown('read'),
    meaning: 'system error',
    source: RECONCILIATION_PAGE,
    grade: 'DOC',
  },
  {
    code: '1002001',
    apis: ['token'],
    ...NOT_SENT,
    meaning: 'system error',
    source: TOKEN_PAGE,
    grade: 'INF',
  },
  {
    code: '1002002',
    apis: CALLS,
    ...REJECTED,
    meaning: 'parameter refused',
    source: `${WITHDRAW_PAGE}; ${RECONCILIATION_PAGE}`,
    grade: 'DOC',
  },
  {
    code: '1002553',
    apis: CALLS,
    ...REJECTED,
    meaning: 'account does not exist',
    source: `${WITHDRAW_PAGE}; ${RECONCILIATION_PAGE}`,
    grade: 'DOC',
  },
  {
    code: '1002555',
    apis: ['withdraw'],
    ...REJECTED,
    meaning: 'account deactivated',
    source: WITHDRAW_PAGE,
    grade: 'DOC',
  },
];
