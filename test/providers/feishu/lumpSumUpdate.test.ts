import { afterEach, describe, expect, test } from '@jest/globals';
import type { FeishuLumpSumUpdate } from '../../../providers/feishu/lumpSum.ts';
import { sendJson } from '../stubServer.ts';
import { appSecret, code, feishu, ok, stopFeishu } from './feishu.fixture.ts';

afterEach(stopFeishu);

const update: Required<FeishuLumpSumUpdate> = {
  id: '7397033607132351532',
  totalAmount: '2000.10',
  currencyId: '6863329932261459464',
  issuanceFrequency: 2,
  bindingPeriod: 12,
  bindingPeriodDecimal: '12.5',
  remark: '更正',
  referencePeriodStartDate: '2024-07-01',
  referencePeriodEndDate: '2024-07-31',
  operationSource: 'durable-payouts',
  details: [
    {
      id: '7395133551102200876',
      issuanceAmount: '1000.05',
      issuanceStatus: 'to_be_issued',
      issuanceWay: 'with_cash',
      issuanceTime: '2024-08-20',
      belongTime: '2024-08-10',
      issuanceCountryRegionId: '6862995757234914824',
      issuancePayGroupId: '6862995757234914825',
      detailReferencePeriodStartDate: '2024-07-01',
      detailReferencePeriodEndDate: '2024-07-15',
    },
    { issuanceAmount: '1000.05' },
  ],
};
const UNKNOWN = { outcome: 'unknown', retryable: false } as const;

describe('lumpSumUpdate', () => {
  test('sends every documented member, and nothing else', async () => {
    const { client, calls } = await feishu([ok({ operate_results: [] })]);
    const withOurs = { ...update, expectedModifyTime: 'ours alone', remark: '更正' };
    await client.lumpSumUpdate([withOurs]);
    expect(calls[0]!.path).toBe('/open-apis/compensation/v1/lump_sum_payment/batch_update');
    expect(JSON.parse(calls[0]!.body)).toEqual({
      records: [
        {
          id: '7397033607132351532',
          total_amount: '2000.10',
          currency_id: '6863329932261459464',
          issuance_frequency: 2,
          binding_period: 12,
          binding_period_decimal: '12.5',
          remark: '更正',
          reference_period_start_date: '2024-07-01',
          reference_period_end_date: '2024-07-31',
          operation_source: 'durable-payouts',
          details: [
            {
              id: '7395133551102200876',
              issuance_amount: '1000.05',
              issuance_status: 'to_be_issued',
              issuance_way: 'with_cash',
              issuance_time: '2024-08-20',
              belong_time: '2024-08-10',
              issuance_country_region_id: '6862995757234914824',
              issuance_pay_group_id: '6862995757234914825',
              detail_reference_period_start_date: '2024-07-01',
              detail_reference_period_end_date: '2024-07-15',
            },
            { issuance_amount: '1000.05' },
          ],
        },
      ],
    });
  });

  test('reads what became of each record: success of the call says nothing of them', async () => {
    const { client } = await feishu([
      ok({
        operate_results: [
          { id: '1', unique_id: 'u', code: 0, message: 'success' },
          { id: '2', code: 21270220, message: null },
          { id: '3', unique_id: '', code: '21270206', message: 5 },
        ],
      }),
    ]);
    expect(await client.lumpSumUpdate([update])).toEqual({
      ok: true,
      logId: 'log-1',
      value: [
        { id: '1', uniqueId: 'u', code: '0', message: 'success' },
        { id: '2', code: '21270220' },
        { id: '3', code: '21270206' },
      ],
    });
  });

  test.each(['{"code":21270201}', '{"id":null,"code":21270201}', '{"id":"","code":21270201}'])(
    'keeps the item %s, whose record is not named',
    async (item) => {
      const { client } = await feishu([ok(`{"operate_results":[${item}]}`)]);
      expect(await client.lumpSumUpdate([update])).toMatchObject({ value: [{ code: '21270201' }] });
    },
  );

  test('keeps ids that come as numbers to the digit', async () => {
    const { client } = await feishu([
      ok('{"operate_results":[{"id":7397033607132351532,"unique_id":18446744073709551615,"code":0}]}'),
    ]);
    expect(await client.lumpSumUpdate([update])).toMatchObject({
      value: [{ id: '7397033607132351532', uniqueId: '18446744073709551615' }],
    });
  });

  test('cuts a message of an item to 200 printable characters, with no token or secret in it', async () => {
    const { client } = await feishu([
      (response, request) => {
        const said = `\u0007a\n\u200bb ${appSecret} ${request.headers.authorization ?? ''} ${'长'.repeat(300)}`;
        sendJson(response, { code: 0, data: { operate_results: [{ id: '1', code: 1, message: said }] } });
      },
    ]);
    const result = await client.lumpSumUpdate([update]);
    const message = result.ok ? (result.value[0]?.message ?? '') : '';
    expect(message).toMatch(/^a b \[secret\] Bearer \[secret\] 长+$/);
    expect(message).toHaveLength(200);
  });

  test.each([
    'null',
    '{}',
    '{"operate_results":null}',
    '{"operate_results":{}}',
    '{"operate_results":[{"id":"1"}]}',
    '{"operate_results":[{"id":"1","code":0.5}]}',
    '{"operate_results":["ok"]}',
  ])('answered with data %s may have been processed, and is not repeatable', async (data) => {
    const { client } = await feishu([ok(data)]);
    expect(await client.lumpSumUpdate([update])).toMatchObject({
      ok: false,
      failure: { type: 'ProtocolViolation', ...UNKNOWN, logId: 'log-1' },
    });
  });

  test('refused as a whole changed nothing', async () => {
    const { client } = await feishu([code(2290001)]);
    expect(await client.lumpSumUpdate([update])).toMatchObject({
      failure: { type: 'PayoutRejected', outcome: 'none', retryable: false, code: '2290001', logId: 'log-e' },
    });
  });

  test.each([
    [2290002, 500],
    [4711, 400],
  ])('answered by %i may have been processed', async (value, status) => {
    const { client, calls } = await feishu([code(value, status)]);
    expect(await client.lumpSumUpdate([update])).toMatchObject({
      failure: { type: 'OutcomeUnknown', ...UNKNOWN, code: String(value), logId: 'log-e' },
    });
    expect(calls).toHaveLength(1);
  });

  test('whose answer does not come, or comes in half, may have been processed, and is sent once', async () => {
    for (const lose of [
      () => undefined,
      (response: Parameters<typeof sendJson>[0]) => {
        response.writeHead(200, { 'content-length': '100', 'content-type': 'application/json' });
        response.write('{"code":0', () => response.socket?.destroy());
      },
    ]) {
      const { client, calls } = await feishu([lose], { timeoutMs: 300 });
      expect(await client.lumpSumUpdate([update])).toMatchObject({
        failure: { type: 'OutcomeUnknown', ...UNKNOWN },
      });
      expect(calls).toHaveLength(1);
    }
  });

  test('answered at the length of 500 long items is read, and at more than 4 MiB given up as unknown', async () => {
    const item = { id: '7397033607132351532', code: 0, message: '完'.repeat(2_000) };
    const items = (count: number) => ok({ operate_results: Array.from({ length: count }, () => item) });
    const { client } = await feishu([items(500), items(1_000)]);
    expect(await client.lumpSumUpdate([update])).toMatchObject({ ok: true });
    expect(await client.lumpSumUpdate([update])).toMatchObject({
      failure: {
        type: 'OutcomeUnknown',
        ...UNKNOWN,
        message: expect.stringContaining('larger than 4194304 bytes'),
      },
    });
  });

  test('is repeated once, with a fresh token, when the answer blames the token: it was not processed', async () => {
    const { client, calls } = await feishu([code(99991663), ok({ operate_results: [] })]);
    expect(await client.lumpSumUpdate([update])).toMatchObject({ ok: true });
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(calls[0]!.body).toBe(calls[1]!.body);
  });
});
