import { Webhook } from 'standardwebhooks';
import type { CallOptions } from '../cancellation.ts';
import { readAddress, readLimits, type ClientLimits } from '../clientLimits.ts';
import { post } from '../http.ts';
import type { CallResult } from '../outcome.ts';
import { judgeWallet, type WalletCredit } from './errorMap.ts';

export interface WalletSettings extends Pick<ClientLimits, 'timeoutMs' | 'maxResponseBytes'> {
  readonly url: string;
  /** `whsec_` and Base64. */
  readonly secret: string;
  /** Milliseconds since 1970; default Date.now. The receiver refuses signatures that are minutes off. */
  readonly clock?: (() => number) | undefined;
}

export interface WalletClient {
  /**
   * Credits a wallet. `idempotencyKey` is sent as `webhook-id`, and `body` (JSON) must be the same on every try: the
   * owner's wallet credits a key once, so a failure with outcome `unknown` may be repeated.
   * Source: contract.md "referralWithdrawal", Standard Webhooks.
   */
  credit(
    request: { readonly idempotencyKey: string; readonly body: string },
    options?: CallOptions,
  ): Promise<CallResult<WalletCredit>>;
}

/**
 * A client of the owner's wallet. It throws only what the caller's signal was aborted with, before the call was sent.
 * @throws Error that says which setting cannot work, never its value.
 */
export function createWalletClient(settings: WalletSettings): WalletClient {
  const url = readAddress('url (WALLET_CREDIT_URL)', settings.url);
  const webhook = readSecret(settings.secret);
  const limits = readLimits(settings);
  const clock = settings.clock ?? Date.now;

  return {
    async credit({ idempotencyKey, body }, options) {
      const signedAt = new Date(clock());
      const exchange = await post({
        url,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          accept: 'application/json',
          'webhook-id': idempotencyKey,
          'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1_000)),
          'webhook-signature': webhook.sign(idempotencyKey, signedAt, body),
        },
        body,
        ...limits,
        signal: options?.signal,
      });
      return judgeWallet(exchange, clock());
    },
  };
}

function readSecret(secret: string): Webhook {
  try {
    if (secret.startsWith('whsec_')) return new Webhook(secret);
  } catch {
    // What the library says of a secret may quote it.
  }
  throw new Error('secret (WEBHOOK_SECRET) must be "whsec_" and Base64');
}
