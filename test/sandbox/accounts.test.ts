import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { namedAccounts, type Sandbox, type SettingsInput } from '../../sandbox/index.ts';
import { AllinpayCaller, literal } from './allinpayCaller.ts';
import { at, Clock, put } from './callers.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
let allinpay: AllinpayCaller;
const clock = new Clock('2026-03-02T10:55:00+08:00');

async function start(settings: SettingsInput['allinpay'] = {}): Promise<void> {
  sandbox = await startTestSandbox({
    clock: clock.read,
    settings: { allinpay: { accounts: 'known', ...settings } },
  });
  allinpay = new AllinpayCaller(sandbox);
}

beforeEach(() => start());
afterEach(() => sandbox.close());

const pay = (account: object, orderId = 'o1'): Promise<unknown> =>
  allinpay.withdraw(orderId, [{ ...account, withdrawAmount: literal('100') }]);

describe('an account that nobody has set up', () => {
  test.each([
    ['by code', { externalCode: 'SHOP-0001' }],
    ['by id', { accountUserId: 40213 }],
  ])('is refused %s, whole, and is not there for having been asked for', async (_how, account) => {
    for (let time = 1; time <= 2; time += 1) expect(await pay(account)).toMatchObject({ code: '#3101' });
    expect(await allinpay.ask('balanceQuery', { details: [account] })).toMatchObject({ code: '#3101' });
    expect(sandbox.ledger().effects).toEqual([]);
    await put(sandbox, 'allinpay/accounts', [account]);
    expect(await pay(account)).toMatchObject({ code: '#0' });
  });

  test('is refused by code 3 where that is what Allinpay is taken to say', async () => {
    sandbox.setSettings({ allinpay: { unknownAccountCode: 3 } });
    expect(await pay({ externalCode: 'SHOP-0001' })).toMatchObject({ code: '#3' });
  });

  test('is paid to where any account is taken to be there', async () => {
    sandbox.setSettings({ allinpay: { accounts: 'any' } });
    expect(await pay({ externalCode: 'SHOP-0001' })).toMatchObject({ code: '#0' });
  });

  test("is not the platform's, which is always there", async () => {
    expect(await pay({ isPlatform: true })).toMatchObject({ code: '#0' });
  });
});

describe('of the named accounts', () => {
  const look = async (member: string): Promise<unknown> =>
    at(await allinpay.look('o1'), `data.details.0.${member}`);

  test('every one is tried here', () => {
    expect(namedAccounts.map(({ externalCode }) => externalCode)).toEqual([
      'SHOP-FAILS',
      'SHOP-STAYS-PENDING',
      'SHOP-LATE',
      'SHOP-RETURNS',
      'SHOP-LOSES-ANSWERS',
      'SHOP-LOSES-ORDERS',
      'SHOP-UNSEEN',
      'SHOP-OTHER-AMOUNT',
      'SHOP-EMPTY',
      'SHOP-CLOSED',
    ]);
  });

  test('SHOP-FAILS fails with a reason', async () => {
    await pay({ externalCode: 'SHOP-FAILS' });
    clock.forward(2000);
    expect(await allinpay.look('o1')).toMatchObject({
      data: { details: [{ withdrawStatus: '#3', withdrawStatusDesc: '收款账户已销户' }] },
    });
  });

  test('SHOP-STAYS-PENDING is pending in a week, and settles when it is told to', async () => {
    await pay({ externalCode: 'SHOP-STAYS-PENDING' });
    clock.forward(7 * 24 * 3_600_000);
    expect(await look('withdrawStatus')).toBe('#1');
    await put(sandbox, 'allinpay/accounts', [{ externalCode: 'SHOP-STAYS-PENDING', settle: 'settled' }]);
    expect(await look('withdrawStatus')).toBe('#2');
  });

  test('SHOP-LATE settles after ten seconds', async () => {
    await pay({ externalCode: 'SHOP-LATE' });
    clock.forward(9_999);
    expect(await look('withdrawStatus')).toBe('#1');
    clock.forward(1);
    expect(await look('withdrawStatus')).toBe('#2');
  });

  test('SHOP-RETURNS settles, and at the next look has failed', async () => {
    await pay({ externalCode: 'SHOP-RETURNS' });
    clock.forward(2000);
    expect(await look('withdrawStatus')).toBe('#2');
    expect(await look('withdrawStatusDesc')).toBe('银行退回');
  });

  test('SHOP-LOSES-ANSWERS is booked and not answered for, every time', async () => {
    for (const orderId of ['o1', 'o2']) {
      await expect(pay({ externalCode: 'SHOP-LOSES-ANSWERS' }, orderId)).rejects.toThrow();
      expect(await allinpay.look(orderId)).toMatchObject({ code: '#0' });
    }
  });

  test('SHOP-LOSES-ORDERS is not booked and not answered for', async () => {
    await expect(pay({ externalCode: 'SHOP-LOSES-ORDERS' })).rejects.toThrow();
    expect(await allinpay.look('o1')).toMatchObject({ code: '#3' });
  });

  test('SHOP-UNSEEN is booked, and known to look-ups after ten seconds', async () => {
    await expect(pay({ externalCode: 'SHOP-UNSEEN' })).rejects.toThrow();
    clock.forward(9_999);
    expect(await allinpay.look('o1')).toMatchObject({ code: '#3' });
    clock.forward(1);
    expect(await look('withdrawStatus')).toBe('#2');
  });

  test('SHOP-OTHER-AMOUNT shows a yuan more, at once and later', async () => {
    const answer = await pay({ externalCode: 'SHOP-OTHER-AMOUNT' });
    expect(at(answer, 'data.details.0.withdrawAmount')).toBe('#100.5');
    expect(await look('withdrawAmount')).toBe('#100.5');
  });

  test.each([
    ['SHOP-EMPTY', '#3'],
    ['SHOP-CLOSED', '#3101'],
  ])('%s is refused', async (externalCode, code) => {
    expect(await pay({ externalCode })).toMatchObject({ code });
    expect(sandbox.ledger().effects).toEqual([]);
  });

  test('none is forgiven by taking every fault rule away, and none shows among the rules', async () => {
    expect((await put(sandbox, 'faults', [])).json).toEqual([]);
    await expect(pay({ externalCode: 'SHOP-LOSES-ORDERS' })).rejects.toThrow();
  });
});
