import { z } from 'zod';
import type { Exchange } from '../http/http.ts';
import { failed, succeeded, type CallResult, type FailureFacts, type Verdict } from '../http/outcome.ts';
import { findRow, NOT_SENT, outcomeUnknown, protocolViolation, type Effect } from '../http/verdict.ts';
import { wireId, wireIntegerOrText } from '../http/wireJson.ts';
import { ALLINPAY_CODES, type AllinpayApi } from './codes.ts';
import type { OpenedAnswer } from './envelope.ts';

const EFFECTS: Readonly<Record<AllinpayApi, Effect>> = {
  // What a repeated orderId does is not documented (facts.md A.3).
  withdraw: 'once',
  withdrawResultQuery: 'read',
  balanceQuery: 'read',
};

const innerAnswer = z.looseObject({
  code: wireIntegerOrText,
  msg: z.string().nullish().catch(undefined),
  data: z.unknown().optional(),
});
export type InnerAnswer = z.output<typeof innerAnswer>;

/** What is asked about, and what only the look-up knows of. */
export interface AllinpayQuestion {
  readonly api: AllinpayApi;
  /**
   * The order asked about. An answer that names another one is not believed, whatever its code; one that names none must
   * give our request number back.
   */
  readonly orderId?: string;
  /** Codes beside 0 that are an answer of this call and no failure. */
  readonly answerCodes?: readonly string[];
}

/**
 * What one exchange with Allinpay means: the inner answer of a verified envelope with code 0 (or one of `answerCodes`),
 * else the failure. `open` verifies and opens the text of an answer. An answer's content type is not looked at: the
 * signature proves more than a label. Source: facts.md A.1–A.3, contract.md "Codes of withdraw".
 */
export function judgeAllinpay(
  question: AllinpayQuestion,
  exchange: Exchange,
  open: (text: string) => OpenedAnswer,
): CallResult<InnerAnswer> {
  const effect = EFFECTS[question.api];
  switch (exchange.kind) {
    case 'notSent':
      return failed('allinpay', question.api, NOT_SENT, { what: `not sent, ${exchange.reason}` });
    case 'lost':
      return failed('allinpay', question.api, outcomeUnknown(effect), {
        what: `answer lost, ${exchange.reason}`,
        httpStatus: exchange.status,
      });
    case 'answer':
      return judgeAnswer(question, exchange.status, () => open(exchange.text));
  }
}

/** The failure of a verified answer that cannot be understood. */
export function allinpayViolation(api: AllinpayApi, what: string, code?: string): CallResult<never> {
  return failed('allinpay', api, protocolViolation(EFFECTS[api]), { what, code });
}

function judgeAnswer(
  { api, orderId, answerCodes = [] }: AllinpayQuestion,
  httpStatus: number,
  open: () => OpenedAnswer,
): CallResult<InnerAnswer> {
  const effect = EFFECTS[api];
  const fail = (verdict: Verdict, facts: FailureFacts): CallResult<InnerAnswer> =>
    failed('allinpay', api, verdict, { httpStatus, ...facts });

  if (httpStatus >= 300 && httpStatus < 400)
    return fail(outcomeUnknown(effect), { what: 'redirected, not followed' });
  const opened = open();
  if (!opened.ok) {
    return fail(httpStatus >= 300 ? outcomeUnknown(effect) : protocolViolation(effect), {
      what: opened.problem,
    });
  }
  const inner = innerAnswer.safeParse(opened.inner).data;
  if (inner === undefined) return fail(protocolViolation(effect), { what: 'no code in the answer' });
  const { code, msg } = inner;
  const said = { code, providerMessage: msg ?? undefined };
  const named = orderNamedBy(inner.data);
  if (named !== undefined && orderId !== undefined && named !== orderId) {
    return fail(protocolViolation(effect), { what: 'answer speaks of another order', ...said });
  }
  // A signature proves who answers, not what: any refusal of any order would do.
  if (!opened.echoesRequest && (named === undefined || orderId === undefined)) {
    return fail(protocolViolation(effect), {
      what: 'answer names neither our order nor our request',
      ...said,
    });
  }
  if (code === '0' || answerCodes.includes(code)) return succeeded(inner);

  const row = findRow(ALLINPAY_CODES, api, code);
  return row === undefined
    ? fail(outcomeUnknown(effect), { what: 'a code that says nothing here', ...said })
    : fail(row, { what: row.meaning, ...said });
}

const members = z.looseObject({});

/** @returns the order id of an answer, null where it has one that cannot be read, undefined where it has none */
function orderNamedBy(data: unknown): string | null | undefined {
  const named = members.safeParse(data).data?.['orderId'];
  return named === undefined || named === null ? undefined : (wireId.safeParse(named).data ?? null);
}
