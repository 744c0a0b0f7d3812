import { afterEach, describe, expect, test } from '@jest/globals';
import { createAllinpayClient, type AllinpayClientOptions } from '../../../providers/allinpay/client.ts';
import { closedPort, sendJson } from '../stubServer.ts';
import { answering, settings, startGateway, type Gateway } from './gateway.fixture.ts';

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

async function gateway(answer: Gateway | string, changes: Partial<AllinpayClientOptions> = {}) {
  const server = await startGateway(typeof answer === 'string' ? answering(answer) : answer, changes);
  started.push(server);
  return server;
}

const payout = { orderId: 'o-1', details: [{ account: { accountUserId: '100' }, amount: '100.10' }] };
const lines = (details: string): string => `{"code":0,"data":{"orderId":"o-1","details":[${details}]}}`;

describe('withdraw', () => {
  test('sends amounts and ids digit by digit, sealed and signed', async () => {
    const { client, calls } = await gateway(lines(''), { clock: () => Date.parse('2026-03-01T17:06:36Z') });
    await client.withdraw({
      orderId: 'o-1',
      details: [
        { account: { accountUserId: '72057594037927937' }, amount: '100.10' },
        { account: { externalCode: 'shop-1' }, amount: '5' },
        { account: { isPlatform: true }, amount: '0.01' },
      ],
      summary: '货款',
    });
    expect(calls[0]!.content).toBe(
      '{"orderId":"o-1","details":[{"accountUserId":72057594037927937,"withdrawAmount":100.10},' +
        '{"externalCode":"shop-1","withdrawAmount":5.00},{"isPlatform":true,"withdrawAmount":0.01}],"summary":"货款"}',
    );
    expect(calls[0]).toMatchObject({
      verified: true,
      fields: {
        method: 'allinpay.shopoint.fundService.withdraw',
        timestamp: '2026-03-02 01:06:36',
        version: '1.0',
      },
    });
  });

  test('sends and reads fen as whole numbers', async () => {
    const { client, calls } = await gateway(lines('{"accountUserId":100,"withdrawAmount":9960,"fee":50}'), {
      amountUnit: 'fen',
    });
    expect(await client.withdraw(payout)).toMatchObject({
      value: { lines: [{ arrived: '99.60', fee: '0.50' }] },
    });
    expect(calls[0]!.content).toContain('"withdrawAmount":10010');
  });

  test('reads every documented member of a detail', async () => {
    const { client } = await gateway(
      lines(
        '{"accountUserId":100,"accountSetNo":100001,"referenceType":13,"referenceId":5,"externalCode":"shop-1",' +
          '"shopName":"店","withdrawTId":72057594037927937,"withdrawAmount":99.6,"fee":0.5,"withdrawStatus":3,' +
          '"withdrawStatusDesc":"账户\\n异常"}',
      ),
    );
    expect(await client.withdraw(payout)).toEqual({
      ok: true,
      value: {
        orderId: 'o-1',
        lines: [
          {
            accountUserId: '100',
            accountSetNo: '100001',
            referenceType: '13',
            externalCode: 'shop-1',
            withdrawTId: '72057594037927937',
            arrived: '99.60',
            fee: '0.50',
            status: 'failed',
            statusText: '账户 异常',
          },
        ],
      },
    });
  });

  test.each([
    ['{}', { status: 'pending' }],
    ['{"withdrawStatus":null}', { status: 'pending' }],
    ['{"withdrawStatus":1}', { status: 'pending' }],
    ['{"withdrawStatus":"1","withdrawStatusDesc":""}', { status: 'pending' }],
    ['{"withdrawStatus":2}', { status: 'settled' }],
    ['{"withdrawStatus":3}', { status: 'failed' }],
    ['{"externalCode":"","withdrawTId":null,"accountUserId":"7"}', { accountUserId: '7', status: 'pending' }],
  ])('reads the detail %s', async (detail, expected) => {
    const { client } = await gateway(lines(detail));
    expect(await client.withdraw(payout)).toEqual({ ok: true, value: { orderId: 'o-1', lines: [expected] } });
  });

  test.each(['{"code":0,"data":{"orderId":"o-1"}}', '{"code":"0","data":{"orderId":"o-1","details":null}}'])(
    'takes no details for an empty list: %s',
    async (inner) => {
      const { client } = await gateway(inner);
      expect(await client.withdraw(payout)).toEqual({ ok: true, value: { orderId: 'o-1', lines: [] } });
    },
  );

  test.each([
    ['no data', '{"code":0}'],
    ['no order id', '{"code":0,"data":{"details":[]}}'],
    ['another order id', '{"code":0,"data":{"orderId":"o-2","details":[]}}'],
    ['a refusal of another order', '{"code":1001,"data":{"orderId":"o-2"}}'],
    ['a status that nobody documented', lines('{"withdrawStatus":4}')],
    ['a status that is no number', lines('{"withdrawStatus":"done"}')],
    ['an amount finer than a fen', lines('{"withdrawAmount":99.601}')],
    ['a negative amount', lines('{"withdrawAmount":-1}')],
    ['a negative fee', lines('{"fee":-0.5}')],
    ['details that are no list', '{"code":0,"data":{"orderId":"o-1","details":{}}}'],
  ])('answered by %s may have been processed, and is not to be repeated', async (_what, inner) => {
    const { client } = await gateway(inner);
    expect(await client.withdraw(payout)).toMatchObject({
      failure: { type: 'ProtocolViolation', outcome: 'unknown', retryable: false },
    });
  });

  test('takes fractions of a fen for a sign that the unit is set wrongly', async () => {
    const { client } = await gateway(lines('{"withdrawAmount":99.60}'), { amountUnit: 'fen' });
    expect(await client.withdraw(payout)).toMatchObject({
      failure: { type: 'ProtocolViolation', outcome: 'unknown', retryable: false },
    });
  });

  test('believes the catch-all code 3 as a refusal that can be told from the others', async () => {
    const { client } = await gateway('{"code":3,"msg":"余额不足"}');
    expect(await client.withdraw(payout)).toMatchObject({
      failure: { type: 'PayoutRejected', outcome: 'none', code: '3', providerMessage: '余额不足' },
    });
  });

  test.each(['3', '1001', '3101', '3103', '302'])(
    'refused by %s without our order id and without our request number may have been processed',
    async (code) => {
      for (const reqSeq of [undefined, null]) {
        const { client } = await gateway(answering(`{"code":${code},"msg":"no"}`, { reqSeq }));
        expect(await client.withdraw(payout)).toMatchObject({
          failure: { type: 'ProtocolViolation', outcome: 'unknown', retryable: false, code },
        });
      }
    },
  );

  test('refused for our order is believed without our request number', async () => {
    const inner = '{"code":1001,"data":{"orderId":"o-1"}}';
    const { client } = await gateway(answering(inner, { reqSeq: undefined }));
    expect(await client.withdraw(payout)).toMatchObject({
      failure: { type: 'PayoutRejected', code: '1001' },
    });
  });

  test.each([
    ['an answer to another request', answering(lines(''), { reqSeq: '1' })],
    ['an answer of another method', answering(lines(''), { method: 'other' })],
    [
      'an unsigned refusal',
      (_answer, response) => {
        sendJson(response, '{"code":3,"msg":"no"}');
      },
    ],
    [
      'an HTML page',
      (_answer, response) => {
        response.end('<html></html>');
      },
    ],
    [
      'nothing',
      (_answer, response) => {
        response.end();
      },
    ],
  ] as [string, Gateway][])('answered by %s is a protocol violation', async (_what, answer) => {
    const { client } = await gateway(answer);
    expect(await client.withdraw(payout)).toMatchObject({
      failure: { type: 'ProtocolViolation', outcome: 'unknown', retryable: false },
    });
  });

  test.each([
    [
      'a redirect',
      (answer, response) => {
        response.writeHead(302, { location: '/' }).end(answer(lines('')));
      },
    ],
    [
      'an HTTP error',
      (_answer, response) => {
        response.writeHead(502).end('<html></html>');
      },
    ],
    [
      'a reset connection',
      (_answer, response) => {
        response.socket?.destroy();
      },
    ],
    ['code 500', answering('{"code":500,"msg":"unknown"}')],
    [
      'more than is read',
      (_answer, response) => {
        response.end('x'.repeat(2_000_000));
      },
    ],
  ] as [string, Gateway][])(
    'answered by %s has an unknown outcome, and is sent once',
    async (_what, answer) => {
      const { client, calls } = await gateway(answer);
      expect(await client.withdraw(payout)).toMatchObject({
        failure: { type: 'OutcomeUnknown', outcome: 'unknown', retryable: false },
      });
      expect(calls).toHaveLength(1);
    },
  );

  test('believes a verified envelope, whatever the label or the HTTP error around it', async () => {
    const { client } = await gateway((answer, response) => {
      response.writeHead(500, { 'content-type': 'text/html' }).end(answer(lines('')));
    });
    expect(await client.withdraw(payout)).toMatchObject({ ok: true });
  });

  test('that is not answered in time, or cancelled under way, has an unknown outcome', async () => {
    const controller = new AbortController();
    const silent = await gateway(() => undefined, { timeoutMs: 200 });
    const unknown = { failure: { type: 'OutcomeUnknown', outcome: 'unknown', retryable: false } };
    expect(await silent.client.withdraw(payout)).toMatchObject(unknown);
    const cancelled = await gateway(() => {
      controller.abort();
    });
    expect(await cancelled.client.withdraw(payout, { signal: controller.signal })).toMatchObject(unknown);
    await expect(cancelled.client.withdraw(payout, { signal: controller.signal })).rejects.toThrow();
    expect(cancelled.calls).toHaveLength(1);
  });

  test('to nobody is not sent', async () => {
    const client = createAllinpayClient({ ...settings, gatewayUrl: await closedPort() });
    expect(await client.withdraw(payout)).toMatchObject({ failure: { type: 'NotSent', outcome: 'none' } });
  });

  test('of what the caller should have refused throws before it sends', async () => {
    const { client, calls } = await gateway(lines(''));
    const details = (account: { accountUserId: string }, amount: string) => ({
      orderId: 'o',
      details: [{ account, amount }],
    });
    await expect(client.withdraw(details({ accountUserId: '1' }, '0.001'))).rejects.toThrow(RangeError);
    await expect(client.withdraw(details({ accountUserId: '01' }, '1'))).rejects.toThrow(RangeError);
    expect(calls).toEqual([]);
  });
});

describe('withdrawResultQuery', () => {
  test('finds a known order', async () => {
    const { client, calls } = await gateway(
      lines('{"externalCode":"shop-1","withdrawStatus":2,"withdrawAmount":1}'),
    );
    expect(await client.withdrawResultQuery('o-1')).toEqual({
      ok: true,
      value: {
        known: true,
        orderId: 'o-1',
        lines: [{ externalCode: 'shop-1', arrived: '1.00', status: 'settled' }],
      },
    });
    expect(calls[0]!.content).toBe('{"orderId":"o-1"}');
  });

  test('says that an order is not known by code 3 and by the codes of the settings', async () => {
    const { client } = await gateway('{"code":3,"msg":"订单不存在"}');
    const notKnown = { ok: true, value: { known: false, code: '3', message: '订单不存在' } };
    expect(await client.withdrawResultQuery('o-1')).toEqual(notKnown);
    const other = await gateway('{"code":3101}', { orderNotFoundCodes: ['3101'] });
    expect(await other.client.withdrawResultQuery('o-1')).toMatchObject({
      value: { known: false, code: '3101', message: '' },
    });
  });

  test('does not believe that an order is not known without our order id and our request number', async () => {
    const { client } = await gateway(answering('{"code":3,"msg":"none"}', { reqSeq: undefined }));
    expect(await client.withdrawResultQuery('o-1')).toMatchObject({
      failure: { type: 'ProtocolViolation', outcome: 'none', retryable: true },
    });
    const named = '{"code":3,"data":{"orderId":"o-1"}}';
    const echoing = await gateway(answering(named, { reqSeq: undefined }));
    expect(await echoing.client.withdrawResultQuery('o-1')).toMatchObject({ value: { known: false } });
  });

  test.each([
    ['{"code":302}', 'RateLimited'],
    ['{"code":3103}', 'PermissionDenied'],
    ['{"code":500}', 'ProviderUnavailable'],
    ['{"code":1001}', 'ProviderUnavailable'],
    ['{"code":3,"data":{"orderId":"o-2"}}', 'ProtocolViolation'],
    ['{"code":0,"data":{"orderId":"o-2"}}', 'ProtocolViolation'],
    ['{"code":0}', 'ProtocolViolation'],
  ])('answered by %s says nothing of the order: %s', async (inner, type) => {
    const { client } = await gateway(inner);
    expect(await client.withdrawResultQuery('o-1')).toMatchObject({ failure: { type, outcome: 'none' } });
  });
});

describe('balanceQuery', () => {
  const line =
    '{"accountUserId":72057594037927937,"accountSetNo":100001,"referenceType":13,"externalCode":"shop-1","shopName":"店",' +
    '"accountName":null,"balance":100,"frozenBalance":0.5,"availableBalance":-1.10,"withdrawBalance":"90.00"}';
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

  test.each([
    `{"code":0,"data":[${line}]}`,
    `{"code":0,"data":{"details":[${line}]}}`,
    `{"code":0,"details":[${line}]}`,
  ])('reads %s', async (inner) => {
    const { client, calls } = await gateway(inner);
    const selectors = [{ accountUserId: '100' }, { externalCode: 'abc123' }, { isPlatform: true }] as const;
    expect(await client.balanceQuery(selectors)).toEqual({ ok: true, value: [expected] });
    expect(calls[0]!.content).toBe(
      '{"details":[{"accountUserId":100},{"externalCode":"abc123"},{"isPlatform":true}]}',
    );
  });

  test.each([
    ['{"code":0}', 'ProtocolViolation'],
    ['{"code":0,"data":[{"accountUserId":1,"withdrawBalance":1}]}', 'ProtocolViolation'],
    [`{"code":0,"data":[${line.replace('0.5,', '0.555,')}]}`, 'ProtocolViolation'],
    [`{"code":0,"data":[${line.replace('"frozenBalance":0.5,', '')}]}`, 'ProtocolViolation'],
    ['{"code":3101}', 'PayoutRejected'],
    ['{"code":500}', 'ProviderUnavailable'],
  ])('answered by %s is %s', async (inner, type) => {
    const { client } = await gateway(inner);
    expect(await client.balanceQuery([{ isPlatform: true }])).toMatchObject({
      failure: { type, outcome: 'none' },
    });
  });
});

describe('the settings', () => {
  test.each([
    [{ signType: 'SM2' }, 'ALLINPAY_PRIVATE_KEY\\) is an RSA key, .* Also, publicKey'],
    [{ sm2Id: '1' }, 'ALLINPAY_SM2_ID\\) must be left out with RSA2'],
    [{ sm2Signature: 'raw' }, 'ALLINPAY_SM2_SIGNATURE\\) must be left out with RSA2'],
    [{ gatewayUrl: 'gateway' }, 'ALLINPAY_GATEWAY_URL'],
    [{ privateKey: 'x' }, 'ALLINPAY_PRIVATE_KEY'],
    [{ publicKey: 'x' }, 'ALLINPAY_PUBLIC_KEY'],
    [{ cipher: 'aes-128-cbc' }, 'ALLINPAY_CIPHER_KEY'],
    [{ orderNotFoundCodes: ['0'] }, 'ALLINPAY_ORDER_NOT_FOUND_CODES'],
    [{ orderNotFoundCodes: ['3101', '302'] }, 'ALLINPAY_ORDER_NOT_FOUND_CODES'],
    [{ orderNotFoundCodes: ['500'] }, 'ALLINPAY_ORDER_NOT_FOUND_CODES'],
    [{ orderNotFoundCodes: ['none'] }, 'ALLINPAY_ORDER_NOT_FOUND_CODES'],
    [{ maxResponseBytes: 0 }, 'maxResponseBytes'],
  ] as [Partial<AllinpayClientOptions>, string][])('%j are refused by name', (changes, message) => {
    expect(() => createAllinpayClient({ ...settings, ...changes })).toThrow(new RegExp(message));
  });
});
