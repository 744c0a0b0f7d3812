import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Settings } from './settings.ts';

/** PEM: PKCS#8 and SPKI */
const pair = z.object({ privateKey: z.string(), publicKey: z.string() });

export const credentialsSchema = z.object({
  feishuAppId: z.string(),
  feishuAppSecret: z.string(),
  allinpayAppId: z.string(),
  /** the caller's pair: it signs with the private key, we verify with the public one */
  allinpayClient: pair,
  /** ours: we sign with the private key, the caller verifies */
  allinpayServer: pair,
  /** the same two for SM2; a state file from before there was SM2 has none */
  allinpaySm2Client: pair.default(sm2Pair),
  allinpaySm2Server: pair.default(sm2Pair),
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

function sm2Pair(): { privateKey: string; publicKey: string } {
  return generateKeyPairSync('ec', {
    namedCurve: 'SM2',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

export type RsaPairs = Pick<Credentials, 'allinpayClient' | 'allinpayServer'>;

/** Two pairs take up to a second. */
export function generateRsaPairs(): RsaPairs {
  return { allinpayClient: rsaPair(), allinpayServer: rsaPair() };
}

/**
 * Keys and secrets for a sandbox without a state. Nothing is fixed but the Feishu pair, which opens nothing but a
 * sandbox.
 */
export function generateCredentials(rsaPairs = generateRsaPairs()): Credentials {
  return {
    ...rsaPairs,
    allinpaySm2Client: sm2Pair(),
    allinpaySm2Server: sm2Pair(),
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
    ...signatureEnvironment(keys, settings.allinpay),
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
    ...(settings.owner.outcomes ? { OUTCOME_WEBHOOK_URL: `${url}/owner/outcomes` } : {}),
    WEBHOOK_SECRET: keys.webhookSecret,
  };
}

function signatureEnvironment(
  keys: Credentials,
  { signType, sm2Id, sm2Signature }: Settings['allinpay'],
): Record<string, string> {
  switch (signType) {
    case 'RSA2':
      return {
        ALLINPAY_SIGN_TYPE: signType,
        ALLINPAY_PRIVATE_KEY: keys.allinpayClient.privateKey,
        ALLINPAY_PUBLIC_KEY: keys.allinpayServer.publicKey,
      };
    case 'SM2':
      return {
        ALLINPAY_SIGN_TYPE: signType,
        ALLINPAY_SM2_ID: sm2Id,
        ALLINPAY_SM2_SIGNATURE: sm2Signature,
        ALLINPAY_PRIVATE_KEY: keys.allinpaySm2Client.privateKey,
        ALLINPAY_PUBLIC_KEY: keys.allinpaySm2Server.publicKey,
      };
  }
}
