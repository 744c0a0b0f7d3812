import type { Sandbox } from '../../sandbox/index.ts';
import { FeishuCaller } from './feishuCaller.ts';

/** Feishu's own APIs, as an HR system uses them to make accounts and grant rewards. */
export class FeishuSeed {
  readonly #caller: FeishuCaller;
  #count = 0;

  constructor(sandbox: Sandbox) {
    this.#caller = new FeishuCaller(sandbox);
  }

  /** @returns the id of a new referral account that holds these points and this cash */
  async account(funds: { readonly points?: number; readonly cash?: string } = {}): Promise<string> {
    this.#count += 1;
    const answer = await this.#post('referral_account', { email: `referrer-${this.#count}@example.com` });
    const { account } = answer as { account: { account_id: string } };
    await this.fund(account.account_id, funds);
    return account.account_id;
  }

  async fund(
    accountId: string,
    { points, cash }: { readonly points?: number; readonly cash?: string },
  ): Promise<void> {
    if (points !== undefined) await this.#reward(accountId, { bonus_type: 1, point_bonus: points });
    if (cash !== undefined) {
      await this.#reward(accountId, { bonus_type: 2, cash: { currency_type: 'CNY', amount: Number(cash) } });
    }
  }

  /** Takes everything out, as another program with the same app would. @returns the provider's trans_time */
  async withdraw(accountId: string, externalOrderId: string): Promise<string> {
    const answer = await this.#post(`referral_account/${accountId}/withdraw`, {
      withdraw_bonus_type: [1, 2],
      external_order_id: externalOrderId,
    });
    return (answer as { trans_time: string }).trans_time;
  }

  async deactivate(accountId: string): Promise<void> {
    await this.#post(`referral_account/${accountId}/deactivate`, undefined);
  }

  /** Opens a closed account again. */
  async enable(accountId: string): Promise<void> {
    await this.#post('referral_account/enable', { referral_account_id: accountId });
  }

  async #reward(accountId: string, bonus: object): Promise<void> {
    this.#count += 1;
    await this.#post('external_referral_rewards', {
      referral_user_id: accountId,
      external_id: `reward-${this.#count}`,
      rule_type: 1,
      stage: 2,
      bonus,
    });
  }

  async #post(path: string, body: object | undefined): Promise<unknown> {
    return this.#caller.post(`hire/v1/${path}`, body);
  }
}
