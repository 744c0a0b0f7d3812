import { stringify } from 'lossless-json';
import type { CallOptions } from '../cancellation.ts';
import { readAddress, readLimits, type ClientLimits } from '../clientLimits.ts';
import { post } from '../http.ts';
import { succeeded, type CallResult } from '../outcome.ts';
import { toWireAmount, type AmountUnit } from './amount.ts';
import { createCipher, type AllinpayCipherName } from './cipher.ts';
import { ORDER_NOT_KNOWN_CODE } from './codes.ts';
import { buildRequest, readAnswer, type EnvelopeKeys } from './envelope.ts';
import { allinpayViolation, judgeAllinpay, type AllinpayQuestion, type InnerAnswer } from './errorMap.ts';
import { readPrivateKey, readPublicKey } from './keys.ts';
import { createRequestSequence } from './requestSequence.ts';
import {
  readBalances,
  readOrder,
  toWireSelector,
  type AccountSelector,
  type BalanceLine,
  type OrderLine,
} from './wire.ts';

/** Everything that the provider does not publish is a setting without a default: a guess could pay a hundredfold. */
export interface AllinpaySettings extends ClientLimits {
  readonly gatewayUrl: string;
  readonly appId: string;
  /** SM2 is documented by the provider and not supported yet. */
  readonly signType: 'RSA2' | 'SM2';
  /** Ours, PEM. */
  readonly privateKey: string;
  /** The provider's, PEM. */
  readonly publicKey: string;
  readonly cipher: AllinpayCipherName;
  readonly cipherKey?: Uint8Array | undefined;
  readonly cipherIv?: Uint8Array | undefined;
  /** The unit of money on the wire; this client's own amounts are yuan. */
  readonly amountUnit: AmountUnit;
  /** Codes of a look-up that, beside 3, mean "no such order". */
  readonly orderNotFoundCodes?: readonly string[] | undefined;
  readonly clock?: (() => number) | undefined;
}

export interface AllinpayWithdrawRequest {
  readonly orderId: string;
  /** `amount` in yuan, a decimal above zero with at most two decimals. */
  readonly details: readonly { readonly account: AccountSelector; readonly amount: string }[];
  readonly summary?: string | undefined;
}

export interface AllinpayOrder {
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
}

/** What a look-up says. `known: false` says that the provider does not know the order now, not that it never will. */
export type AllinpayLookUp =
  | ({ readonly known: true } & AllinpayOrder)
  | { readonly known: false; readonly code: string; readonly message: string };

export interface AllinpayClient {
  /**
   * Asks for a withdrawal, once: what a repeated order id does is not documented, so a failure whose outcome is
   * `unknown` must be looked up, never sent again. Source: fundService 3.9.3.
   */
  withdraw(request: AllinpayWithdrawRequest, options?: CallOptions): Promise<CallResult<AllinpayOrder>>;
  /** Looks an order up. Changes nothing. Source: fundService 3.9.4. */
  withdrawResultQuery(orderId: string, options?: CallOptions): Promise<CallResult<AllinpayLookUp>>;
  /** The balances of accounts, in the provider's order. Changes nothing. Source: fundService 3.9.1. */
  balanceQuery(
    accounts: readonly AccountSelector[],
    options?: CallOptions,
  ): Promise<CallResult<readonly BalanceLine[]>>;
}

const METHOD_PREFIX = 'allinpay.shopoint.fundService.';

/**
 * A client of one Allinpay app. Its methods throw what the caller's signal was aborted with, when that was before the
 * call was sent, and RangeError for an amount or account id that the caller should have refused.
 * @throws Error that says which setting cannot work and why, never its value.
 */
export function createAllinpayClient(settings: AllinpaySettings): AllinpayClient {
  if (settings.signType !== 'RSA2')
    throw new Error('signType (ALLINPAY_SIGN_TYPE) SM2 is not supported yet: use RSA2');
  const gatewayUrl = readAddress('gatewayUrl (ALLINPAY_GATEWAY_URL)', settings.gatewayUrl);
  const keys: EnvelopeKeys = {
    appId: settings.appId,
    privateKey: readPrivateKey(settings.privateKey),
    providerKey: readPublicKey(settings.publicKey),
    cipher: createCipher(settings.cipher, settings.cipherKey, settings.cipherIv),
  };
  const notKnownCodes = [ORDER_NOT_KNOWN_CODE, ...readNotFoundCodes(settings.orderNotFoundCodes ?? [])];
  const limits = readLimits(settings);
  const clock = settings.clock ?? Date.now;
  const unit = settings.amountUnit;
  const nextReqSeq = createRequestSequence();

  const call = async (
    question: AllinpayQuestion,
    content: unknown,
    signal: AbortSignal | undefined,
  ): Promise<CallResult<InnerAnswer>> => {
    const sentAt = clock();
    const identity = { method: METHOD_PREFIX + question.api, sentAt, reqSeq: nextReqSeq(sentAt) };
    const fields = buildRequest(keys, identity, stringify(content) ?? '');
    const exchange = await post({
      url: gatewayUrl,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        accept: 'application/json',
      },
      body: new URLSearchParams(fields).toString(),
      ...limits,
      signal,
    });
    return judgeAllinpay(question, exchange, (text) => readAnswer(keys, identity, text));
  };

  return {
    async withdraw({ orderId, details, summary }, options) {
      const content = {
        orderId,
        details: details.map(({ account, amount }) => ({
          ...toWireSelector(account),
          withdrawAmount: toWireAmount(amount, unit),
        })),
        ...(summary !== undefined && { summary }),
      };
      const judged = await call({ api: 'withdraw', orderId }, content, options?.signal);
      if (!judged.ok) return judged;
      const order = readOrder(judged.value.data, unit);
      return order === undefined
        ? allinpayViolation('withdraw', 'details of the order cannot be understood', judged.value.code)
        : succeeded(order);
    },

    async withdrawResultQuery(orderId, options) {
      const question = { api: 'withdrawResultQuery', orderId, answerCodes: notKnownCodes } as const;
      const judged = await call(question, { orderId }, options?.signal);
      if (!judged.ok) return judged;
      const { code, msg, data } = judged.value;
      if (code !== '0') return succeeded({ known: false, code, message: (msg ?? '').slice(0, 200) });
      const order = readOrder(data, unit);
      return order === undefined
        ? allinpayViolation('withdrawResultQuery', 'details of the order cannot be understood', code)
        : succeeded({ known: true, ...order });
    },

    async balanceQuery(accounts, options) {
      const content = { details: accounts.map(toWireSelector) };
      const judged = await call({ api: 'balanceQuery' }, content, options?.signal);
      if (!judged.ok) return judged;
      const lines = readBalances(judged.value, unit);
      return lines === undefined
        ? allinpayViolation('balanceQuery', 'balances cannot be understood', judged.value.code)
        : succeeded(lines);
    },
  };
}

/** "No such order" is the one answer after which an order is sent: codes that say "try again" must not be taken for it. */
const NEVER_NOT_FOUND = ['0', '302', '500'];

function readNotFoundCodes(codes: readonly string[]): readonly string[] {
  const wrong = codes.filter((code) => !/^[1-9]\d{0,3}$/.test(code) || NEVER_NOT_FOUND.includes(code));
  if (wrong.length === 0) return codes;
  throw new Error(
    'orderNotFoundCodes (ALLINPAY_ORDER_NOT_FOUND_CODES) must be codes of 1 to 4 digits, not 302 or 500',
  );
}
