import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox, SettingsInput } from '../../sandbox/index.ts';
import { AllinpayCaller, literal } from './allinpayCaller.ts';
import { at, call, put } from './callers.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
let allinpay: AllinpayCaller;

async function start(settings: SettingsInput['allinpay'] = {}): Promise<void> {
  sandbox = await startTestSandbox({ settings: { allinpay: settings } });
  allinpay = new AllinpayCaller(sandbox);
}

beforeEach(() => start());
afterEach(() => sandbox.close());

async function restart(settings: SettingsInput['allinpay']): Promise<void> {
  await sandbox.close();
  await start(settings);
}

const detail = (amount: string, account: object = { accountUserId: 100 }): object => ({
  ...account,
  withdrawAmount: literal(amount),
});
const codeOf = (answer: unknown): unknown => at(answer, 'code');

describe('the envelope', () => {
  test('is signed, in the documented order, and echoes the request', async () => {
    const fields = allinpay.sign(allinpay.fields('withdrawResultQuery', { orderId: 'o1' }));
    const reply = await allinpay.post(fields);
    expect(allinpay.isSigned(reply)).toBe(true);
    expect([...reply.text.matchAll(/[{,]"(\w+)":/g)].map((match) => match[1])).toEqual([
      'appId',
      'bizContent',
      'charset',
      'format',
      'method',
      'timestamp',
      'version',
      'reqSeq',
      'respSeq',
      'sign',
    ]);
    expect(reply.json).toMatchObject({
      appId: 'sandbox',
      method: 'allinpay.shopoint.fundService.withdrawResultQuery',
      version: '1.0',
      reqSeq: fields['reqSeq'],
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    });
  });

  test.each(['plain', 'aes-128-cbc', 'sm4-ecb', 'sm4-cbc'] as const)(
    'opens and closes with %s too',
    async (cipher) => {
      await restart({ cipher });
      expect(sandbox.env['ALLINPAY_CIPHER']).toBe(cipher);
      expect(codeOf(await allinpay.withdraw('o1', [detail('100')]))).toBe('#0');
    },
  );

  test('carries the documented token member where that is wanted, and is signed with it', async () => {
    await restart({ envelopeToken: true });
    const reply = await allinpay.post(
      allinpay.sign(allinpay.fields('withdrawResultQuery', { orderId: 'o1' })),
    );
    expect(at(reply.json, 'token')).toMatch(/=$/);
    expect(allinpay.isSigned(reply)).toBe(true);
  });

  test.each([
    ['changed after signing', { version: '1.1' }],
    ['signed by nobody', { sign: '' }],
    ['signed with nonsense', { sign: 'AAAA' }],
    ['of another app id', { appId: 'other' }],
    ['with one more field', { extra: '1' }],
  ])('%s, is not believed and nothing is booked', async (_what, change) => {
    const fields = allinpay.sign(allinpay.fields('withdraw', { orderId: 'o1', details: [detail('100')] }));
    const reply = await allinpay.post({ ...fields, ...change });
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({ code: 3999, msg: '验签失败' });
    sandbox.setSettings({ allinpay: { badRequestSignature: 'http400' } });
    expect((await allinpay.post({ ...fields, ...change })).status).toBe(400);
    expect(sandbox.ledger().effects).toEqual([]);
  });

  test.each([
    ['charset', 'GBK'],
    ['format', 'XML'],
    ['version', '2.0'],
    ['timestamp', '2026-03-02T10:55:00Z'],
    ['timestamp', '2026-13-02 10:55:00'],
    ['reqSeq', ''],
    ['signType', 'RSA'],
    ['method', 'allinpay.shopoint.fundService.payOut'],
  ])('with %s %j is refused by name, signed', async (field, value) => {
    const fields = {
      ...allinpay.fields('withdraw', { orderId: 'o1', details: [detail('100')] }),
      [field]: value,
    };
    const reply = await allinpay.post(allinpay.sign(fields));
    expect(allinpay.isSigned(reply)).toBe(true);
    expect(allinpay.open(reply)).toMatchObject({ code: '#1001', msg: expect.stringContaining(field) });
  });

  test('with a bizContent that does not decrypt is refused', async () => {
    const fields = {
      ...allinpay.fields('withdraw', {}),
      bizContent: Buffer.from('plain text').toString('base64'),
    };
    const reply = await allinpay.post(allinpay.sign(fields));
    expect(allinpay.open(reply)).toMatchObject({ code: '#3999' });
  });

  test('is a form, posted, with each field once', async () => {
    const url = sandbox.env['ALLINPAY_GATEWAY_URL'] ?? '';
    const fields = allinpay.sign(allinpay.fields('withdraw', { orderId: 'o1', details: [detail('100')] }));
    expect((await call(`${url}?${new URLSearchParams(fields).toString()}`)).status).toBe(405);
    expect((await call(url, { method: 'POST', body: JSON.stringify(fields) })).status).toBe(400);
    const twice = new URLSearchParams([...Object.entries(fields), ['version', '1.0']]);
    expect((await call(url, { method: 'POST', body: twice })).status).toBe(400);
    expect(sandbox.ledger().effects).toEqual([]);
  });
});

describe('withdraw', () => {
  test('books every detail, one effect each, and answers that they are under way', async () => {
    const answer = await allinpay.withdraw('o1', [
      detail('100'),
      detail('100.10', { externalCode: 'abc123' }),
      detail('0.51', { isPlatform: true }),
    ]);
    expect(answer).toMatchObject({ code: '#0', data: { orderId: 'o1' } });
    expect(at(answer, 'data.details')).toMatchObject([
      {
        accountUserId: '#100',
        externalCode: 'S100',
        referenceType: '#49',
        withdrawAmount: '#99.5',
        fee: '#0.5',
      },
      { externalCode: 'abc123', withdrawAmount: '#99.6', withdrawTId: '#72057594037927938' },
      { referenceType: '#11', withdrawAmount: '#0.01', withdrawStatus: '#1', withdrawStatusDesc: '提现中' },
    ]);
    expect(sandbox.ledger().effects).toMatchObject([
      { kind: 'allinpay.withdrawal', orderId: 'o1', account: '100', amount: '100.00' },
      { kind: 'allinpay.withdrawal', orderId: 'o1', account: 'abc123', amount: '100.10' },
      { kind: 'allinpay.withdrawal', orderId: 'o1', account: 'platform', amount: '0.51' },
    ]);
    expect(sandbox.ledger().totals.allinpay).toMatchObject({
      bookings: 3,
      asked: '200.61',
      pending: '200.61',
    });
  });

  test.each([
    ['no orderId', { details: [detail('1')] }],
    ['a number for orderId', { orderId: 5, details: [detail('1')] }],
    ['61 characters of orderId', { orderId: 'x'.repeat(61), details: [detail('1')] }],
    ['no details', { orderId: 'o1' }],
    ['empty details', { orderId: 'o1', details: [] }],
    ['a detail without account', { orderId: 'o1', details: [detail('1', {})] }],
    ['isPlatform false alone', { orderId: 'o1', details: [detail('1', { isPlatform: false })] }],
    ['text for accountUserId', { orderId: 'o1', details: [detail('1', { accountUserId: '100' })] }],
    [
      '12 digits of accountUserId',
      { orderId: 'o1', details: [detail('1', { accountUserId: 123456789012 })] },
    ],
    [
      '31 characters of externalCode',
      { orderId: 'o1', details: [detail('1', { externalCode: 'x'.repeat(31) })] },
    ],
    ['51 characters of summary', { orderId: 'o1', details: [detail('1')], summary: '摘'.repeat(51) }],
    ['text for an amount', { orderId: 'o1', details: [{ accountUserId: 100, withdrawAmount: '1.00' }] }],
    ['no amount', { orderId: 'o1', details: [{ accountUserId: 100 }] }],
  ])('with %s is 1001', async (_what, business) => {
    expect(codeOf(await allinpay.ask('withdraw', business))).toBe('#1001');
    expect(sandbox.ledger().effects).toEqual([]);
  });

  test.each(['0', '0.00', '-1', '1.001', '1e2', '1234567890123.45'])('of %s yuan is 2001', async (amount) => {
    expect(codeOf(await allinpay.withdraw('o1', [detail('5'), detail(amount)]))).toBe('#2001');
    expect(sandbox.ledger().effects).toEqual([]);
  });

  test.each(['0', '100.0', '0.5', '123456789012345'])('of %s fen is 2001', async (amount) => {
    await restart({ amountUnit: 'fen' });
    expect(codeOf(await allinpay.withdraw('o1', [detail(amount)]))).toBe('#2001');
  });

  test('in fen books and answers fen, and the ledger stays in yuan', async () => {
    await restart({ amountUnit: 'fen' });
    const answer = await allinpay.withdraw('o1', [detail('10010')]);
    expect(at(answer, 'data.details.0')).toMatchObject({ withdrawAmount: '#9960', fee: '#50' });
    expect(sandbox.ledger().effects).toMatchObject([{ amount: '100.10' }]);
  });

  test('of two selectors follows the documented precedence', async () => {
    await allinpay.withdraw('o1', [
      detail('1', { accountUserId: 7, externalCode: 'abc', isPlatform: true }),
      detail('1', { externalCode: 'abc', isPlatform: true }),
    ]);
    expect(sandbox.ledger().effects.map((effect) => effect.account)).toEqual(['7', 'abc']);
  });

  test('to an account that does not exist or is closed is 3101, whole order', async () => {
    await put(sandbox, 'allinpay/accounts', [
      { accountUserId: 7, exists: false },
      { externalCode: 'shut', closed: true },
    ]);
    expect(codeOf(await allinpay.withdraw('o1', [detail('1'), detail('1', { accountUserId: 7 })]))).toBe(
      '#3101',
    );
    expect(codeOf(await allinpay.withdraw('o2', [detail('1', { externalCode: 'shut' })]))).toBe('#3101');
    expect(sandbox.ledger().effects).toEqual([]);
  });

  test('of more than there is, over all details of one account, is 3', async () => {
    await put(sandbox, 'allinpay/accounts', [{ accountUserId: 7, externalCode: 'seven', balance: '10.00' }]);
    const twice = [detail('6', { accountUserId: 7 }), detail('6', { externalCode: 'seven' })];
    expect(await allinpay.withdraw('o1', twice)).toMatchObject({ code: '#3', msg: '余额不足' });
    expect(codeOf(await allinpay.withdraw('o2', [detail('10', { accountUserId: 7 })]))).toBe('#0');
    expect(codeOf(await allinpay.withdraw('o3', [detail('1', { accountUserId: 7 })]))).toBe('#3');
  });

  test('of no more than its fee is refused', async () => {
    expect(codeOf(await allinpay.withdraw('o1', [detail('0.50')]))).toBe('#3');
  });

  test('takes the fee beside the amount where that is wanted', async () => {
    await restart({ feeOnTop: true });
    await put(sandbox, 'allinpay/accounts', [{ accountUserId: 100, balance: '10.49' }]);
    expect(codeOf(await allinpay.withdraw('o1', [detail('10')]))).toBe('#3');
    await put(sandbox, 'allinpay/accounts', [{ accountUserId: 100, balance: '10.50' }]);
    expect(at(await allinpay.withdraw('o2', [detail('10')]), 'data.details.0.withdrawAmount')).toBe('#10');
  });
});

describe('an order id sent twice', () => {
  test('is paid twice, and the ledger and the look-up show it', async () => {
    await allinpay.withdraw('o1', [detail('100')]);
    expect(codeOf(await allinpay.withdraw('o1', [detail('100')]))).toBe('#0');
    expect(sandbox.ledger('o1').effects).toHaveLength(2);
    expect(sandbox.ledger().totals.allinpay.asked).toBe('200.00');
    expect(at(await allinpay.look('o1'), 'data.details')).toHaveLength(2);
  });

  test('is refused with 3, or answered as the first time, where that is wanted', async () => {
    sandbox.setSettings({ allinpay: { duplicateOrder: 'reject' } });
    const first = await allinpay.withdraw('o1', [detail('100')]);
    expect(codeOf(await allinpay.withdraw('o1', [detail('100')]))).toBe('#3');
    sandbox.setSettings({ allinpay: { duplicateOrder: 'replay' } });
    expect(await allinpay.withdraw('o1', [detail('100')])).toEqual(first);
    expect(sandbox.ledger('o1').effects).toHaveLength(1);
  });
});

describe('balanceQuery', () => {
  test('answers all documented members, what is under way frozen', async () => {
    await put(sandbox, 'allinpay/accounts', [{ accountUserId: 100, balance: '1000.50' }]);
    await allinpay.withdraw('o1', [detail('100.25')]);
    const answer = await allinpay.ask('balanceQuery', {
      details: [{ accountUserId: 100 }, { isPlatform: true }],
    });
    expect(at(answer, 'data')).toMatchObject([
      {
        accountUserId: '#100',
        accountSetNo: '#100001',
        referenceType: '#49',
        referenceId: null,
        externalCode: 'S100',
        balance: '#1000.5',
        frozenBalance: '#100.25',
        availableBalance: '#900.25',
        withdrawBalance: '#900.25',
      },
      { referenceType: '#11', referenceId: '#1001' },
    ]);
  });

  test('answers under details where that is wanted', async () => {
    await restart({ balanceShape: 'details' });
    const answer = await allinpay.ask('balanceQuery', { details: [{ externalCode: 'abc' }] });
    expect(at(answer, 'details')).toMatchObject([{ externalCode: 'abc' }]);
    expect(answer).not.toHaveProperty('data');
  });

  test('refuses no details, no selector and unknown accounts', async () => {
    await put(sandbox, 'allinpay/accounts', [{ accountUserId: 7, exists: false }]);
    const ask = async (details: unknown): Promise<unknown> =>
      codeOf(await allinpay.ask('balanceQuery', { details }));
    expect([await ask([]), await ask([{}]), await ask([{ accountUserId: 7 }])]).toEqual([
      '#1001',
      '#1001',
      '#3101',
    ]);
  });
});

test('a look-up of an order that nobody booked is 3', async () => {
  expect(await allinpay.look('nobody')).toMatchObject({ code: '#3', msg: '订单不存在' });
});

test('answers can leave the external code out and turn the order of details round', async () => {
  sandbox.setSettings({ allinpay: { answerBy: 'accountUserId', detailOrder: 'reversed' } });
  await allinpay.withdraw('o1', [detail('1', { externalCode: 'abc' }), detail('2', { accountUserId: 2 })]);
  const details = at(await allinpay.look('o1'), 'data.details');
  expect(at(details, '0.accountUserId')).toBe('#2');
  expect(at(details, '1')).not.toHaveProperty('externalCode');
});
