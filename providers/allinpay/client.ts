import { stringify } from 'lossless-json';
import type { CallOptions } from '../http/cancellation.ts';
import { readAddress, readLimits, type ClientLimits } from '../http/clientLimits.ts';
import { post, type Exchange } from '../http/http.ts';
import type { CallResult } from '../http/outcome.ts';
import { toWireAmount } from './amount.ts';
import {
  judgeBalances,
  judgeLookUp,
  judgeWithdraw,
  type AllinpayLookUp,
  type AllinpayOrder,
} from './answers.ts';
import { createCipher } from './cipher.ts';
import { mayMeanNotKnown, ORDER_NOT_KNOWN_CODE, type AllinpayApi } from './codes.ts';
import { buildRequest, readAnswer, type EnvelopeKeys, type OpenedAnswer } from './envelope.ts';
import { createRequestSequence } from './requestSequence.ts';
import type { AllinpaySettings } from './settings.ts';
import { createSignature } from './signature.ts';
import { toWireSelector, type AccountSelector, type BalanceLine } from './wire.ts';

export type { AllinpayLookUp, AllinpayOrder } from './answers.ts';

/** What is set, but for the poll plan. `amountUnit` is that of the wire; this client's own amounts are yuan. */
export interface AllinpayClientOptions
  extends ClientLimits, Omit<AllinpaySettings, 'orderNotFoundCodes' | 'pollPlan'> {
  readonly orderNotFoundCodes?: AllinpaySettings['orderNotFoundCodes'];
  /** Milliseconds since 1970; default Date.now. */
  readonly clock?: (() => number) | undefined;
}

export interface AllinpayWithdrawRequest {
  readonly orderId: string;
  /** `amount` in yuan, a decimal above zero with at most two decimals. */
  readonly details: readonly { readonly account: AccountSelector; readonly amount: string }[];
  readonly summary?: string | undefined;
}

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
export function createAllinpayClient(settings: AllinpayClientOptions): AllinpayClient {
  const gatewayUrl = readAddress('gatewayUrl (ALLINPAY_GATEWAY_URL)', settings.gatewayUrl);
  const keys: EnvelopeKeys = {
    appId: settings.appId,
    signature: createSignature(settings),
    cipher: createCipher(settings.cipher, settings.cipherKey, settings.cipherIv),
  };
  const notKnownCodes = [ORDER_NOT_KNOWN_CODE, ...readNotFoundCodes(settings.orderNotFoundCodes ?? [])];
  const limits = readLimits(settings);
  const clock = settings.clock ?? Date.now;
  const unit = settings.amountUnit;
  const nextReqSeq = createRequestSequence();

  const call = async (
    api: AllinpayApi,
    content: unknown,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly exchange: Exchange; readonly open: (text: string) => OpenedAnswer }> => {
    const sentAt = clock();
    const identity = { method: METHOD_PREFIX + api, sentAt, reqSeq: nextReqSeq(sentAt) };
    const fields = buildRequest(keys, identity, stringify(content) ?? '');
    const exchange = await post({
      url: gatewayUrl,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        accept: 'application/json',
      },
      body: new URLSearchParams(fields).toString(),
      ...limits,
      proxy: settings.proxy,
      signal,
    });
    return { exchange, open: (text) => readAnswer(keys, identity, text) };
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
      const { exchange, open } = await call('withdraw', content, options?.signal);
      return judgeWithdraw(exchange, open, { orderId, unit });
    },

    async withdrawResultQuery(orderId, options) {
      const { exchange, open } = await call('withdrawResultQuery', { orderId }, options?.signal);
      return judgeLookUp(exchange, open, { orderId, unit, notKnownCodes });
    },

    async balanceQuery(accounts, options) {
      const content = { details: accounts.map(toWireSelector) };
      const { exchange, open } = await call('balanceQuery', content, options?.signal);
      return judgeBalances(exchange, open, unit);
    },
  };
}

function readNotFoundCodes(codes: readonly string[]): readonly string[] {
  if (codes.every(mayMeanNotKnown)) return codes;
  throw new Error(
    'orderNotFoundCodes (ALLINPAY_ORDER_NOT_FOUND_CODES) must be codes of 1 to 4 digits, not 302 or 500',
  );
}
