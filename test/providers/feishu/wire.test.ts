import { describe, expect, test } from '@jest/globals';
import {
  feishuEnvelope,
  readMismatches,
  readWithdrawal,
  tokenAnswer,
} from '../../../providers/feishu/wire.ts';
import { readJson } from '../../../providers/http/wireJson.ts';

const json = (text: string): unknown => readJson(text)?.json;
const withdrawn = (details: string, more = '"trans_time":"1683634459543"') =>
  readWithdrawal(json(`{"external_order_id":"order-1",${more},"withdrawal_details":${details}}`));

describe('a withdrawal', () => {
  test('is read to the digit, lines of nothing left out', () => {
    const cash =
      '[{"currency_type":"CNY","amount":90071992547409.93},{"currency_type":"USD","amount":"0"},{"currency_type":"EUR","amount":"0.1"}]';
    expect(withdrawn(`{"point_bonus":"7","cash_bonus":${cash}}`)).toStrictEqual({
      externalOrderId: 'order-1',
      transTime: '1683634459543',
      withdrawnAt: '2023-05-09T12:14:19.543Z',
      points: 7,
      cash: [
        { currency: 'CNY', amount: '90071992547409.93' },
        { currency: 'EUR', amount: '0.10' },
      ],
      unknownMembers: [],
      namesNoAmount: false,
    });
  });

  test.each(['null', '{}', '{"point_bonus":null,"cash_bonus":null}'])(
    'that names no amount has the details %s',
    (details) => {
      expect(withdrawn(details)).toMatchObject({
        points: 0,
        cash: [],
        unknownMembers: [],
        namesNoAmount: true,
      });
    },
  );

  test('that has no details names no amount', () => {
    const data = json('{"external_order_id":"order-1","trans_time":"1683634459543"}');
    expect(readWithdrawal(data)).toMatchObject({ points: 0, cash: [], namesNoAmount: true });
  });

  test.each([
    '{"point_bonus":0}',
    '{"cash_bonus":[]}',
    '{"cash_bonus":[{"currency_type":"CNY","amount":0}]}',
  ])('of nothing names it: %s', (details) => {
    expect(withdrawn(details)).toMatchObject({
      points: 0,
      cash: [],
      unknownMembers: [],
      namesNoAmount: false,
    });
  });

  test('shows what no document names, beside what is understood too', () => {
    const line = '{"currency_type":"CNY","amount":0,"toString":1}';
    const details = `{"point_bonus":7,"gift_bonus":500,"later":null,"cash_bonus":[${line},${line}],"more":{"a":[1.50]}}`;
    expect(withdrawn(details)).toMatchObject({
      points: 7,
      cash: [],
      unknownMembers: [
        { name: 'gift_bonus', value: '500' },
        { name: 'later', value: 'null' },
        { name: 'more', value: '{"a":[1.50]}' },
        { name: 'cash_bonus[0].toString', value: '1' },
        { name: 'cash_bonus[1].toString', value: '1' },
      ],
    });
  });

  test.each(['cny', 'voucher', '人民币', 'CN', 'EURO'])(
    'counts no line in %s as cash, and shows it where it holds something',
    (currency) => {
      const line = (amount: number) => `{"currency_type":"${currency}","amount":${amount}}`;
      expect(withdrawn(`{"cash_bonus":[${line(0)},${line(5.5)}]}`)).toMatchObject({
        cash: [],
        unknownMembers: [{ name: 'cash_bonus[1]', value: `"5.50 ${currency}"` }],
      });
    },
  );

  test('shows twenty members at most, the last saying how many more there are', () => {
    const many = Array.from(
      { length: 30 },
      (_, at) => `"${String(at).padStart(70, 'x')}":"${'y'.repeat(300)}"`,
    );
    const members = withdrawn(`{${many.join(',')}}`)?.unknownMembers;
    expect(members).toHaveLength(20);
    expect(members?.at(-1)).toEqual({ name: '…', value: '11 more' });
    expect(members?.[0]?.name).toHaveLength(60);
    expect(members?.[0]?.value).toHaveLength(200);
  });

  test('cuts between characters and mends what is half of one', () => {
    const members = withdrawn(
      String.raw`{"${'𝕏'.repeat(70)}":"${'𝕏'.repeat(300)}","\ud83d":1,"half":"\ud83d"}`,
    )?.unknownMembers;
    expect(members).toEqual([
      { name: '𝕏'.repeat(60), value: `"${'𝕏'.repeat(199)}` },
      { name: '�', value: '1' },
      { name: 'half', value: '"�"' },
    ]);
  });

  test.each([
    '5',
    '[]',
    '{"__proto__":{}}',
    '{"point_bonus":0.5}',
    '{"point_bonus":-1}',
    '{"cash_bonus":[5]}',
    '{"cash_bonus":{}}',
    '{"cash_bonus":[{"amount":1}]}',
    '{"cash_bonus":[{"currency_type":"","amount":1}]}',
    `{"cash_bonus":[{"currency_type":"${'C'.repeat(17)}","amount":1}]}`,
    '{"cash_bonus":[{"currency_type":"CNY","amount":0.001}]}',
    '{"cash_bonus":[{"currency_type":"CNY","amount":-1}]}',
  ])('with the details %s is not understood', (details) => {
    expect(withdrawn(details)).toBeUndefined();
  });

  test.each([
    'yesterday',
    '-1',
    '',
    '1x',
    '1683634459',
    '1683634459543000',
    '253402300800000',
    '946684799999',
    '7258118400000',
  ])('at the time %j is not understood', (time) => {
    expect(withdrawn('{}', `"trans_time":"${time}"`)).toBeUndefined();
  });

  test('of no order, or without a time, is not understood', () => {
    expect(readWithdrawal(json('{"trans_time":"1"}'))).toBeUndefined();
    expect(readWithdrawal(json('{"external_order_id":"order-1"}'))).toBeUndefined();
    expect(readWithdrawal(null)).toBeUndefined();
    expect(readWithdrawal(json('{"external_order_id":"order-1","trans_time":946684800000}'))).toMatchObject({
      transTime: '946684800000',
      withdrawnAt: '2000-01-01T00:00:00.000Z',
      points: 0,
    });
  });
});

describe('a reconciliation', () => {
  test('lists the accounts that do not match, a figure left out being none', () => {
    const list =
      '[{"account_id":"a","total_withdraw_reward_info":{"point_bonus":90},"total_recharge_reward_info":{"point_bonus":"100"}},' +
      '{"account_id":"b","total_recharge_reward_info":{}},{"account_id":"c","total_withdraw_reward_info":null}]';
    expect(readMismatches(json(`{"check_failed_list":${list}}`))).toStrictEqual([
      { accountId: 'a', withdrawPoints: 90, rechargePoints: 100 },
      { accountId: 'b', withdrawPoints: null, rechargePoints: null },
      { accountId: 'c', withdrawPoints: null, rechargePoints: null },
    ]);
  });

  test.each(['{}', '{"check_failed_list":null}', '{"check_failed_list":[]}'])('without any: %s', (text) => {
    expect(readMismatches(json(text))).toEqual([]);
  });

  test.each([
    'null',
    '5',
    '{"check_failed_list":"none"}',
    '{"check_failed_list":[{}]}',
    '{"check_failed_list":[{"account_id":""}]}',
    '{"check_failed_list":[{"account_id":"a","total_withdraw_reward_info":5}]}',
    '{"check_failed_list":[{"account_id":"a","total_withdraw_reward_info":{"point_bonus":-1}}]}',
  ])('%s is not understood', (text) => {
    expect(readMismatches(json(text))).toBeUndefined();
  });
});

describe('an envelope', () => {
  test('is read by its code; what decorates it cannot hide it', () => {
    expect(
      feishuEnvelope.parse(json('{"code":0,"msg":"ok","data":{"a":"b"},"error":{"log_id":"l"}}')),
    ).toEqual({
      code: '0',
      msg: 'ok',
      data: { a: 'b' },
      error: { log_id: 'l' },
    });
    for (const text of ['{"code":7,"msg":5,"error":5}', '{"code":7,"error":{"log_id":5}}', '{"code":7}']) {
      const { code, msg, error } = feishuEnvelope.parse(json(text));
      expect([code, msg, error?.log_id]).toEqual(['7', undefined, undefined]);
    }
    for (const text of ['{}', '{"code":"0"}', '{"code":0.5}', '0']) {
      expect(feishuEnvelope.safeParse(json(text)).success).toBe(false);
    }
  });

  test('of a token holds the token and its seconds', () => {
    expect(tokenAnswer.parse(json('{"code":0,"tenant_access_token":"t","expire":7200}'))).toMatchObject({
      tenant_access_token: 't',
      expire: 7200,
    });
    for (const text of [
      '{}',
      '{"tenant_access_token":"","expire":1}',
      '{"tenant_access_token":"t","expire":-1}',
    ]) {
      expect(tokenAnswer.safeParse(json(text)).success).toBe(false);
    }
  });
});
