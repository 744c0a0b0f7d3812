import { defineProviderSettings, type SettingsOf } from '../settings/declaration.ts';
import { httpUrl, plainText } from '../settings/values.ts';

export const feishuSettings = defineProviderSettings({
  title: 'Feishu',
  address: 'baseUrl',
  app: 'appId',
  movesMoney: true,
  settings: {
    baseUrl: {
      name: 'FEISHU_BASE_URL',
      means: 'where Feishu answers; `https://open.larksuite.com` outside China',
      schema: httpUrl,
      default: 'https://open.feishu.cn',
      secret: false,
    },
    appId: {
      name: 'FEISHU_APP_ID',
      means:
        'the app that holds `hire:referral_account` and, for bonuses, `corehr:compensation.lump_sum_payment` (read and write)',
      schema: plainText,
      secret: false,
    },
    appSecret: {
      name: 'FEISHU_APP_SECRET',
      means: 'the secret of that app',
      schema: plainText,
      secret: true,
    },
  },
});

/** What a Feishu client of one app needs. */
export type FeishuSettings = SettingsOf<typeof feishuSettings>;
