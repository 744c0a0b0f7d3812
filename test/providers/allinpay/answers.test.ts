import { describe, expect, test } from '@jest/globals';
import { judgeBalances, judgeLookUp, judgeWithdraw } from '../../../providers/allinpay/answers.ts';
import type { OpenedAnswer } from '../../../providers/allinpay/envelope.ts';
import { readJson } from '../../../providers/http/wireJson.ts';

const answer = (inner: string) => ({ kind: 'answer', status: 200, headers: {}, text: inner }) as const;
const open = (text: string): OpenedAnswer => ({
  ok: true,
  inner: readJson(text)?.json,
  echoesRequest: true,
});
const lost = { kind: 'lost', reason: 'ECONNRESET', headers: {} } as const;
const order = { orderId: 'o-1', unit: 'fen' } as const;

describe('withdraw', () => {
  const judge = (inner: string) => judgeWithdraw(answer(inner), open, order);

  test('answered by code 0 and the order is that order, in yuan', () => {
    expect(judge('{"code":0,"data":{"orderId":"o-1","details":[{"withdrawAmount":100}]}}')).toEqual({
      ok: true,
      value: { orderId: 'o-1', lines: [{ arrived: '1.00', status: 'pending' }] },
    });
  });

  test.each([
    ['{"code":0}', 'details of the order cannot be understood'],
    ['{"code":0,"data":{"orderId":"o-2"}}', 'another order'],
  ])('answered by %s may have been processed', (inner, what) => {
    expect(judge(inner)).toMatchObject({
      failure: {
        type: 'ProtocolViolation',
        outcome: 'unknown',
        retryable: false,
        provider: 'allinpay',
        api: 'withdraw',
        code: '0',
        message: expect.stringContaining(what),
      },
    });
  });

  test('whose answer is lost may have been processed', () => {
    expect(judgeWithdraw(lost, open, order)).toMatchObject({
      failure: { type: 'OutcomeUnknown', api: 'withdraw' },
    });
  });
});

describe('a look-up', () => {
  const judge = (inner: string, notKnownCodes: readonly string[] = ['3']) =>
    judgeLookUp(answer(inner), open, { ...order, notKnownCodes });

  test('finds the order', () => {
    expect(judge('{"code":0,"data":{"orderId":"o-1","details":[]}}')).toEqual({
      ok: true,
      value: { known: true, orderId: 'o-1', lines: [] },
    });
  });

  test('knows no order by the codes of the settings, and by no other', () => {
    expect(judge('{"code":3,"msg":"no\\n such order"}')).toEqual({
      ok: true,
      value: { known: false, code: '3', message: 'no such order' },
    });
    expect(judge('{"code":3101}', ['3', '3101'])).toMatchObject({
      value: { known: false, code: '3101', message: '' },
    });
    expect(judge('{"code":3101}')).toMatchObject({ ok: false, failure: { code: '3101', outcome: 'none' } });
    expect(judge(`{"code":3,"msg":"${'x'.repeat(300)}"}`)).toMatchObject({
      value: { message: 'x'.repeat(200) },
    });
  });

  test.each(['{"code":0}', '{"code":0,"data":{"orderId":"o-2"}}', '{"code":3,"data":{"orderId":"o-2"}}'])(
    'answered by %s says nothing',
    (inner) => {
      expect(judge(inner)).toMatchObject({
        failure: {
          type: 'ProtocolViolation',
          outcome: 'none',
          retryable: true,
          api: 'withdrawResultQuery',
        },
      });
    },
  );

  test('of an order that cannot be read says so', () => {
    expect(judge('{"code":0}')).toMatchObject({
      failure: { code: '0', message: expect.stringContaining('details of the order cannot be understood') },
    });
  });
});

describe('balances', () => {
  test('are read in their unit', () => {
    const line =
      '{"accountUserId":1,"accountSetNo":2,"referenceType":13,"balance":1,"frozenBalance":0,"availableBalance":1,"withdrawBalance":1}';
    expect(judgeBalances(answer(`{"code":0,"details":[${line}]}`), open, 'fen')).toMatchObject({
      ok: true,
      value: [{ accountUserId: '1', balance: '0.01' }],
    });
  });

  test('that cannot be read, or were not answered, changed nothing', () => {
    expect(judgeBalances(answer('{"code":0}'), open, 'yuan')).toMatchObject({
      failure: {
        type: 'ProtocolViolation',
        outcome: 'none',
        api: 'balanceQuery',
        code: '0',
        message: expect.stringContaining('balances cannot be understood'),
      },
    });
    expect(judgeBalances(lost, open, 'yuan')).toMatchObject({
      failure: { type: 'ProviderUnavailable', outcome: 'none', api: 'balanceQuery' },
    });
  });
});
