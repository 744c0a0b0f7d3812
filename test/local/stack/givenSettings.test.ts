import { describe, expect, it } from '@jest/globals';
import { givenSettings, settingsOver } from '../../../local/stack/givenSettings.ts';

describe('the settings that a stack takes from its environment', () => {
  it('are whom its workers tell and how they behave', () => {
    const environment = {
      OUTCOME_WEBHOOK_URL: 'http://127.0.0.1:9000/hook',
      WALLET_CREDIT_URL_FILE: '/run/url',
      RECONCILE_RECHECKS: '1s',
    };
    expect(givenSettings({ ...environment, HOME: '/root', PROVIDER_DOWN_AFTER: ' ' })).toEqual({
      settings: environment,
      unused: [],
    });
  });

  it("are no provider's, which would be paid by for real, and these are named as unused", () => {
    const { settings, unused } = givenSettings({
      FEISHU_APP_SECRET: 's',
      ALLINPAY_PRIVATE_KEY_FILE: '/run/key',
      WEBHOOK_SECRET: 'whsec_x',
      PAYOUTS_CONFIG: 'profiles.toml',
    });
    expect(settings).toEqual({});
    expect(unused).toEqual([
      'FEISHU_APP_SECRET',
      'ALLINPAY_PRIVATE_KEY_FILE',
      'WEBHOOK_SECRET',
      'PAYOUTS_CONFIG',
    ]);
  });

  it("stand in the place of the sandbox's own, also when they are in a file", () => {
    const own = { OUTCOME_WEBHOOK_URL: 'sandbox', WALLET_CREDIT_URL: 'sandbox', FEISHU_APP_ID: 'cli' };
    expect(settingsOver(own, { OUTCOME_WEBHOOK_URL: 'mine', WALLET_CREDIT_URL_FILE: '/run/url' })).toEqual({
      OUTCOME_WEBHOOK_URL: 'mine',
      WALLET_CREDIT_URL_FILE: '/run/url',
      FEISHU_APP_ID: 'cli',
    });
  });
});
