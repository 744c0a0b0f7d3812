import { generateKeyPairSync } from 'node:crypto';
import { DEFAULT_POLL_PLAN, pollPlanSchema } from '../../../providers/allinpay/pollPlan.ts';
import type { FeishuLimits } from '../../../providers/feishu/limits.ts';
import type { ProfileSettings } from '../../../workers/settings/settings.ts';

const POLL_PLAN = pollPlanSchema.parse(DEFAULT_POLL_PLAN);
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const secret = `whsec_${Buffer.from('a secret of the simulation alone').toString('base64')}`;

export const APP_ID = 'app-of-the-simulation';

export interface ProfileOptions {
  readonly worker: number;
  readonly amountUnit: 'yuan' | 'fen';
  readonly feishuLimits: FeishuLimits;
}

/** The settings of one worker process: the hosts carry its number, by which the network knows it. */
export function profileOf({ worker, amountUnit, feishuLimits }: ProfileOptions): ProfileSettings {
  const limits: object = { limits: feishuLimits };
  return {
    name: 'default',
    feishu: { baseUrl: `http://w${worker}.feishu.invalid`, appId: APP_ID, appSecret: 'secret', ...limits },
    allinpay: {
      gatewayUrl: `http://w${worker}.allinpay.invalid`,
      appId: APP_ID,
      signType: 'RSA2',
      privateKey,
      publicKey,
      cipher: 'plain',
      amountUnit,
      orderNotFoundCodes: [],
      pollPlan: POLL_PLAN,
    },
    wallet: { url: `http://w${worker}.wallet.invalid`, secret },
    reconcileRechecks: [60_000, 300_000, 1_800_000],
    providerDownAfter: 1_800_000,
  };
}
