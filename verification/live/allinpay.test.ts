import { expect, test } from '@jest/globals';
import { createAllinpayClient } from '../../providers/allinpay/client.ts';
import { allinpaySettings } from '../../providers/allinpay/settings.ts';
import type { AccountSelector } from '../../providers/allinpay/wire.ts';
import { describeLive, skipLive } from './describeLive.ts';

const ACCOUNT = 'LIVE_ALLINPAY_ACCOUNT';

describeLive(allinpaySettings, ({ allinpay }) => {
  if (allinpay === undefined) throw new Error('the profile has no Allinpay settings');
  const client = createAllinpayClient(allinpay);
  const account = process.env[ACCOUNT] ?? '';

  test('does not know an order that was never sent', async () => {
    const answer = await client.withdrawResultQuery(`live-check-${Date.now()}`);
    expect(answer).toMatchObject({ ok: true, value: { known: false } });
  });

  if (account === '') skipLive(`the balance of an Allinpay account, not set: ${ACCOUNT}`);
  else {
    test(`tells the balance of ${ACCOUNT} in ${allinpay.amountUnit} as it was set`, async () => {
      const answer = await client.balanceQuery([selectorOf(account)]);
      // Only that it could be read is said: a balance is nobody's business.
      expect(answer.ok ? `${answer.value.length} account` : answer.failure).toBe('1 account');
    });
  }
});

/** `accountUserId:123`, `externalCode:SHOP-1` or `isPlatform`. */
function selectorOf(text: string): AccountSelector {
  const [, kind, id] = /^(accountUserId|externalCode):(.+)$/.exec(text) ?? [];
  if (text === 'isPlatform') return { isPlatform: true };
  if (kind === 'accountUserId' && id !== undefined) return { accountUserId: id };
  if (kind === 'externalCode' && id !== undefined) return { externalCode: id };
  throw new Error(`${ACCOUNT} must be accountUserId:…, externalCode:… or isPlatform`);
}
