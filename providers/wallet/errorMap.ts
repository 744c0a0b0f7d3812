import { z } from 'zod';
import { waitFromHeaders } from '../http/headers.ts';
import type { Exchange } from '../http/http.ts';
import { failed, succeeded, type CallResult, type Verdict } from '../http/outcome.ts';
import { NOT_SENT, protocolViolation, RATE_LIMITED } from '../http/verdict.ts';
import { readJson, wireCount, wireId, wireMoney } from '../http/wireJson.ts';

/** What the wallet says was credited; what it does not say was credited as sent. Cash with two decimals. */
export interface WalletCredit {
  readonly points?: number;
  readonly cash?: readonly { readonly currency: string; readonly amount: string }[];
  readonly reference?: string;
  /** The wallet knew the key already (HTTP 409). */
  readonly alreadyDone: boolean;
}

const UNAVAILABLE: Verdict = { type: 'ProviderUnavailable', outcome: 'unknown', retryable: true };
const REFUSED: Verdict = { type: 'PayoutRejected', outcome: 'none', retryable: false };

/** Client errors that speak of the moment, not of the request: Request Timeout and Too Early. */
const PASSING_STATUSES: readonly number[] = [408, 425];

/**
 * What one exchange with the owner's wallet means; by HTTP status, as the contract has it. `now` (ms) is only there to
 * read a Retry-After that is a date. Source: contract.md "referralWithdrawal", Credit.
 */
export function judgeWallet(exchange: Exchange, now: number): CallResult<WalletCredit> {
  switch (exchange.kind) {
    case 'notSent':
      return failed('wallet', 'credit', NOT_SENT, { what: `not sent, ${exchange.reason}` });
    case 'lost':
      return failed('wallet', 'credit', UNAVAILABLE, {
        what: `answer lost, ${exchange.reason}`,
        httpStatus: exchange.status,
      });
    case 'answer':
      return judgeAnswer(exchange, now);
  }
}

function judgeAnswer(answer: Extract<Exchange, { kind: 'answer' }>, now: number): CallResult<WalletCredit> {
  const httpStatus = answer.status;
  if (httpStatus < 300) return readCredit(httpStatus, answer.text);
  if (httpStatus === 409) return succeeded({ alreadyDone: true });
  if (httpStatus === 429) {
    const retryAfterMs = waitFromHeaders(answer.headers, ['retry-after'], now);
    return failed('wallet', 'credit', RATE_LIMITED, { what: 'rate limited', httpStatus, retryAfterMs });
  }
  if (httpStatus < 400)
    return failed('wallet', 'credit', UNAVAILABLE, { what: 'redirected, not followed', httpStatus });
  if (httpStatus >= 500 || PASSING_STATUSES.includes(httpStatus)) {
    return failed('wallet', 'credit', UNAVAILABLE, { what: 'not available', httpStatus });
  }
  return failed('wallet', 'credit', REFUSED, { what: 'refused', httpStatus });
}

const credited = z.looseObject({
  points: wireCount.nullish(),
  cash: z.array(z.looseObject({ currency: z.string().min(1).max(16), amount: wireMoney })).nullish(),
  reference: wireId.nullish().catch(undefined),
});

/**
 * A 2xx is a credit whatever its body is; but figures that are there and cannot be read must not be replaced by what
 * was sent, for reconciliation compares them. The wallet is idempotent, so it is asked again.
 */
function readCredit(httpStatus: number, text: string): CallResult<WalletCredit> {
  const body = z.looseObject({}).safeParse(readJson(text)?.json).data;
  const answer = credited.safeParse(body ?? {}).data;
  if (answer === undefined) {
    return failed('wallet', 'credit', protocolViolation('replay'), {
      what: 'figures cannot be read',
      httpStatus,
    });
  }
  const { points, cash, reference } = answer;
  return succeeded({
    alreadyDone: false,
    ...(typeof points === 'number' && { points }),
    ...(cash && { cash: cash.map(({ currency, amount }) => ({ currency, amount })) }),
    ...(typeof reference === 'string' && { reference }),
  });
}
