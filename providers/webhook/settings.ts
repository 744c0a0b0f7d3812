import { defineProviderSettings, type SettingsOf } from '../settings/declaration.ts';
import { httpUrl } from '../settings/values.ts';
import { WEBHOOK_SECRET } from '../settings/webhookSecret.ts';

export const webhookSettings = defineProviderSettings({
  title: 'outcome webhooks',
  address: 'url',
  // Its address may be a secret by itself, so no digest is made of it.
  movesMoney: false,
  settings: {
    url: { name: 'OUTCOME_WEBHOOK_URL', means: 'where outcomes are told', schema: httpUrl, secret: false },
    secret: WEBHOOK_SECRET,
  },
});

/** Where outcomes are told, and the secret that signs them. */
export type WebhookSettings = SettingsOf<typeof webhookSettings>;
