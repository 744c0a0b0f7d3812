import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox, SandboxOptions } from '../../sandbox/index.ts';
import { AllinpayCaller, literal } from './allinpayCaller.ts';
import { at, call, Clock, postCredit, put, until } from './callers.ts';
import { FeishuCaller } from './feishuCaller.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

const running: Sandbox[] = [];
const clock = new Clock('2026-03-02T10:55:00+08:00');

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startTestSandbox({ clock: clock.read, ...options });
  running.push(sandbox);
  return sandbox;
}

async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
}
afterEach(closeAll);

const detail = { accountUserId: 100, withdrawAmount: literal('100') };

describe('answers twisted on demand', () => {
  let sandbox: Sandbox;
  let allinpay: AllinpayCaller;

  beforeEach(async () => {
    sandbox = await start();
    allinpay = new AllinpayCaller(sandbox);
  });

  test('lookupLag hides a booked order for some look-ups, and is not used up before the booking', async () => {
    sandbox.setFaults([{ on: 'allinpay.withdrawResultQuery', fault: 'lookupLag', orderId: 'o1', times: 2 }]);
    await allinpay.look('o1');
    await allinpay.withdraw('o1', [detail]);
    const codes: unknown[] = [];
    for (let count = 0; count < 3; count += 1) codes.push(at(await allinpay.look('o1'), 'code'));
    expect(codes).toEqual(['#3', '#3', '#0']);
  });

  test('lookupLag hides a booked order for some time', async () => {
    sandbox.setFaults([{ on: 'allinpay.withdrawResultQuery', fault: 'lookupLag', ms: 60_000 }]);
    await allinpay.withdraw('o1', [detail]);
    clock.forward(59_999);
    expect(at(await allinpay.look('o1'), 'code')).toBe('#3');
    clock.forward(1);
    expect(at(await allinpay.look('o1'), 'code')).toBe('#0');
  });

  test('changedAmount and otherAccount show what was not asked for, and change nothing', async () => {
    sandbox.setFaults([
      { on: 'allinpay.withdrawResultQuery', fault: 'changedAmount', amount: '7.00' },
      { on: 'allinpay.withdrawResultQuery', fault: 'otherAccount', account: '200' },
    ]);
    await allinpay.withdraw('o1', [detail, { accountUserId: 200, withdrawAmount: literal('5') }]);
    expect(at(await allinpay.look('o1'), 'data.details')).toMatchObject([
      { accountUserId: '#100', withdrawAmount: '#7' },
      { accountUserId: '#201', withdrawAmount: '#4.5' },
    ]);
    expect(sandbox.ledger().totals.allinpay.asked).toBe('105.00');
  });
});

describe('the side door', () => {
  test('gives the ledger, whole or of one order', async () => {
    const sandbox = await start();
    const allinpay = new AllinpayCaller(sandbox);
    await allinpay.withdraw('o1', [detail]);
    await allinpay.withdraw('o2', [detail]);
    const whole = await call(`${sandbox.url}/sandbox/ledger`);
    expect(whole.json).toEqual(sandbox.ledger());
    const one = await call(`${sandbox.url}/sandbox/ledger?orderId=o2`);
    expect(one.json).toMatchObject({
      effects: [{ orderId: 'o2' }],
      calls: [{ api: 'allinpay.withdraw', orderId: 'o2', account: '100', httpStatus: 200, code: '0' }],
      totals: { allinpay: { asked: '100.00' } },
    });
  });

  test('replaces all rules, and shows how often each has fired', async () => {
    const sandbox = await start();
    await put(sandbox, 'faults', [{ on: 'feishu.token', fault: 'garbage' }]);
    await new FeishuCaller(sandbox).token();
    expect((await call(`${sandbox.url}/sandbox/faults`)).json).toEqual([
      { rule: { on: 'feishu.token', fault: 'garbage' }, fired: 1 },
    ]);
    await put(sandbox, 'faults', []);
    expect((await call(`${sandbox.url}/sandbox/faults`)).json).toEqual([]);
  });

  test.each([
    ['an unknown fault', [{ on: '*', fault: 'explode' }], 'fault'],
    ['an unknown member', [{ on: '*', fault: 'dropAfter', order: 'o1' }], 'order'],
    ['an unknown api', [{ on: 'feishu.pay', fault: 'dropAfter' }], 'on'],
    ['a member missing', [{ on: '*', fault: 'delay' }], 'ms'],
    ['a fault that means nothing there', [{ on: 'feishu.withdraw', fault: 'badSignature' }], 'no meaning'],
    ['no list', { on: '*', fault: 'dropAfter' }, 'array'],
    ['no JSON', undefined, 'array'],
  ])('refuses %s by name and keeps the rules it has', async (_what, rules, named) => {
    const sandbox = await start();
    await put(sandbox, 'faults', [{ on: 'feishu.token', fault: 'garbage' }]);
    const reply = await put(sandbox, 'faults', rules);
    expect(reply.status).toBe(400);
    expect(JSON.stringify(reply.json)).toContain(named);
    expect((await call(`${sandbox.url}/sandbox/faults`)).json).toHaveLength(1);
  });

  test('changes settings one by one, and refuses unknown ones by name', async () => {
    const sandbox = await start({ settings: { allinpay: { fee: '1.00' } } });
    const changed = await put(sandbox, 'settings', { feishu: { limits: { 'feishu.create': null } } });
    expect(changed.json).toMatchObject({
      allinpay: { fee: '1.00' },
      feishu: { limits: { 'feishu.create': null, 'feishu.withdraw': { limit: 100 } } },
    });
    const refused = await put(sandbox, 'settings', { allinpay: { fees: '1.00', fee: 1 } });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.json)).toMatch(/fee.*fees/);
    expect(() => {
      sandbox.setSettings({ wallet: { toleranceSeconds: -1 } });
    }).toThrow('toleranceSeconds');
  });

  test('refuses an account without selector', async () => {
    const reply = await put(await start(), 'allinpay/accounts', [{ balance: '1.00' }]);
    expect(reply.status).toBe(400);
  });
});

describe('the environment for a worker', () => {
  test('names every setting of the three, and fresh secrets each start', async () => {
    const one = (await start()).env;
    const two = (await start()).env;
    expect(Object.keys(one).sort()).toEqual([
      'ALLINPAY_AMOUNT_UNIT',
      'ALLINPAY_APP_ID',
      'ALLINPAY_CIPHER',
      'ALLINPAY_CIPHER_KEY',
      'ALLINPAY_GATEWAY_URL',
      'ALLINPAY_POLL_PLAN',
      'ALLINPAY_PRIVATE_KEY',
      'ALLINPAY_PUBLIC_KEY',
      'ALLINPAY_SIGN_TYPE',
      'FEISHU_APP_ID',
      'FEISHU_APP_SECRET',
      'FEISHU_BASE_URL',
      'WALLET_CREDIT_URL',
      'WEBHOOK_SECRET',
    ]);
    expect(one['WEBHOOK_SECRET']).toMatch(/^whsec_/);
    expect(one['WEBHOOK_SECRET']).not.toBe(two['WEBHOOK_SECRET']);
    expect(one['ALLINPAY_CIPHER_KEY']).not.toBe(two['ALLINPAY_CIPHER_KEY']);
  });

  test('has no key with plain, and an IV only with cbc', async () => {
    const plain = (await start({ settings: { allinpay: { cipher: 'plain' } } })).env;
    expect(plain).not.toHaveProperty('ALLINPAY_CIPHER_KEY');
    const cbc = (await start({ settings: { allinpay: { cipher: 'aes-128-cbc' } } })).env;
    expect(cbc).toHaveProperty('ALLINPAY_CIPHER_IV');
  });
});

describe('the state file', () => {
  let folder: string;
  let stateFile: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
    stateFile = join(folder, 'state.json');
  });
  afterEach(async () => {
    await closeAll();
    rmSync(folder, { recursive: true });
  });

  test('brings back keys, accounts, orders, credits and the ledger after a restart', async () => {
    const before = await start({ stateFile });
    const feishu = new FeishuCaller(before);
    const account = await feishu.funded('ann@example.com', 100);
    const withdrawn = await feishu.withdraw(account, 'o1');
    await new AllinpayCaller(before).withdraw('__proto__', [detail]);
    const { env } = before;
    const ledger = before.ledger();
    await before.close();

    clock.forward(2000);
    const after = await start({ stateFile, port: before.port });
    expect(after.env).toEqual(env);
    expect(after.ledger().calls).toEqual(ledger.calls);
    const again = new FeishuCaller(after);
    await again.token();
    expect((await again.withdraw(account, 'o1')).json).toEqual(withdrawn.json);
    expect(await again.account('ann@example.com')).toBe(account);
    const found = await new AllinpayCaller(after).look('__proto__');
    expect(at(found, 'data.details.0.withdrawStatus')).toBe('#2');
    expect(after.ledger().totals.feishu.points).toBe(100);
  });

  test('holds an effect whose answer never arrived', async () => {
    const sandbox = await start({ stateFile });
    sandbox.setFaults([{ on: '*', fault: 'dropAfter' }]);
    await expect(new AllinpayCaller(sandbox).withdraw('o1', [detail])).rejects.toThrow();
    // Read as another process would find it, with the sandbox still up: as after a kill.
    expect(at(JSON.parse(readFileSync(stateFile, 'utf8')), 'ledger.effects.0.orderId')).toBe('o1');
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  test('remembers a credited webhook id', async () => {
    const body = {
      type: 'referral.withdrawn',
      timestamp: '2026-03-02T10:00:00Z',
      data: {
        profile: 'default',
        externalOrderId: 'o1',
        referralAccountId: 'a',
        transTime: '1772445600000',
        points: 1,
        cash: [],
      },
    };
    const first = await start({ stateFile });
    const before = await postCredit(first, 'credit/cli_sandbox/o1', body, Math.floor(clock.now / 1000));
    await first.close();
    const second = await start({ stateFile });
    const after = await postCredit(second, 'credit/cli_sandbox/o1', body, Math.floor(clock.now / 1000));
    expect(after.json).toEqual(before.json);
    expect(second.ledger().totals.wallet.credits).toBe(1);
  });

  test('that cannot be understood stops the start and is left alone', async () => {
    writeFileSync(stateFile, '{"ledger":{}}');
    await expect(start({ stateFile })).rejects.toThrow('no state of this sandbox');
    expect(readFileSync(stateFile, 'utf8')).toBe('{"ledger":{}}');
  });
});

test('close lets go of a call that waits, without processing it, and can be called twice', async () => {
  const sandbox = await start();
  sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'delayBefore', ms: 60_000 }]);
  const waiting = new AllinpayCaller(sandbox).withdraw('o1', [detail]);
  const ended = expect(waiting).rejects.toThrow('fetch failed');
  await until(() => sandbox.ledger('o1').calls.length > 0);
  await sandbox.close();
  await sandbox.close();
  await ended;
  expect(sandbox.ledger('o1').effects).toEqual([]);
});

test('wrong settings stop the start', async () => {
  await expect(start({ settings: { allinpay: { fee: '0.123' } } })).rejects.toThrow('allinpay.fee');
});
