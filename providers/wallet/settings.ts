import { defineProviderSettings, type SettingsOf } from '../settings/declaration.ts';
import { httpUrl } from '../settings/values.ts';
import { WEBHOOK_SECRET } from '../settings/webhookSecret.ts';

export const walletSettings = defineProviderSettings({
  title: 'the wallet',
  address: 'url',
  movesMoney: true,
  settings: {
    url: { name: 'WALLET_CREDIT_URL', means: 'where credits go', schema: httpUrl, secret: false },
    secret: WEBHOOK_SECRET,
  },
});

/** Where withdrawn points and cash are credited, and the secret that signs the request. */
export type WalletSettings = SettingsOf<typeof walletSettings>;
