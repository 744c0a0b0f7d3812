import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../sandbox/index.ts';
import { at, Clock, textAt } from './callers.ts';
import { FeishuCaller } from './feishuCaller.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
let feishu: FeishuCaller;
const clock = new Clock('2026-03-02T10:55:00+08:00');

beforeEach(async () => {
  clock.set('2026-03-02T10:55:00+08:00');
  sandbox = await startTestSandbox({ clock: clock.read });
  feishu = new FeishuCaller(sandbox);
});

afterEach(() => sandbox.close());

describe('the tenant token', () => {
  test('comes in a flat answer and lives two hours', async () => {
    const { status, json } = await feishu.token();
    expect(status).toBe(200);
    expect(json).toEqual({ code: 0, msg: 'ok', tenant_access_token: expect.any(String), expire: 7200 });
  });

  test('is the same one with its remaining life while 30 minutes are left', async () => {
    const first = await feishu.token();
    clock.forward(90 * 60_000);
    const second = await feishu.token();
    expect(at(second.json, 'tenant_access_token')).toBe(at(first.json, 'tenant_access_token'));
    expect(at(second.json, 'expire')).toBe(1800);
  });

  test('is a new one with less than 30 minutes left, and both are valid until the old one ends', async () => {
    const old = textAt((await feishu.token()).json, 'tenant_access_token');
    clock.forward(91 * 60_000);
    const fresh = textAt((await feishu.token()).json, 'tenant_access_token');
    expect(fresh).not.toBe(old);
    const codeWith = async (token: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${token}` };
      const query = '/hire/v1/referral_account/get_account_assets?referral_account_id=1';
      return at((await feishu.send('GET', query, undefined, headers)).json, 'code');
    };
    expect([await codeWith(old), await codeWith(fresh)]).toEqual([1002553, 1002553]);
    clock.forward(30 * 60_000);
    expect([await codeWith(old), await codeWith(fresh)]).toEqual([99991663, 1002553]);
  });

  test('is refused with HTTP 200 and 10003 to any other pair', async () => {
    const { status, json } = await feishu.token('guess');
    expect(status).toBe(200);
    expect(json).toEqual({ code: 10003, data: {}, msg: 'invalid param' });
  });
});

describe('the door', () => {
  const path = '/hire/v1/referral_account/nobody/withdraw';

  test.each([
    ['no header', '', 99991661],
    ['no Bearer', 't-0123', 99991661],
    ['a made-up token', 'Bearer t-0123', 99991663],
    ['a made-up user token', 'Bearer eyJhbGciOi', 99991668],
  ])('answers %s before it looks at a bad body', async (_what, authorization, code) => {
    const reply = await feishu.send('POST', path, 'not json', { authorization });
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({ code, error: { log_id: reply.headers.get('x-tt-logid') } });
    expect(textAt(reply.json, 'error.troubleshooter')).toContain('log_id');
  });

  test('says it with HTTP 200 where that is wanted', async () => {
    sandbox.setSettings({ feishu: { authErrorStatus: 200 } });
    const reply = await feishu.send('POST', path, {}, { authorization: 'Bearer t-0123' });
    expect([reply.status, at(reply.json, 'code')]).toEqual([200, 99991663]);
  });

  test('gives a plain-text 404 with a log id to a wrong path or verb', async () => {
    for (const [method, wrong] of [
      ['GET', path],
      ['POST', '/hire/v1/referral'],
      ['GET', '/auth/v3/tenant_access_token/internal'],
    ] as const) {
      const reply = await feishu.send(method, wrong);
      expect([reply.status, reply.text]).toEqual([404, '404 page not found']);
      expect(reply.headers.get('content-type')).toContain('text/plain');
      expect(reply.headers.get('x-tt-logid')).toBeTruthy();
    }
  });

  test('takes application/json with and without charset, nothing else', async () => {
    await feishu.token();
    const send = async (type: string): Promise<unknown> =>
      at(
        (
          await feishu.send(
            'POST',
            '/hire/v1/referral_account',
            { email: 'a@b.cn' },
            { 'content-type': type },
          )
        ).json,
        'code',
      );
    expect(await send('application/json')).toBe(0);
    expect(await send('application/json; charset=utf-8')).toBe(0);
    expect(await send('text/plain')).toBe(1002002);
  });
});

describe('an account', () => {
  test('is one a user, by mobile or email', async () => {
    const first = await feishu.account('Ann@example.com');
    expect(await feishu.account('ann@example.com')).toBe(first);
    const both = await feishu.send('POST', '/hire/v1/referral_account', {
      email: 'ann@example.com',
      mobile: { code: '86', number: '13800000000' },
    });
    expect(textAt(both.json, 'data.account.account_id')).toBe(first);
    expect(await feishu.account('bob@example.com')).not.toBe(first);
  });

  test('needs a mobile or an email', async () => {
    await feishu.token();
    for (const body of [{}, { mobile: {} }, { email: 5 }, { mobile: { number: 13800000000 } }]) {
      const reply = await feishu.send('POST', '/hire/v1/referral_account', body);
      expect([reply.status, at(reply.json, 'code')]).toEqual([400, 1002002]);
    }
  });

  test('shows what is confirmed, of points and cash', async () => {
    const account = await feishu.account('ann@example.com');
    await feishu.reward(account, 'r1', { bonus_type: 1, point_bonus: 100 });
    await feishu.reward(account, 'r2', { bonus_type: 1, point_bonus: 7 }, 1);
    await feishu.reward(account, 'r3', { bonus_type: 2, cash: { currency_type: 'CNY', amount: 10.25 } });
    const query = `/hire/v1/referral_account/get_account_assets?referral_account_id=${account}`;
    const reply = await feishu.send('GET', query);
    expect(at(reply.json, 'data.account')).toMatchObject({
      status: 1,
      assets: {
        confirmed_bonus: { point_bonus: 100, cash_bonus: [{ currency_type: 'CNY', amount: 10.25 }] },
      },
      referrer: { email: 'ann@example.com' },
    });
  });

  test('is paid rewards under its referrer as well', async () => {
    const account = await feishu.account('ann@example.com');
    const query = `/hire/v1/referral_account/get_account_assets?referral_account_id=${account}`;
    const referrer = textAt((await feishu.send('GET', query)).json, 'data.account.referrer.id');
    await feishu.reward(referrer, 'r1', { bonus_type: 1, point_bonus: 3 });
    expect(
      at((await feishu.send('GET', query)).json, 'data.account.assets.confirmed_bonus.point_bonus'),
    ).toBe(3);
  });

  test('is closed by path and opened by body', async () => {
    const account = await feishu.account('ann@example.com');
    const closed = await feishu.send('POST', `/hire/v1/referral_account/${account}/deactivate`);
    expect(at(closed.json, 'data.account.status')).toBe(2);
    const opened = await feishu.send('POST', '/hire/v1/referral_account/enable', {
      referral_account_id: account,
    });
    expect(at(opened.json, 'data.account.status')).toBe(1);
  });
});

describe('a reward', () => {
  test('counts once an external id, and moves forward by its stage', async () => {
    const account = await feishu.account('ann@example.com');
    const bonus = { bonus_type: 1, point_bonus: 50 };
    const first = await feishu.reward(account, 'r1', bonus, 1);
    expect(at((await feishu.withdraw(account, 'o1')).json, 'data.withdrawal_details.point_bonus')).toBe(0);
    const second = await feishu.reward(account, 'r1', bonus, 2);
    const third = await feishu.reward(account, 'r1', bonus, 2);
    expect(new Set([first, second, third].map((reply) => at(reply.json, 'data.id'))).size).toBe(1);
    expect(at((await feishu.withdraw(account, 'o2')).json, 'data.withdrawal_details.point_bonus')).toBe(50);
  });

  test('can be deleted, and then is not there to be withdrawn', async () => {
    const account = await feishu.account('ann@example.com');
    const made = await feishu.reward(account, 'r1', { bonus_type: 1, point_bonus: 50 });
    await feishu.send('DELETE', `/hire/v1/external_referral_rewards/${textAt(made.json, 'data.id')}`);
    expect(at((await feishu.withdraw(account, 'o1')).json, 'data.withdrawal_details.point_bonus')).toBe(0);
  });

  test.each([
    ['text for points', { bonus_type: 1, point_bonus: '5' }],
    ['half a point', { bonus_type: 1, point_bonus: 0.5 }],
    ['three decimals', { bonus_type: 2, cash: { currency_type: 'CNY', amount: 1.005 } }],
    ['text for an amount', { bonus_type: 2, cash: { currency_type: 'CNY', amount: '1.00' } }],
    ['points that are cash', { bonus_type: 2, point_bonus: 5 }],
    ['a third type', { bonus_type: 3, point_bonus: 5 }],
  ])('is refused with %s', async (_what, bonus) => {
    const account = await feishu.account('ann@example.com');
    const reply = await feishu.reward(account, 'r1', bonus);
    expect([reply.status, at(reply.json, 'code')]).toEqual([400, 1002002]);
  });
});

describe('a withdrawal', () => {
  test('takes everything of the chosen types and leaves the other', async () => {
    const account = await feishu.funded('ann@example.com', 100);
    await feishu.reward(account, 'cash-1', { bonus_type: 2, cash: { currency_type: 'CNY', amount: 10.05 } });
    await feishu.reward(account, 'cash-2', { bonus_type: 2, cash: { currency_type: 'CNY', amount: 0.25 } });
    const points = await feishu.withdraw(account, 'o1', [1]);
    expect(points.json).toEqual({
      code: 0,
      msg: 'SUCCESS',
      data: {
        external_order_id: 'o1',
        trans_time: String(clock.now),
        withdrawal_details: { point_bonus: 100 },
      },
    });
    const rest = await feishu.withdraw(account, 'o2', [1, 2]);
    expect(rest.text).toContain('{"point_bonus":0,"cash_bonus":[{"currency_type":"CNY","amount":10.3}]}');
    expect(sandbox.ledger().totals.feishu).toEqual({ withdrawals: 2, points: 100, cash: { CNY: '10.30' } });
  });

  test('has a transaction time of its own, even in the same millisecond', async () => {
    const account = await feishu.funded('ann@example.com', 1);
    const times: string[] = [];
    for (const id of ['o1', 'o2', 'o3'])
      times.push(textAt((await feishu.withdraw(account, id)).json, 'data.trans_time'));
    expect(times).toEqual([0, 1, 2].map((more) => String(clock.now + more)));
  });

  test('repeated, gives the original details and pays nothing more, whatever account it names', async () => {
    const account = await feishu.funded('ann@example.com', 100);
    const other = await feishu.funded('bob@example.com', 30);
    const first = await feishu.withdraw(account, 'o1');
    clock.forward(60_000);
    await feishu.reward(account, 'later', { bonus_type: 1, point_bonus: 9 });
    expect((await feishu.withdraw(account, 'o1')).json).toEqual(first.json);
    expect((await feishu.withdraw(other, 'o1')).json).toEqual(first.json);
    await feishu.send('POST', `/hire/v1/referral_account/${account}/deactivate`);
    expect((await feishu.withdraw(account, 'o1')).json).toEqual(first.json);
    expect(sandbox.ledger('o1').effects).toHaveLength(1);
    expect(sandbox.ledger('o1').calls).toHaveLength(4);
  });

  test('repeated for another account or after closing, is refused where settings say so', async () => {
    sandbox.setSettings({ feishu: { replayForOther: 'refuse', replayAfterDeactivation: 'refuse' } });
    const account = await feishu.funded('ann@example.com', 100);
    const other = await feishu.funded('bob@example.com', 30);
    await feishu.withdraw(account, 'o1');
    expect(at((await feishu.withdraw(other, 'o1')).json, 'code')).toBe(1002002);
    await feishu.send('POST', `/hire/v1/referral_account/${account}/deactivate`);
    expect(at((await feishu.withdraw(account, 'o1')).json, 'code')).toBe(1002555);
  });

  test('of nothing succeeds with zeros, or without details where that is wanted', async () => {
    const account = await feishu.account('ann@example.com');
    const zero = await feishu.withdraw(account, 'o1');
    expect(at(zero.json, 'data.withdrawal_details')).toEqual({ point_bonus: 0, cash_bonus: [] });
    sandbox.setSettings({ feishu: { emptyWithdrawal: 'absent' } });
    expect(at((await feishu.withdraw(account, 'o2')).json, 'data')).not.toHaveProperty('withdrawal_details');
  });

  test('holds a member that no document names on demand, and takes out what it takes out', async () => {
    const account = await feishu.funded('ann@example.com', 100);
    const fault = { fault: 'unknownMember', name: 'gift_bonus', value: 500, times: 1 } as const;
    sandbox.setFaults([{ ...fault, on: 'feishu.withdraw', orderId: 'o1' }]);
    const details = { point_bonus: 100, cash_bonus: [] };
    expect(at((await feishu.withdraw(account, 'o1')).json, 'data.withdrawal_details')).toEqual({
      ...details,
      gift_bonus: 500,
    });
    expect(at((await feishu.withdraw(account, 'o1')).json, 'data.withdrawal_details')).toEqual(details);
  });

  test('from a closed account is 1002555, from an unknown one 1002553', async () => {
    const account = await feishu.funded('ann@example.com', 100);
    await feishu.send('POST', `/hire/v1/referral_account/${account}/deactivate`);
    const closed = await feishu.withdraw(account, 'o1');
    expect([closed.status, at(closed.json, 'code')]).toEqual([400, 1002555]);
    const unknown = await feishu.withdraw('12', 'o2');
    expect([unknown.status, at(unknown.json, 'code')]).toEqual([400, 1002553]);
    expect(sandbox.ledger().totals.feishu.withdrawals).toBe(0);
  });

  test.each([[[]], [[3]], [['1']], [[1.5]], ['1'], [undefined]])(
    'with bonus types %j is 1002002',
    async (types) => {
      const account = await feishu.funded('ann@example.com', 100);
      const reply = await feishu.send('POST', `/hire/v1/referral_account/${account}/withdraw`, {
        withdraw_bonus_type: types,
        external_order_id: 'o1',
      });
      expect([reply.status, at(reply.json, 'code')]).toEqual([400, 1002002]);
    },
  );
});

describe('reconciliation', () => {
  async function paidOut(points: number): Promise<{ account: string; time: string }> {
    const account = await feishu.funded(`${points}@example.com`, points);
    return { account, time: textAt((await feishu.withdraw(account, `o-${points}`)).json, 'data.trans_time') };
  }
  const given = (account: string, points: number): unknown => ({
    account_id: account,
    total_recharge_reward_info: { point_bonus: points },
  });

  test('lists nothing where both sides agree, both ends of the window included', async () => {
    const { account, time } = await paidOut(100);
    const reply = await feishu.reconcile(time, time, [given(account, 100)]);
    expect(at(reply.json, 'data')).toEqual({ check_failed_list: [] });
  });

  test('lists an account whose figure differs, with both figures', async () => {
    const { account, time } = await paidOut(100);
    const reply = await feishu.reconcile(time, time, [given(account, 90)]);
    expect(at(reply.json, 'data.check_failed_list')).toEqual([
      {
        account_id: account,
        total_withdraw_reward_info: { point_bonus: 100 },
        total_recharge_reward_info: { point_bonus: 90 },
      },
    ]);
  });

  test('lists accounts that withdrew and were not given; a figure left out counts as zero', async () => {
    const one = await paidOut(100);
    const two = await paidOut(40);
    const reply = await feishu.reconcile(one.time, two.time, [{ account_id: one.account }]);
    expect(at(reply.json, 'data.check_failed_list')).toEqual([
      {
        account_id: one.account,
        total_withdraw_reward_info: { point_bonus: 100 },
        total_recharge_reward_info: { point_bonus: 0 },
      },
      { account_id: two.account, total_withdraw_reward_info: { point_bonus: 40 } },
    ]);
  });

  test('leaves the withdrawn figure out where there was no withdrawal in the window', async () => {
    const { account, time } = await paidOut(100);
    const after = String(Number(time) + 1);
    const reply = await feishu.reconcile(after, after, [given(account, 100)]);
    expect(at(reply.json, 'data.check_failed_list')).toEqual([
      { account_id: account, total_recharge_reward_info: { point_bonus: 100 } },
    ]);
  });

  test('reports a wrong figure on demand', async () => {
    const { account, time } = await paidOut(100);
    sandbox.setFaults([{ on: 'feishu.reconciliation', fault: 'reconciliationShift', account, points: -10 }]);
    const reply = await feishu.reconcile(time, time, [given(account, 100)]);
    expect(at(reply.json, 'data.check_failed_list.0.total_withdraw_reward_info')).toEqual({
      point_bonus: 90,
    });
  });

  test('refuses numbers for times, text for points, a reversed window and unknown accounts', async () => {
    const { account, time } = await paidOut(100);
    const codeOf = async (body: unknown): Promise<unknown> =>
      at((await feishu.send('POST', '/hire/v1/referral_account/reconciliation', body)).json, 'code');
    const window = { start_trans_time: time, end_trans_time: time };
    expect(await codeOf({ ...window, start_trans_time: Number(time) })).toBe(1002002);
    expect(await codeOf({ ...window, start_trans_time: time.slice(0, 10) })).toBe(1002002);
    expect(await codeOf({ ...window, end_trans_time: String(Number(time) - 1) })).toBe(1002002);
    expect(
      await codeOf({
        ...window,
        trade_details: [{ account_id: account, total_recharge_reward_info: { point_bonus: '100' } }],
      }),
    ).toBe(1002002);
    expect(await codeOf({ ...window, trade_details: [given('12', 1)] })).toBe(1002553);
  });
});
