import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Settings } from './settings.ts';

const pair = z.object({ privateKey: z.string(), publicKey: z.string() });

export const credentialsSchema = z.object({
  feishuAppId: z.string(),
  feishuAppSecret: z.string(),
  allinpayAppId: z.string(),
  /** the caller's pair: it signs with the private key, we verify with the public one */
  allinpayClient: pair,
  /** ours: we sign with the private key, the caller verifies */
  allinpayServer: pair,
  /** base64, 16 bytes each */
  cipherKey: z.string(),
  cipherIv: z.string(),
  webhookSecret: z.string(),
});
export type Credentials = z.infer<typeof credentialsSchema>;

function rsaPair(): { privateKey: string; publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** Made once a process: two pairs take up to a second, and tests start sandboxes by the dozen. */
let rsaPairs: Pick<Credentials, 'allinpayClient' | 'allinpayServer'> | undefined;

/**
 * Keys and secrets for a sandbox without a state. Nothing is fixed but the Feishu pair, which opens nothing but a
 * sandbox; sandboxes of one process share their RSA pairs.
 */
export function generateCredentials(): Credentials {
  rsaPairs ??= { allinpayClient: rsaPair(), allinpayServer: rsaPair() };
  return {
    ...rsaPairs,
    feishuAppId: 'cli_sandbox',
    feishuAppSecret: 'sandbox-secret',
    allinpayAppId: 'sandbox',
    cipherKey: randomBytes(16).toString('base64'),
    cipherIv: randomBytes(16).toString('base64'),
    webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
  };
}

/** The environment a worker needs to talk to this sandbox (design: commands and settings). */
export function workerEnvironment(
  url: string,
  keys: Credentials,
  settings: Settings,
): Record<string, string> {
  const { cipher, amountUnit, settle } = settings.allinpay;
  return {
    FEISHU_BASE_URL: url,
    FEISHU_APP_ID: keys.feishuAppId,
    FEISHU_APP_SECRET: keys.feishuAppSecret,
    ALLINPAY_GATEWAY_URL: `${url}/allinpay/gateway`,
    ALLINPAY_APP_ID: keys.allinpayAppId,
    ALLINPAY_SIGN_TYPE: 'RSA2',
    ALLINPAY_PRIVATE_KEY: keys.allinpayClient.privateKey,
    ALLINPAY_PUBLIC_KEY: keys.allinpayServer.publicKey,
    ALLINPAY_CIPHER: cipher,
    ...(cipher === 'plain' ? {} : { ALLINPAY_CIPHER_KEY: keys.cipherKey }),
    ...(cipher.endsWith('cbc') ? { ALLINPAY_CIPHER_IV: keys.cipherIv } : {}),
    ALLINPAY_AMOUNT_UNIT: amountUnit,
    // The documented plan is the worker's own default.
    ...(settle === 'documented'
      ? {}
      : {
          ALLINPAY_POLL_PLAN: JSON.stringify({
            first: { after: settle.after },
            every: '1s',
            quiet: null,
            jitter: '0s',
          }),
        }),
    WALLET_CREDIT_URL: `${url}/wallet/credit`,
    WEBHOOK_SECRET: keys.webhookSecret,
  };
}
