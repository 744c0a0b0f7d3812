import type { Verdict } from '../http/outcome.ts';
import { outcomeUnknown, RATE_LIMITED, type CodeRow } from '../http/verdict.ts';

export type AllinpayApi = 'withdraw' | 'withdrawResultQuery' | 'balanceQuery';

const ALL = ['withdraw', 'withdrawResultQuery', 'balanceQuery'] as const;
/** A look-up is not refused for what was asked to be paid: to it these codes say nothing. */
const REFUSABLE = ['withdraw', 'balanceQuery'] as const;
const READS = ['withdrawResultQuery', 'balanceQuery'] as const;

const AUTHENTICATION: Verdict = { type: 'AuthenticationFailed', outcome: 'none', retryable: false };
const PERMISSION: Verdict = { type: 'PermissionDenied', outcome: 'none', retryable: false };
const REJECTED: Verdict = { type: 'PayoutRejected', outcome: 'none', retryable: false };

const COMMON = 'facts.md A.2, 4.1 公共返回码';
const FUND_SERVICE = 'fundService 3.9, code';

const unknowable = (code: string, meaning: string): CodeRow<AllinpayApi>[] => [
  { code, apis: ['withdraw'], ...outcomeUnknown('once'), meaning, source: COMMON, grade: 'DOC' },
  { code, apis: READS, ...outcomeUnknown('read'), meaning, source: COMMON, grade: 'DOC' },
];

/** The code of a look-up that does not know the order; settings may add others. Source: fundService 3.9.4, inferred. */
export const ORDER_NOT_KNOWN_CODE = '3';

/** "No such order" is the one answer after which an order is sent: codes that say "try again" must not be taken for it. */
export const NEVER_NOT_KNOWN = ['302', '500'];

/** Whether a setting may add a code to that. */
export function mayMeanNotKnown(code: string): boolean {
  return /^[1-9]\d{0,3}$/.test(code) && !NEVER_NOT_KNOWN.includes(code);
}

/**
 * Every documented code but 0. A code that is not here says nothing. Code 3 is a catch-all: on `withdraw` it is a
 * refusal that the flow confirms by a look-up before it believes it; on the look-up see ORDER_NOT_KNOWN_CODE.
 */
export const ALLINPAY_CODES: readonly CodeRow<AllinpayApi>[] = [
  { code: '302', apis: ALL, ...RATE_LIMITED, meaning: 'rate limited', source: COMMON, grade: 'DOC' },
  { code: '3103', apis: ALL, ...PERMISSION, meaning: 'not permitted', source: COMMON, grade: 'DOC' },
  {
    code: '3104',
    apis: ALL,
    ...AUTHENTICATION,
    meaning: 'dynamic code timed out',
    source: COMMON,
    grade: 'DOC',
  },
  { code: '3106', apis: ALL, ...AUTHENTICATION, meaning: 'password wrong', source: COMMON, grade: 'DOC' },
  { code: '1001', apis: REFUSABLE, ...REJECTED, meaning: 'field missing', source: COMMON, grade: 'DOC' },
  {
    code: '2001',
    apis: REFUSABLE,
    ...REJECTED,
    meaning: 'quantity or amount wrong',
    source: COMMON,
    grade: 'DOC',
  },
  {
    code: '3101',
    apis: REFUSABLE,
    ...REJECTED,
    meaning: 'account not recognised',
    source: COMMON,
    grade: 'DOC',
  },
  { code: '3102', apis: REFUSABLE, ...REJECTED, meaning: 'institution wrong', source: COMMON, grade: 'DOC' },
  { code: '3', apis: REFUSABLE, ...REJECTED, meaning: 'refused', source: FUND_SERVICE, grade: 'DOC' },
  ...unknowable('500', 'unknown error; the query says what was done'),
  ...unknowable('3201', 'business processing failed'),
  ...unknowable('3999', 'other error'),
];
