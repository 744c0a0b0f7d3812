import type { CallOptions } from '../http/cancellation.ts';
import type { CallResult } from '../http/outcome.ts';
import { createSignedPost, type SignedPostOptions } from '../http/signedPost.ts';
import { judgeWallet, type WalletCredit } from './errorMap.ts';
import type { WalletSettings } from './settings.ts';

export type WalletClientOptions = WalletSettings & SignedPostOptions;

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
export function createWalletClient(settings: WalletClientOptions): WalletClient {
  const post = createSignedPost('WALLET_CREDIT_URL', settings);
  const clock = settings.clock ?? Date.now;
  return {
    async credit({ idempotencyKey: id, body }, options) {
      const exchange = await post({ id, body }, options);
      return judgeWallet(exchange, clock());
    },
  };
}
