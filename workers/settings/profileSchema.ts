import { z } from 'zod';
import { readPrivateKey, readPublicKey } from '../../providers/allinpay/keys.ts';
import { DEFAULT_POLL_PLAN, pollPlanSchema } from '../../providers/allinpay/pollPlan.ts';
import type { SettingName } from './families.ts';
import { ciphers, type AllinpaySettings, type FeishuSettings, type ProfileSettings } from './settings.ts';
import {
  block,
  durations,
  httpUrl,
  json,
  notFoundCodes,
  oneOf,
  pem,
  plainText,
  webhookSecret,
} from './values.ts';
import { withholding } from './withholding.ts';

const signType = oneOf(['RSA2', 'SM2']).refine(
  (type) => type !== 'SM2',
  'SM2 is not supported yet: use RSA2',
);

const members = {
  FEISHU_BASE_URL: httpUrl.prefault('https://open.feishu.cn'),
  FEISHU_APP_ID: plainText.optional(),
  FEISHU_APP_SECRET: plainText.optional(),
  ALLINPAY_GATEWAY_URL: httpUrl.optional(),
  ALLINPAY_APP_ID: plainText.optional(),
  ALLINPAY_SIGN_TYPE: signType.optional(),
  ALLINPAY_PRIVATE_KEY: pem(readPrivateKey).optional(),
  ALLINPAY_PUBLIC_KEY: pem(readPublicKey).optional(),
  ALLINPAY_CIPHER: oneOf(ciphers).optional(),
  ALLINPAY_CIPHER_KEY: block.optional(),
  ALLINPAY_CIPHER_IV: block.optional(),
  ALLINPAY_AMOUNT_UNIT: oneOf(['yuan', 'fen']).optional(),
  ALLINPAY_ORDER_NOT_FOUND_CODES: notFoundCodes.optional(),
  ALLINPAY_POLL_PLAN: json.pipe(pollPlanSchema).prefault(JSON.stringify(DEFAULT_POLL_PLAN)),
  WALLET_CREDIT_URL: httpUrl.optional(),
  WEBHOOK_SECRET: webhookSecret.optional(),
  RECONCILE_RECHECKS: durations.prefault('1m,5m,30m'),
} satisfies Record<SettingName, z.ZodType>;

/** The one schema of settings: a profile's texts in, their values out. */
export const profileSchema = z.strictObject(members);
type Values = z.output<typeof profileSchema>;

/** @returns the settings of a profile whose texts were checked for completeness first. */
export function profileOf(name: string, values: Values): ProfileSettings {
  const feishu = feishuOf(values);
  const allinpay = allinpayOf(values);
  const { WALLET_CREDIT_URL: url, WEBHOOK_SECRET: secret } = values;
  return {
    name,
    ...(feishu === undefined ? {} : { feishu: withholding(feishu, ['appSecret']) }),
    ...(allinpay === undefined
      ? {}
      : { allinpay: withholding(allinpay, ['privateKey', 'cipherKey', 'cipherIv']) }),
    ...(url === undefined || secret === undefined
      ? {}
      : { wallet: withholding({ url, secret }, ['secret']) }),
    reconcileRechecks: values.RECONCILE_RECHECKS,
  };
}

function feishuOf(values: Values): FeishuSettings | undefined {
  const { FEISHU_BASE_URL: baseUrl, FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret } = values;
  return appId === undefined || appSecret === undefined ? undefined : { baseUrl, appId, appSecret };
}

function allinpayOf(values: Values): AllinpaySettings | undefined {
  const {
    ALLINPAY_GATEWAY_URL: gatewayUrl,
    ALLINPAY_APP_ID: appId,
    ALLINPAY_SIGN_TYPE: type,
    ALLINPAY_PRIVATE_KEY: privateKey,
    ALLINPAY_PUBLIC_KEY: publicKey,
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
    cipher,
    ...(cipherKey === undefined ? {} : { cipherKey }),
    ...(cipherIv === undefined ? {} : { cipherIv }),
    amountUnit,
    orderNotFoundCodes: values.ALLINPAY_ORDER_NOT_FOUND_CODES ?? [],
    pollPlan: values.ALLINPAY_POLL_PLAN,
  };
}
