import { describe, expect, test } from '@jest/globals';
import {
  feishuEnvelope,
  readMismatches,
  readWithdrawal,
  tokenAnswer,
} from '../../../providers/feishu/wire.ts';
import { readJson } from '../../../providers/wireJson.ts';

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
    });
  });

  test.each(['null', '{}', '{"point_bonus":null,"cash_bonus":null}', '{"cash_bonus":[]}'])(
    'of nothing has the details %s',
    (details) => {
      expect(withdrawn(details)).toMatchObject({ points: 0, cash: [], unknownMembers: [] });
    },
  );

  test('names what no document names, each once, twenty of at most sixty characters', () => {
    const line = '{"currency_type":"CNY","amount":0,"toString":1}';
    expect(withdrawn(`{"cash":{},"bonus_type":2,"cash_bonus":[${line},${line}]}`)).toMatchObject({
      unknownMembers: ['cash', 'bonus_type', 'cash_bonus.toString'],
    });
    const many = Array.from({ length: 30 }, (_, at) => `"${String(at).padStart(70, 'x')}":1`).join(',');
    const names = withdrawn(`{${many}}`)?.unknownMembers;
    expect(names).toHaveLength(20);
    expect(names?.[0]).toHaveLength(60);
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

  test.each(['yesterday', '-1', '', '1234567890123456', '1x'])('at the time %j is not understood', (time) => {
    expect(withdrawn('{}', `"trans_time":"${time}"`)).toBeUndefined();
  });

  test('of no order, or without a time, is not understood', () => {
    expect(readWithdrawal(json('{"trans_time":"1"}'))).toBeUndefined();
    expect(readWithdrawal(json('{"external_order_id":"order-1"}'))).toBeUndefined();
    expect(readWithdrawal(null)).toBeUndefined();
    expect(readWithdrawal(json('{"external_order_id":"order-1","trans_time":1}'))).toMatchObject({
      transTime: '1',
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
