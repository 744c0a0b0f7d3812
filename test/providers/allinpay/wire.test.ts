import { describe, expect, test } from '@jest/globals';
import { isLosslessNumber } from 'lossless-json';
import { readBalances, readOrder, toWireSelector, type OrderLine } from '../../../providers/allinpay/wire.ts';
import { readJson } from '../../../providers/http/wireJson.ts';

const json = (text: string): unknown => readJson(text)?.json;
const linesOf = (details: string, unit: 'yuan' | 'fen' = 'yuan'): OrderLine[] | undefined =>
  readOrder(json(`{"orderId":"o-1","details":[${details}]}`), unit)?.lines;

describe('an order', () => {
  test('is read with every documented member, ids to the digit and money in yuan', () => {
    const detail =
      '{"accountUserId":72057594037927937,"accountSetNo":100001,"referenceType":13,"externalCode":"shop-1",' +
      '"withdrawTId":"T-1","withdrawAmount":9960,"fee":"50","withdrawStatus":3,"withdrawStatusDesc":"账户\\n异常"}';
    expect(readOrder(json(`{"orderId":7,"details":[${detail}]}`), 'fen')).toStrictEqual({
      orderId: '7',
      lines: [
        {
          accountUserId: '72057594037927937',
          accountSetNo: '100001',
          referenceType: '13',
          externalCode: 'shop-1',
          withdrawTId: 'T-1',
          arrived: '99.60',
          fee: '0.50',
          status: 'failed',
          statusText: '账户 异常',
        },
      ],
    });
  });

  test.each([
    ['{}', { status: 'pending' }],
    ['{"withdrawStatus":null,"withdrawAmount":null,"fee":null}', { status: 'pending' }],
    ['{"withdrawStatus":1}', { status: 'pending' }],
    ['{"withdrawStatus":"2"}', { status: 'settled' }],
    ['{"withdrawStatus":3}', { status: 'failed' }],
    ['{"withdrawStatus":1,"withdrawStatusDesc":"","externalCode":""}', { status: 'pending' }],
    ['{"withdrawTId":0}', { status: 'pending' }],
    ['{"withdrawAmount":0,"fee":0.1}', { arrived: '0.00', fee: '0.10', status: 'pending' }],
  ])('has a line %s that says no more than it says', (detail, line) => {
    expect(linesOf(detail)).toStrictEqual([line]);
  });

  test.each(['{"orderId":"o-1"}', '{"orderId":"o-1","details":null}', '{"orderId":"o-1","details":[]}'])(
    'without lines is an order all the same: %s',
    (text) => {
      expect(readOrder(json(text), 'yuan')).toStrictEqual({ orderId: 'o-1', lines: [] });
    },
  );

  test('keeps 200 characters of what is said of a status', () => {
    expect(linesOf(`{"withdrawStatusDesc":"${'x'.repeat(300)}"}`)?.[0]?.statusText).toBe('x'.repeat(200));
  });

  test.each([
    '{"withdrawStatus":4}',
    '{"withdrawStatus":0}',
    '{"withdrawStatus":"done"}',
    '{"withdrawAmount":99.601}',
    '{"withdrawAmount":-0.01}',
    '{"withdrawAmount":"much"}',
    '{"fee":-0.5}',
    '{"fee":true}',
    `{"externalCode":"${'x'.repeat(129)}"}`,
    '{"withdrawTId":1.5}',
    '{"withdrawStatusDesc":5}',
    '5',
  ])('that holds a line %s is not understood', (detail) => {
    expect(linesOf('{}')).toHaveLength(1);
    expect(linesOf(`{},${detail}`)).toBeUndefined();
  });

  test.each(['null', '[]', '{}', '{"orderId":""}', '{"orderId":"o-1","details":{}}'])('is not %s', (text) => {
    expect(readOrder(json(text), 'yuan')).toBeUndefined();
  });

  test('in the other unit is refused where a fraction of a fen shows it', () => {
    expect(linesOf('{"withdrawAmount":99.60}', 'fen')).toBeUndefined();
  });
});

describe('balances', () => {
  const line =
    '{"accountUserId":72057594037927937,"accountSetNo":"100001","referenceType":13,"externalCode":"shop-1",' +
    '"shopName":"店","accountName":"","balance":100,"frozenBalance":0.5,"availableBalance":-1.10,"withdrawBalance":"90"}';
  const expected = {
    accountUserId: '72057594037927937',
    accountSetNo: '100001',
    referenceType: '13',
    externalCode: 'shop-1',
    shopName: '店',
    balance: '100.00',
    frozenBalance: '0.50',
    availableBalance: '-1.10',
    withdrawBalance: '90.00',
  };
  const read = (text: string, unit: 'yuan' | 'fen' = 'yuan') =>
    readBalances(json(text) as { readonly data?: unknown }, unit);

  test.each([
    `{"data":[${line}]}`,
    `{"data":{"details":[${line}]}}`,
    `{"details":[${line}]}`,
    `{"data":[${line}],"details":[]}`,
    `{"data":{"details":[${line}]},"details":[]}`,
    `{"data":{"details":5},"details":[${line}]}`,
  ])('are found in %s', (text) => {
    expect(read(text)).toStrictEqual([expected]);
  });

  test('say whose they are, where the provider does', () => {
    const named = line.replace('"accountName":""', '"accountName":"张"');
    expect(read(`{"data":[${named}]}`)).toStrictEqual([{ ...expected, accountName: '张' }]);
  });

  test('are in the unit of the settings', () => {
    const inFen = line.replace('0.5,', '50,').replace('-1.10', '-110').replace('"90"', '"9000"');
    expect(read(`{"data":[${inFen.replace(':100,', ':10000,')}]}`, 'fen')).toStrictEqual([expected]);
    expect(read(`{"data":[${line}]}`, 'fen')).toBeUndefined();
  });

  test.each([
    '{}',
    '{"data":{}}',
    '{"data":[5]}',
    ...['accountUserId', 'accountSetNo', 'referenceType', 'balance', 'frozenBalance'].map(
      (name) => `{"data":[${line.replace(`"${name}"`, '"other"')}]}`,
    ),
    ...['availableBalance', 'withdrawBalance'].map(
      (name) => `{"data":[${line.replace(`"${name}"`, '"other"')}]}`,
    ),
    `{"data":[${line.replace('0.5,', '0.555,')}]}`,
    `{"data":[${line.replace('店', '店'.repeat(513))}]}`,
  ])('are not understood in %s', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('a selector on the wire', () => {
  test('is the one that was given, an id as a number of any length', () => {
    expect(toWireSelector({ externalCode: 'S' })).toStrictEqual({ externalCode: 'S' });
    expect(toWireSelector({ isPlatform: true })).toStrictEqual({ isPlatform: true });
    const { accountUserId } = toWireSelector({ accountUserId: '7205759403792793799' });
    expect(isLosslessNumber(accountUserId) && accountUserId.value).toBe('7205759403792793799');
    expect(Object.keys(toWireSelector({ accountUserId: '0' }))).toEqual(['accountUserId']);
  });

  test.each(['', '01', '-1', '1.5', '1e3', 'x', '1x', '72057594037927937990'])('is never %j', (id) => {
    expect(() => toWireSelector({ accountUserId: id })).toThrow(RangeError);
  });
});
