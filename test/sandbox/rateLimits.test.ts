import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RateLimits } from '../../sandbox/feishu/rateLimits.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { at, call, Clock, type Reply } from './callers.ts';
import { FeishuCaller } from './feishuCaller.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

const clock = new Clock('2026-03-02T10:00:00Z');
const perMinute = { limit: 100, windowMs: 60_000 };

beforeEach(() => {
  clock.set('2026-03-02T10:00:00Z');
});

describe('a window', () => {
  const tries = (limits: RateLimits, count: number): number =>
    Array.from({ length: count }, () => limits.admit('feishu.withdraw', perMinute)).filter(
      (it) => it !== null,
    ).length;

  test('lets 100 calls by in any 60 seconds, not 100 a calendar minute', () => {
    const limits = new RateLimits(clock.read);
    expect(tries(limits, 50)).toBe(0);
    clock.forward(50_000);
    expect(tries(limits, 60)).toBe(10);
    clock.forward(9_999);
    expect(tries(limits, 1)).toBe(1);
    clock.forward(1);
    expect(tries(limits, 51)).toBe(1);
  });

  test('does not count what it refused', () => {
    const limits = new RateLimits(clock.read);
    expect(tries(limits, 300)).toBe(200);
    clock.forward(60_000);
    expect(tries(limits, 100)).toBe(0);
  });

  test('says in how many whole seconds a call may pass', () => {
    const limits = new RateLimits(clock.read);
    tries(limits, 100);
    clock.forward(7_500);
    expect(limits.admit('feishu.withdraw', perMinute)).toEqual({ resetSeconds: 53 });
    clock.forward(52_499);
    expect(limits.admit('feishu.withdraw', perMinute)).toEqual({ resetSeconds: 1 });
  });
});

describe('on the wire', () => {
  let sandbox: Sandbox;
  let feishu: FeishuCaller;
  let account: string;

  beforeEach(async () => {
    sandbox = await startTestSandbox({ clock: clock.read });
    feishu = new FeishuCaller(sandbox);
    account = await feishu.account('ann@example.com');
  });
  afterEach(() => sandbox.close());

  async function withdrawals(count: number): Promise<Reply[]> {
    return Promise.all(Array.from({ length: count }, (_, number) => feishu.withdraw(account, `o-${number}`)));
  }
  const refused = (replies: readonly Reply[]): number =>
    replies.filter((reply) => reply.status === 429).length;
  const setLimit = (limit: number): void => {
    sandbox.setSettings({ feishu: { limits: { 'feishu.withdraw': { limit, windowMs: 60_000 } } } });
  };

  test('a call over the limit is 429 with 99991400 and seconds to wait, and does nothing', async () => {
    setLimit(2);
    await withdrawals(2);
    clock.forward(7_500);
    const reply = await feishu.withdraw(account, 'one-more');
    expect(reply.status).toBe(429);
    expect(reply.json).toMatchObject({ code: 99991400, msg: 'request trigger frequency limit' });
    expect(reply.headers.get('x-ogw-ratelimit-limit')).toBe('2');
    expect(reply.headers.get('x-ogw-ratelimit-reset')).toBe('53');
    expect(sandbox.ledger('one-more').effects).toEqual([]);
  });

  test('each api has a limit of its own, asked about only once the token holds', async () => {
    setLimit(1);
    const now = String(clock.now);
    await withdrawals(1);
    expect((await feishu.reconcile(now, now)).status).toBe(200);
    const bogus = await feishu.send(
      'POST',
      '/hire/v1/referral_account/1/withdraw',
      {},
      { authorization: 'Bearer t-0' },
    );
    expect(at(bogus.json, 'code')).toBe(99991663);
  });

  test('the documented figures are the default', async () => {
    const { json } = await call(`${sandbox.url}/sandbox/settings`);
    for (const name of ['create', 'deactivate', 'withdraw', 'reconciliation']) {
      expect(at(json, 'feishu.limits')).toHaveProperty([`feishu.${name}`], perMinute);
    }
    for (const name of ['assets', 'reward', 'rewardDelete']) {
      expect(at(json, 'feishu.limits')).toHaveProperty([`feishu.${name}`], { limit: 10, windowMs: 1000 });
    }
  });

  test('reading assets is let through 10 times a second', async () => {
    const path = `/hire/v1/referral_account/get_account_assets?referral_account_id=${account}`;
    const read = (): Promise<Reply[]> =>
      Promise.all(Array.from({ length: 11 }, () => feishu.send('GET', path)));
    expect(refused(await read())).toBe(1);
    clock.forward(1000);
    expect(refused(await read())).toBe(1);
  });

  test('settings switch one limit off, scale all, and choose HTTP 400', async () => {
    sandbox.setSettings({ feishu: { limitFactor: 0.05 } });
    expect(refused(await withdrawals(7))).toBe(2);
    sandbox.setSettings({ feishu: { limitStatus: 400 } });
    const older = await feishu.withdraw(account, 'o1');
    expect([older.status, at(older.json, 'code')]).toEqual([400, 99991400]);
    sandbox.setSettings({ feishu: { limits: { 'feishu.withdraw': null } } });
    expect(refused(await withdrawals(7))).toBe(0);
  });
});
