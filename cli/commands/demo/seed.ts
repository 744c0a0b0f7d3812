import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import type { PayoutRequest } from '../../../clients/index.ts';
import { selectorOf, type AccountSelector } from '../../../contract/index.ts';
import type { Sandbox, SettingsInput } from '../../../sandbox/index.ts';
import { openFeishu } from './feishuApi.ts';
import type { SeededAccount } from './scene.ts';

const created = z.object({ account: z.object({ account_id: z.string() }) });

const POINTS = 1;
const CASH = 2;
/** confirmed: it counts to what can be withdrawn */
const CONFIRMED = 2;

/**
 * The accounts are made at once, as no company would: the limits of making them are not what anyone is here to see. What
 * an owner would be told of the payouts stands in the ledger.
 */
export const seedingSettings: SettingsInput = {
  feishu: { limits: { 'feishu.create': null, 'feishu.reward': null, 'feishu.deactivate': null } },
  owner: { outcomes: true },
};

/**
 * Makes referral accounts and their balances by Feishu's own APIs, as a company's hiring would over the months.
 * @throws Error when the stand-in answers with another account than the examples name
 */
export async function seedAccounts(sandbox: Sandbox, accounts: readonly SeededAccount[]): Promise<void> {
  const feishu = await openFeishu(sandbox);
  for (const { email, accountId, points, cash, deactivated } of accounts) {
    const { account } = created.parse(await feishu('/hire/v1/referral_account', { email }));
    if (account.account_id !== accountId) {
      throw new Error(
        `The sandbox has given ${email} the account ${account.account_id}, and the examples say ${accountId}: ` +
          'it held other accounts before. Begin with a fresh one.',
      );
    }
    if (points > 0) await feishu(REWARDS, rewardOf(accountId, { bonus_type: POINTS, point_bonus: points }));
    if (cash !== undefined) {
      const amount = new LosslessNumber(cash);
      await feishu(
        REWARDS,
        rewardOf(accountId, { bonus_type: CASH, cash: { currency_type: 'CNY', amount } }),
      );
    }
    if (deactivated === true) await feishu(`/hire/v1/referral_account/${accountId}/deactivate`, {});
  }
}

/** Shops that the pages pay to. */
const DOCUMENTED_SHOPS: readonly AccountSelector[] = [
  { externalCode: 'SHOP-0001' },
  { externalCode: 'SHOP-0002' },
  { externalCode: 'SHOP-0003' },
  { accountUserId: 40213 },
];

/** Makes the Allinpay accounts that the examples and the pages pay to; any other is refused. May be called again. */
export async function seedShops({ url }: Sandbox, requests: readonly PayoutRequest[]): Promise<void> {
  const named = requests.flatMap((request) =>
    request.flow === 'allinpayWithdrawal' ? request.input.details.map(selectorOf) : [],
  );
  const response = await fetch(`${url}/sandbox/allinpay/accounts`, {
    method: 'PUT',
    body: JSON.stringify([...DOCUMENTED_SHOPS, ...named]),
  });
  if (!response.ok) throw new Error(`The sandbox refused the shops: HTTP ${response.status}`);
}

const REWARDS = '/hire/v1/external_referral_rewards';

interface Bonus {
  readonly bonus_type: number;
  readonly point_bonus?: number;
  readonly cash?: { readonly currency_type: string; readonly amount: LosslessNumber };
}

function rewardOf(accountId: string, bonus: Bonus): object {
  return {
    referral_user_id: accountId,
    external_id: `reward-${accountId}-${bonus.bonus_type}`,
    rule_type: 1,
    stage: CONFIRMED,
    bonus,
  };
}
