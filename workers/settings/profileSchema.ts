import { z } from 'zod';
import { SIGN_TYPES } from '../../providers/allinpay/keys.ts';
import { DEFAULT_POLL_PLAN, pollPlanSchema } from '../../providers/allinpay/pollPlan.ts';
import { SM2_SIGNATURE_FORMS } from '../../providers/allinpay/sm2SignatureForm.ts';
import type { ClientRoute } from '../../providers/http/proxy.ts';
import type { SettingName } from './families.ts';
import {
  ciphers,
  type AllinpaySettings,
  type FeishuSettings,
  type ProfileSettings,
  type WalletSettings,
} from './settings.ts';
import {
  block,
  duration,
  durations,
  httpUrl,
  json,
  notFoundCodes,
  oneOf,
  pemText,
  plainText,
  sm2Id,
  webhookSecret,
} from './values.ts';
import { withholding } from './withholding.ts';

/** Whether it is the right key is for allinpayFindings.ts to say, which knows the sign type. */
const pem = z.string().transform(pemText);

const members = {
  FEISHU_BASE_URL: httpUrl.prefault('https://open.feishu.cn'),
  FEISHU_APP_ID: plainText.optional(),
  FEISHU_APP_SECRET: plainText.optional(),
  ALLINPAY_GATEWAY_URL: httpUrl.optional(),
  ALLINPAY_APP_ID: plainText.optional(),
  ALLINPAY_SIGN_TYPE: oneOf(SIGN_TYPES).optional(),
  ALLINPAY_PRIVATE_KEY: pem.optional(),
  ALLINPAY_PUBLIC_KEY: pem.optional(),
  ALLINPAY_SM2_ID: sm2Id.optional(),
  ALLINPAY_SM2_SIGNATURE: oneOf(SM2_SIGNATURE_FORMS).optional(),
  ALLINPAY_CIPHER: oneOf(ciphers).optional(),
  ALLINPAY_CIPHER_KEY: block.optional(),
  ALLINPAY_CIPHER_IV: block.optional(),
  ALLINPAY_AMOUNT_UNIT: oneOf(['yuan', 'fen']).optional(),
  ALLINPAY_ORDER_NOT_FOUND_CODES: notFoundCodes.optional(),
  ALLINPAY_POLL_PLAN: json.pipe(pollPlanSchema).prefault(JSON.stringify(DEFAULT_POLL_PLAN)),
  WALLET_CREDIT_URL: httpUrl.optional(),
  OUTCOME_WEBHOOK_URL: httpUrl.optional(),
  WEBHOOK_SECRET: webhookSecret.optional(),
  RECONCILE_RECHECKS: durations.prefault('1m,5m,30m'),
  PROVIDER_DOWN_AFTER: duration.prefault('30m'),
} satisfies Record<SettingName, z.ZodType>;

/** The one schema of settings: a profile's texts in, their values out. */
export const profileSchema = z.strictObject(members);
type Values = z.output<typeof profileSchema>;

/** @returns `{ proxy }` where calls to that address go through one, else nothing */
type RouteTo = (url: string) => ClientRoute;

/** @returns the settings of a profile whose texts were checked for completeness first. */
export function profileOf(name: string, values: Values, routeTo: RouteTo): ProfileSettings {
  const feishu = feishuOf(values, routeTo);
  const allinpay = allinpayOf(values, routeTo);
  const wallet = signedBy(values, values.WALLET_CREDIT_URL, routeTo);
  const outcomeWebhook = signedBy(values, values.OUTCOME_WEBHOOK_URL, routeTo);
  return {
    name,
    ...(feishu === undefined ? {} : { feishu: withholding(feishu, ['appSecret']) }),
    ...(allinpay === undefined
      ? {}
      : { allinpay: withholding(allinpay, ['privateKey', 'cipherKey', 'cipherIv']) }),
    ...(wallet === undefined ? {} : { wallet }),
    ...(outcomeWebhook === undefined ? {} : { outcomeWebhook }),
    reconcileRechecks: values.RECONCILE_RECHECKS,
    providerDownAfter: values.PROVIDER_DOWN_AFTER,
  };
}

function signedBy(
  { WEBHOOK_SECRET: secret }: Values,
  url: string | undefined,
  routeTo: RouteTo,
): WalletSettings | undefined {
  if (url === undefined || secret === undefined) return undefined;
  return withholding({ url, secret, ...routeTo(url) }, ['secret']);
}

function feishuOf(values: Values, routeTo: RouteTo): FeishuSettings | undefined {
  const { FEISHU_BASE_URL: baseUrl, FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret } = values;
  if (appId === undefined || appSecret === undefined) return undefined;
  return { baseUrl, appId, appSecret, ...routeTo(baseUrl) };
}

function allinpayOf(values: Values, routeTo: RouteTo): AllinpaySettings | undefined {
  const {
    ALLINPAY_GATEWAY_URL: gatewayUrl,
    ALLINPAY_APP_ID: appId,
    ALLINPAY_SIGN_TYPE: type,
    ALLINPAY_PRIVATE_KEY: privateKey,
    ALLINPAY_PUBLIC_KEY: publicKey,
    ALLINPAY_SM2_ID: id,
    ALLINPAY_SM2_SIGNATURE: form,
    ALLINPAY_CIPHER: cipher,
    ALLINPAY_CIPHER_KEY: cipherKey,
    ALLINPAY_CIPHER_IV: cipherIv,
    ALLINPAY_AMOUNT_UNIT: amountUnit,
  } = values;
  if (gatewayUrl === undefined || appId === undefined || type === undefined) return undefined;
  if (privateKey === undefined || publicKey === undefined) return undefined;
  if (cipher === undefined || amountUnit === undefined) return undefined;
  return {
    gatewayUrl,
    appId,
    signType: type,
    privateKey,
    publicKey,
    ...(id === undefined ? {} : { sm2Id: id }),
    ...(form === undefined ? {} : { sm2Signature: form }),
    cipher,
    ...(cipherKey === undefined ? {} : { cipherKey }),
    ...(cipherIv === undefined ? {} : { cipherIv }),
    amountUnit,
    orderNotFoundCodes: values.ALLINPAY_ORDER_NOT_FOUND_CODES ?? [],
    pollPlan: values.ALLINPAY_POLL_PLAN,
    ...routeTo(gatewayUrl),
  };
}
