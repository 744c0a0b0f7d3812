import { generateKeyPairSync, randomBytes } from 'node:crypto';

export type Variables = Record<string, string>;

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

export const sm2 = generateKeyPairSync('ec', {
  namedCurve: 'SM2',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** Laid over the settings of Allinpay: SM2 in place of RSA2. */
export const withSm2: Variables = {
  ALLINPAY_SIGN_TYPE: 'SM2',
  ALLINPAY_PRIVATE_KEY: sm2.privateKey,
  ALLINPAY_PUBLIC_KEY: sm2.publicKey,
};

/** Made anew in every run: no key is ever in the repository. */
export const secrets = {
  appSecret: randomBytes(12).toString('hex'),
  privateKey: keys.privateKey,
  publicKey: keys.publicKey,
  cipherKey: randomBytes(16).toString('base64'),
  webhook: `whsec_${randomBytes(24).toString('base64')}`,
};

export const feishu: Variables = { FEISHU_APP_ID: 'cli_one', FEISHU_APP_SECRET: secrets.appSecret };

export const allinpay: Variables = {
  ALLINPAY_GATEWAY_URL: 'https://gateway.example/shop',
  ALLINPAY_APP_ID: '661520093552836608',
  ALLINPAY_SIGN_TYPE: 'RSA2',
  ALLINPAY_PRIVATE_KEY: secrets.privateKey,
  ALLINPAY_PUBLIC_KEY: secrets.publicKey,
  ALLINPAY_CIPHER: 'aes-128-ecb',
  ALLINPAY_CIPHER_KEY: secrets.cipherKey,
  ALLINPAY_AMOUNT_UNIT: 'yuan',
};

export const wallet: Variables = {
  WALLET_CREDIT_URL: 'https://wallet.example/credit',
  WEBHOOK_SECRET: secrets.webhook,
};

export const outcomes: Variables = {
  OUTCOME_WEBHOOK_URL: 'https://owner.example/outcomes',
  WEBHOOK_SECRET: secrets.webhook,
};

export const everything: Variables = { ...feishu, ...allinpay, ...wallet };

/** The same variables but for those named. */
export function without(variables: Variables, ...names: string[]): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
}

/** A profile's table in TOML; JSON strings are TOML strings too. */
export function table(name: string, variables: Variables): string {
  const lines = Object.entries(variables).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return [`[profiles.${name}]`, ...lines, ''].join('\n');
}
