import { expect } from '@jest/globals';
import type { Sandbox } from '../../sandbox/index.ts';
import { at, call, textAt, type Reply } from './callers.ts';

/** Calls Feishu's APIs as its documents describe them, holding one token. */
export class FeishuCaller {
  readonly #sandbox: Sandbox;
  #token = '';

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  async token(secret = this.#sandbox.env['FEISHU_APP_SECRET']): Promise<Reply> {
    const reply = await this.send('POST', '/auth/v3/tenant_access_token/internal', {
      app_id: this.#sandbox.env['FEISHU_APP_ID'],
      app_secret: secret,
    });
    const token = at(reply.json, 'tenant_access_token');
    if (typeof token === 'string') this.#token = token;
    return reply;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return call(`${this.#sandbox.url}/open-apis${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  async account(email: string): Promise<string> {
    if (this.#token === '') await this.token();
    const reply = await this.send('POST', '/hire/v1/referral_account', { email });
    return textAt(reply.json, 'data.account.account_id');
  }

  /** An account that holds so many confirmed points. */
  async funded(email: string, points: number): Promise<string> {
    const account = await this.account(email);
    const reply = await this.reward(account, `reward-${email}`, { bonus_type: 1, point_bonus: points });
    expect(reply.status).toBe(200);
    return account;
  }

  async reward(account: string, externalId: string, bonus: unknown, stage = 2): Promise<Reply> {
    return this.send('POST', '/hire/v1/external_referral_rewards', {
      referral_user_id: account,
      external_id: externalId,
      rule_type: 1,
      bonus,
      stage,
    });
  }

  async withdraw(account: string, orderId: string, types: unknown = [1, 2]): Promise<Reply> {
    return this.send('POST', `/hire/v1/referral_account/${account}/withdraw`, {
      withdraw_bonus_type: types,
      external_order_id: orderId,
    });
  }

  async reconcile(from: string, to: string, details?: readonly unknown[]): Promise<Reply> {
    return this.send('POST', '/hire/v1/referral_account/reconciliation', {
      start_trans_time: from,
      end_trans_time: to,
      trade_details: details,
    });
  }
}
