import { expect } from '@jest/globals';
import type { AmountUnit } from '../../providers/allinpay/amount.ts';
import { judgeBalances, judgeLookUp, judgeWithdraw } from '../../providers/allinpay/answers.ts';
import type { AllinpayLookUp, AllinpayOrder } from '../../providers/allinpay/client.ts';
import { ALLINPAY_CODES, type AllinpayApi } from '../../providers/allinpay/codes.ts';
import type { OpenedAnswer, RequestIdentity } from '../../providers/allinpay/envelope.ts';
import type { BalanceLine, OrderLine } from '../../providers/allinpay/wire.ts';
import type { Exchange } from '../../providers/http/http.ts';
import type { CallFailure, CallResult } from '../../providers/http/outcome.ts';
import { APP_ID, ORDER_ID, THEIR_WORDS } from './allinpayAnswers.ts';

/** The result of one call, with the call it is of. */
export type Judged =
  | { readonly api: 'withdraw'; readonly result: CallResult<AllinpayOrder> }
  | { readonly api: 'withdrawResultQuery'; readonly result: CallResult<AllinpayLookUp> }
  | { readonly api: 'balanceQuery'; readonly result: CallResult<readonly BalanceLine[]> };

/** The codes by which a look-up of a fuzz run does not know an order. */
export const NOT_KNOWN_CODES = ['3', '3301'];

/** What the client makes of an exchange, without client and network. */
export function judge(
  api: AllinpayApi,
  exchange: Exchange,
  open: (text: string) => OpenedAnswer,
  unit: AmountUnit,
): Judged {
  switch (api) {
    case 'withdraw':
      return { api, result: judgeWithdraw(exchange, open, { orderId: ORDER_ID, unit }) };
    case 'withdrawResultQuery': {
      const question = { orderId: ORDER_ID, unit, notKnownCodes: NOT_KNOWN_CODES };
      return { api, result: judgeLookUp(exchange, open, question) };
    }
    case 'balanceQuery':
      return { api, result: judgeBalances(exchange, open, unit) };
  }
}

/** What came, told by JSON.parse and the test's own knowledge: nothing of the code under test. */
export interface Came {
  readonly status: number;
  /** The inner answer, when a good signature covered it and it answers this request. */
  readonly said: Readonly<Record<string, unknown>> | undefined;
  /** The answer is as Allinpay would write it. */
  readonly intact: boolean;
  readonly unit: AmountUnit;
}

/** The inner answer of a text whose signature is good. */
export function saidIn(
  text: string,
  identity: RequestIdentity,
  unseal: (bizContent: string) => string = (bizContent) => bizContent,
): Came['said'] {
  const outer = members(parsed(text));
  const { appId, method, reqSeq = null, bizContent } = outer ?? {};
  if (appId !== APP_ID || method !== identity.method || typeof bizContent !== 'string') return undefined;
  if (reqSeq !== null && reqSeq !== identity.reqSeq) return undefined;
  try {
    const said = members(parsed(unseal(bizContent)));
    const isOurs = reqSeq !== null || String(members(said?.['data'])?.['orderId']) === ORDER_ID;
    return isOurs ? said : undefined;
  } catch {
    return undefined;
  }
}

/** Every claim on a result. Plain comparisons: 100 000 runs of a matcher would take minutes. */
export function check(came: Came, judged: Judged): void {
  if (!judged.result.ok) {
    checkFailure(came, judged.api, judged.result.failure);
    return;
  }
  const said = came.said ?? {};
  claim(came.said !== undefined, 'success out of an answer that is not to be believed');
  claim(came.status < 300 || came.status >= 400, 'a redirect is a success');
  claim(judged.api === 'withdrawResultQuery' || codeOf(said) === '0', 'a refusal is a success');
  checkValue(judged, said, came.unit);
}

function checkValue(judged: Judged, said: Readonly<Record<string, unknown>>, unit: AmountUnit): void {
  switch (judged.api) {
    case 'withdraw':
      if (judged.result.ok) checkOrder(judged.result.value, said, unit);
      return;
    case 'withdrawResultQuery': {
      if (!judged.result.ok) return;
      const lookUp = judged.result.value;
      claim(lookUp.known === (codeOf(said) === '0'), 'known and not known are mixed up');
      if (lookUp.known) checkOrder(lookUp, said, unit);
      else checkNotKnown(lookUp, said);
      return;
    }
    case 'balanceQuery':
      if (judged.result.ok) checkBalances(judged.result.value, said, unit);
  }
}

function checkFailure(came: Came, api: AllinpayApi, failure: CallFailure): void {
  const { message, providerMessage = '', code = '', type, outcome, retryable } = failure;
  claim(failure.provider === 'allinpay' && failure.api === api, 'a failure of another call');
  claim(message.length > 0 && message.length <= 500, 'message of a wrong length');
  claim(!message.includes(THEIR_WORDS), "the provider's words in our message");
  claim(providerMessage.length <= 200 && code.length <= 128, 'text too long');
  for (const text of [message, providerMessage, code])
    claim(!/[\p{Cc}\p{Cf}]/u.test(text), 'unprintable text');

  const definite = saysNothingWasDone(came, api);
  if (api === 'withdraw') {
    claim(outcome === 'unknown' || definite, `what refuses nothing is taken for a refusal: ${type}`);
    claim(outcome === 'none' || !retryable, 'an unknown withdrawal may be sent again');
  } else {
    claim(outcome === 'none', 'a call that changes nothing may have changed something');
    claim(api === 'balanceQuery' || type !== 'PayoutRejected', 'a look-up refuses a payout');
  }
  if (!came.intact || isRedirect(came)) return;
  claim(codeOf(came.said ?? {}) !== '0', `an answer as documented is refused: ${message}`);
  claim(!definite || outcome === 'none', 'a definite refusal is unknown');
}

const isRedirect = ({ status }: Came): boolean => status >= 300 && status < 400;

/** Whether Allinpay said, under its signature and of our order, by a documented code, that nothing was done. */
function saysNothingWasDone(came: Came, api: AllinpayApi): boolean {
  const { said } = came;
  if (said === undefined || isRedirect(came)) return false;
  const code = codeOf(said);
  return (
    namesNoOtherOrder(said) &&
    ALLINPAY_CODES.some((row) => row.apis.includes(api) && row.outcome === 'none' && row.code === code)
  );
}

function namesNoOtherOrder(said: Readonly<Record<string, unknown>>): boolean {
  const named = members(said['data'])?.['orderId'] ?? null;
  return named === null || named === ORDER_ID;
}

function checkNotKnown(
  { code, message }: { readonly code: string; readonly message: string },
  said: Readonly<Record<string, unknown>>,
): void {
  claim(NOT_KNOWN_CODES.includes(code) && codeOf(said) === code, `not known by code ${code}`);
  claim(namesNoOtherOrder(said), 'another order is not known');
  claim(message.length <= 200 && !/[\p{Cc}\p{Cf}]/u.test(message), 'unprintable message');
}

const STATUSES: Readonly<Record<string, OrderLine['status']>> = { 1: 'pending', 2: 'settled', 3: 'failed' };

/** An order is taken with our id alone, and each of its lines says what the answer says: no more, no less. */
function checkOrder(order: AllinpayOrder, said: Readonly<Record<string, unknown>>, unit: AmountUnit): void {
  const data = members(said['data']);
  claim(order.orderId === ORDER_ID && data?.['orderId'] === ORDER_ID, 'another order is taken for ours');
  const details = list(data?.['details'] ?? []);
  claim(order.lines.length === details?.length, 'lines that the answer does not have');
  order.lines.forEach((line, index) => {
    const detail = members(details?.[index]) ?? {};
    const status = JSON.stringify(detail['withdrawStatus'] ?? 1).replaceAll('"', '');
    claim(line.status === STATUSES[status], `status ${status} read as ${line.status}`);
    checkMoney(line.arrived, detail['withdrawAmount'], unit, /^\d+\.\d\d$/);
    checkMoney(line.fee, detail['fee'], unit, /^\d+\.\d\d$/);
    checkText(line.accountUserId, detail['accountUserId']);
    checkText(line.externalCode, detail['externalCode']);
    claim((line.statusText ?? '').length <= 200, 'statusText too long');
  });
}

function checkBalances(
  lines: readonly BalanceLine[],
  said: Readonly<Record<string, unknown>>,
  unit: AmountUnit,
): void {
  const { data } = said;
  const details = list(data) ?? list(members(data)?.['details']) ?? list(said['details']);
  claim(lines.length === details?.length, 'lines that the answer does not have');
  lines.forEach((line, index) => {
    const detail = members(details?.[index]) ?? {};
    for (const name of ['balance', 'frozenBalance', 'availableBalance', 'withdrawBalance'] as const) {
      claim(detail[name] !== undefined, `${name} out of nothing`);
      checkMoney(line[name], detail[name], unit, /^-?\d+\.\d\d$/);
    }
    checkText(line.accountUserId, detail['accountUserId']);
  });
}

/** The same value, compared as what a float makes of both: it is the value that counts, not the digits. */
function checkMoney(yuan: string | undefined, wire: unknown, unit: AmountUnit, form: RegExp): void {
  claim((yuan === undefined) === (wire === undefined || wire === null), 'money out of nothing, or lost');
  if (yuan === undefined) return;
  claim(form.test(yuan), `money ${yuan}`);
  const value = Number(unit === 'yuan' ? yuan : yuan.replace('.', ''));
  claim(value === Number(wire), `${String(wire)} ${unit} read as ${yuan}`);
}

/** The same text, but for halves of surrogate pairs, which UTF-8 does not have. */
function checkText(read: string | undefined, wire: unknown): void {
  if (read === undefined) claim(wire === undefined || wire === null || wire === '', 'an id is lost');
  else if (typeof wire !== 'string') claim(Number(read) === wire, `an id read as ${read}`);
  else claim(read === Buffer.from(wire, 'utf8').toString('utf8'), `an id read as ${read}`);
}

function codeOf(said: Readonly<Record<string, unknown>>): string | undefined {
  const { code } = said;
  return typeof code === 'number' || typeof code === 'string' ? String(code) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function members(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function list(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function claim(holds: boolean, otherwise: string): void {
  if (!holds) expect(otherwise).toBe('true of every answer');
}
