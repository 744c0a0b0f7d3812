import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { at, Clock, FeishuCaller, type Reply } from './callers.ts';

let sandbox: Sandbox;
let feishu: FeishuCaller;
let account: string;
const clock = new Clock('2026-03-02T10:00:00Z');

beforeEach(async () => {
  clock.set('2026-03-02T10:00:00Z');
  sandbox = await startSandbox({ clock: clock.read });
  feishu = new FeishuCaller(sandbox);
  account = await feishu.account('ann@example.com');
});

afterEach(() => sandbox.close());

async function withdrawals(count: number, name: string): Promise<Reply[]> {
  return Promise.all(
    Array.from({ length: count }, (_, number) => feishu.withdraw(account, `${name}-${number}`)),
  );
}

const refused = (replies: readonly Reply[]): number => replies.filter((reply) => reply.status === 429).length;

describe('withdraw', () => {
  test('is let through 100 times in any 60 seconds, not 100 times a calendar minute', async () => {
    expect(refused(await withdrawals(50, 'early'))).toBe(0);
    clock.forward(50_000);
    expect(refused(await withdrawals(60, 'late'))).toBe(10);
    clock.forward(9_999);
    expect(refused(await withdrawals(1, 'just-before'))).toBe(1);
    clock.forward(1);
    expect(refused(await withdrawals(51, 'just-after'))).toBe(1);
  });

  test('over its limit says 99991400 and how many seconds to wait, and does nothing', async () => {
    await withdrawals(100, 'fill');
    clock.forward(7_500);
    const reply = await feishu.withdraw(account, 'one-more');
    expect(reply.status).toBe(429);
    expect(reply.json).toMatchObject({ code: 99991400, msg: 'request trigger frequency limit' });
    expect(reply.headers.get('x-ogw-ratelimit-limit')).toBe('100');
    expect(reply.headers.get('x-ogw-ratelimit-reset')).toBe('53');
    expect(sandbox.ledger('one-more').effects).toEqual([]);
  });

  test('is not slowed by calls that were refused themselves', async () => {
    await withdrawals(130, 'fill');
    clock.forward(60_000);
    expect(refused(await withdrawals(100, 'again'))).toBe(0);
  });

  test('has a limit apart from those of other apis', async () => {
    await withdrawals(100, 'fill');
    const now = String(clock.now);
    expect((await feishu.reconcile(now, now)).status).toBe(200);
  });
});

test('reading assets is let through 10 times a second', async () => {
  const path = `/hire/v1/referral_account/get_account_assets?referral_account_id=${account}`;
  const read = (): Promise<Reply[]> =>
    Promise.all(Array.from({ length: 11 }, () => feishu.send('GET', path)));
  expect(refused(await read())).toBe(1);
  clock.forward(1000);
  expect(refused(await read())).toBe(1);
});

describe('settings', () => {
  test('switch one limit off and leave the others', async () => {
    sandbox.setSettings({ feishu: { limits: { 'feishu.withdraw': null } } });
    expect(refused(await withdrawals(150, 'many'))).toBe(0);
    expect(
      refused(
        await Promise.all(
          Array.from({ length: 11 }, (_, n) =>
            feishu.reward(account, `r${n}`, { bonus_type: 1, point_bonus: 1 }),
          ),
        ),
      ),
    ).toBe(1);
  });

  test('scale all limits at once', async () => {
    sandbox.setSettings({ feishu: { limitFactor: 0.05 } });
    expect(refused(await withdrawals(10, 'few'))).toBe(5);
  });

  test('choose HTTP 400, as older apis answer', async () => {
    sandbox.setSettings({
      feishu: { limitStatus: 400, limits: { 'feishu.withdraw': { limit: 1, windowMs: 60_000 } } },
    });
    await feishu.withdraw(account, 'o1');
    const reply = await feishu.withdraw(account, 'o2');
    expect([reply.status, at(reply.json, 'code')]).toEqual([400, 99991400]);
  });
});
