import { createHash } from 'node:crypto';
import type { ClientRoute } from '../../providers/http/proxy.ts';
import type {
  AllinpaySettings,
  FeishuSettings,
  ProfileSettings,
  WalletSettings,
} from '../settings/settings.ts';

/**
 * Every setting of a family but its secrets, and the way its calls take, which changes nothing of what they say: a new
 * setting does not compile until somebody decides which it is.
 */
type Open<Family, Secret extends keyof Family> = {
  readonly [Name in Exclude<keyof Family, Secret | keyof ClientRoute>]: unknown;
};

/**
 * Tells the settings of one profile from others: 16 hex digits. Secrets are no part of it, not even hashed: a short one
 * could be guessed by whoever reads results. Addresses hold no secret: one with a user or a query is refused as a setting.
 * The address where outcomes are told is left out: it moves no money, and may be a secret by itself.
 */
export function settingsDigest(profile: ProfileSettings): string {
  const { name, feishu, allinpay, wallet, reconcileRechecks, providerDownAfter } = profile;
  const open = {
    name,
    reconcileRechecks,
    providerDownAfter,
    feishu: feishu && feishuOf(feishu),
    allinpay: allinpay && allinpayOf(allinpay),
    wallet: wallet && walletOf(wallet),
  } satisfies Open<ProfileSettings, 'outcomeWebhook'>;
  return createHash('sha256').update(canonicalJson(open)).digest('hex').slice(0, 16);
}

function feishuOf({ baseUrl, appId }: FeishuSettings): Open<FeishuSettings, 'appSecret'> {
  return { baseUrl, appId };
}

function allinpayOf(
  settings: AllinpaySettings,
): Open<AllinpaySettings, 'privateKey' | 'cipherKey' | 'cipherIv'> {
  const { gatewayUrl, appId, signType, publicKey, cipher, amountUnit, orderNotFoundCodes, pollPlan } =
    settings;
  return {
    gatewayUrl,
    appId,
    signType,
    publicKey,
    sm2Id: settings.sm2Id,
    sm2Signature: settings.sm2Signature,
    cipher,
    amountUnit,
    orderNotFoundCodes,
    pollPlan,
  };
}

function walletOf({ url }: WalletSettings): Open<WalletSettings, 'secret'> {
  return { url };
}

/** The same text for the same values, in whatever order their members were written. What is undefined is left out. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
