import type { PollPlan } from '../../providers/allinpay/pollPlan.ts';
import type { ClientRoute } from '../../providers/http/proxy.ts';

/** What a Feishu client of one app needs. */
export interface FeishuSettings extends ClientRoute {
  readonly baseUrl: string;
  readonly appId: string;
  readonly appSecret: string;
}

/** What an Allinpay client of one app needs, and when its orders are looked up. */
export interface AllinpaySettings extends ClientRoute {
  readonly gatewayUrl: string;
  readonly appId: string;
  readonly signType: 'RSA2' | 'SM2';
  /** PEM, ours */
  readonly privateKey: string;
  /** PEM, theirs */
  readonly publicKey: string;
  /** of SM2; the standard's own where it is absent */
  readonly sm2Id?: string;
  /** the form in which SM2 signatures are sent; `der` where it is absent */
  readonly sm2Signature?: 'der' | 'raw';
  readonly cipher: Cipher;
  readonly cipherKey?: Buffer;
  readonly cipherIv?: Buffer;
  /** on the wire only */
  readonly amountUnit: 'yuan' | 'fen';
  readonly orderNotFoundCodes: string[];
  readonly pollPlan: PollPlan;
}

/** Where withdrawn points and cash are credited, and the secret that signs the request. */
export interface WalletSettings extends ClientRoute {
  readonly url: string;
  readonly secret: string;
}

/** Where outcomes are told, and the secret that signs them. */
export interface OutcomeWebhookSettings extends ClientRoute {
  readonly url: string;
  readonly secret: string;
}

/** One set of provider credentials. A family that is absent is not served. */
export interface ProfileSettings {
  readonly name: string;
  readonly feishu?: FeishuSettings;
  readonly allinpay?: AllinpaySettings;
  readonly wallet?: WalletSettings;
  readonly outcomeWebhook?: OutcomeWebhookSettings;
  /** ms between the checks of a difference */
  readonly reconcileRechecks: readonly number[];
  /** ms without an answer of use from a provider before a person is told */
  readonly providerDownAfter: number;
}

/** Everything a worker is told from outside, read once. */
export interface Settings {
  readonly profiles: readonly ProfileSettings[];
}

export const ciphers = ['plain', 'aes-128-ecb', 'aes-128-cbc', 'sm4-ecb', 'sm4-cbc'] as const;
export type Cipher = (typeof ciphers)[number];
