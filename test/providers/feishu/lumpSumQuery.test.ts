import { afterEach, describe, expect, test } from '@jest/globals';
import type { FeishuLumpSumFilters } from '../../../providers/feishu/lumpSum.ts';
import { sendJson } from '../stubServer.ts';
import { code, feishu, ok, stopFeishu } from './feishu.fixture.ts';
import { record, wireRecord } from './lumpSum.fixture.ts';

afterEach(stopFeishu);

const query = { filters: {}, pageSize: 500, userIdType: 'open_id' } as const;

describe('lumpSumQuery', () => {
  test('reads every documented member', async () => {
    const { client } = await feishu([ok({ has_more: true, page_token: 'next', records: [wireRecord] })]);
    expect(await client.lumpSumQuery(query)).toEqual({
      ok: true,
      logId: 'log-1',
      value: { records: [record], hasMore: true, pageToken: 'next' },
    });
  });

  test('sends every documented filter, page and kind of user id', async () => {
    const { client, calls } = await feishu([ok({ records: [] })]);
    const filters: Required<FeishuLumpSumFilters> = {
      ids: ['1'],
      uniqueIds: ['2'],
      userIds: ['3'],
      itemIds: ['4'],
      createTimeGte: '5',
      createTimeLte: '6',
      modifyTimeGte: '7',
      modifyTimeLte: '8',
      companyIds: ['9'],
      serviceCompanyIds: ['10'],
      departmentIds: ['11'],
      jobFamilyIds: ['12'],
      jobLevelIds: ['13'],
      workLocationIds: ['14'],
      employeeTypeIds: ['15'],
      onboardDateGte: '16',
      onboardDateLte: '17',
      offboardDateGte: '18',
      offboardDateLte: '19',
    };
    await client.lumpSumQuery({
      filters,
      pageSize: 10,
      pageToken: 'a&b=+c==',
      userIdType: 'people_corehr_id',
    });
    const url = new URL(calls[0]!.path, 'http://feishu');
    expect(url.pathname).toBe('/open-apis/compensation/v1/lump_sum_payment/query');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      page_size: '10',
      user_id_type: 'people_corehr_id',
      page_token: 'a&b=+c==',
    });
    expect(JSON.parse(calls[0]!.body)).toEqual({
      ids: ['1'],
      unique_ids: ['2'],
      user_ids: ['3'],
      item_ids: ['4'],
      create_time_gte: '5',
      create_time_lte: '6',
      modify_time_gte: '7',
      modify_time_lte: '8',
      company_ids: ['9'],
      service_company_ids: ['10'],
      department_ids: ['11'],
      job_family_ids: ['12'],
      job_level_ids: ['13'],
      work_location_ids: ['14'],
      employee_type_ids: ['15'],
      onboard_date_gte: '16',
      onboard_date_lte: '17',
      offboard_date_gte: '18',
      offboard_date_lte: '19',
    });
  });

  test('without filters or a page token sends neither', async () => {
    const { client, calls } = await feishu([ok({})]);
    const strange = { ...query, filters: { ids: ['1'], notAFilter: 'x' } };
    await client.lumpSumQuery(strange);
    expect(calls[0]!.path).toBe(
      '/open-apis/compensation/v1/lump_sum_payment/query?page_size=500&user_id_type=open_id',
    );
    expect(calls[0]!.body).toBe('{"ids":["1"]}');
  });

  test('leaves out what is null, as it leaves out what is absent', async () => {
    const nulls = Object.fromEntries(Object.keys(wireRecord).map((name) => [name, null]));
    const { client } = await feishu([
      ok({ page_token: null, records: [{ ...nulls, id: '1' }, { id: '2' }] }),
    ]);
    const result = await client.lumpSumQuery(query);
    expect(result.ok && JSON.stringify(result.value)).toBe(
      '{"records":[{"id":"1","details":[]},{"id":"2","details":[]}],"hasMore":false}',
    );
  });

  test('keeps ids of any length and amounts to the digit, whether they come as text or as numbers', async () => {
    const { client } = await feishu([
      ok(
        `{"records":[{"id":7397033607132351532,"total_amount":2000.10,"binding_period":"3","return_amount_after_tax":"2,000","return_amount_before_tax":1.5e3,"details":[{"id":18446744073709551615,"issuance_amount":90071992547409.93}]}]}`,
      ),
    ]);
    expect(await client.lumpSumQuery(query)).toMatchObject({
      value: {
        records: [
          {
            id: '7397033607132351532',
            totalAmount: '2000.10',
            bindingPeriod: 3,
            returnAmountAfterTax: '2,000',
            returnAmountBeforeTax: '1500',
            details: [{ id: '18446744073709551615', issuanceAmount: '90071992547409.93' }],
          },
        ],
      },
    });
  });

  test.each(['{}', '{"records":null}', '{"records":[],"has_more":false,"page_token":""}'])(
    'takes %s for an empty last page',
    async (data) => {
      const { client } = await feishu([ok(data)]);
      expect(await client.lumpSumQuery(query)).toMatchObject({
        ok: true,
        value: { records: [], hasMore: false },
      });
    },
  );

  test('does not mind a token on the last page, and does not hand it on', async () => {
    const { client } = await feishu([ok({ has_more: false, page_token: 'same', records: [] })]);
    expect(await client.lumpSumQuery({ ...query, pageToken: 'same' })).toEqual({
      ok: true,
      logId: 'log-1',
      value: { records: [], hasMore: false },
    });
  });

  test.each([
    ['no data', 'null', 'page cannot be understood'],
    ['a list for data', '[]', 'page cannot be understood'],
    ['a record without an id', '{"records":[{"remark":"x"}]}', 'page cannot be understood'],
    ['a record with an empty id', '{"records":[{"id":""}]}', 'page cannot be understood'],
    ['a detail without an id', '{"records":[{"id":"1","details":[{}]}]}', 'page cannot be understood'],
    ['half a frequency', '{"records":[{"id":"1","issuance_frequency":0.5}]}', 'page cannot be understood'],
    ['an endless amount', '{"records":[{"id":"1","total_amount":1e999}]}', 'page cannot be understood'],
    ['has_more as text', '{"records":[],"has_more":"true"}', 'page cannot be understood'],
    ['a record twice', '{"records":[{"id":"1"},{"id":1}]}', 'a record twice on one page'],
    [
      'a detail twice',
      '{"records":[{"id":"1","details":[{"id":"2"},{"id":"2"}]}]}',
      'a detail twice in one record',
    ],
    [
      'more pages without a token',
      '{"records":[{"id":"1"}],"has_more":true}',
      'more pages and no page_token',
    ],
    ['more pages without records or a token', '{"has_more":true}', 'more pages and no page_token'],
    [
      'the token it was asked with',
      '{"records":[{"id":"1"}],"has_more":true,"page_token":"same"}',
      'the page_token that was asked with again',
    ],
  ])('believes no page with %s', async (_what, data, problem) => {
    const { client } = await feishu([ok(data)]);
    expect(await client.lumpSumQuery({ ...query, pageToken: 'same' })).toMatchObject({
      ok: false,
      failure: {
        type: 'ProtocolViolation',
        outcome: 'none',
        retryable: true,
        logId: 'log-1',
        message: `feishu lumpSumQuery: ${problem}, code 0`,
      },
    });
  });

  test('takes a page of 500 records with the longest remarks, every character escaped', async () => {
    const records = Array.from({ length: 500 }, (_, index) => ({ ...wireRecord, id: `record-${index}` }));
    const text = JSON.stringify({ records }).replaceAll(
      JSON.stringify(wireRecord.remark),
      `"${'\\u5956'.repeat(3_000)}"`,
    );
    expect(text.length).toBeGreaterThan(9_000_000);
    const { client } = await feishu([ok(text)]);
    const page = await client.lumpSumQuery(query);
    expect(page.ok && page.value.records.map(({ remark }) => remark)).toEqual(
      Array(500).fill('奖'.repeat(3_000)),
    );
  });

  test('gives a larger answer up, with its log id', async () => {
    const { client } = await feishu(
      [
        (response) => {
          sendJson(response, 'x'.repeat(2_000), { headers: { 'x-tt-logid': 'log-2' } });
        },
      ],
      { maxResponseBytes: 1_000 },
    );
    expect(await client.lumpSumQuery(query)).toMatchObject({
      failure: { type: 'ProviderUnavailable', outcome: 'none', logId: 'log-2' },
    });
  });

  test.each([
    [2290001, 400, 'PayoutRejected', false],
    [2290002, 500, 'ProviderUnavailable', true],
    [4711, 400, 'ProviderUnavailable', true],
  ])('refused by %i changed nothing', async (value, status, type, retryable) => {
    const { client } = await feishu([code(value, status)]);
    expect(await client.lumpSumQuery(query)).toMatchObject({
      failure: { type, outcome: 'none', retryable, code: String(value), logId: 'log-e', httpStatus: status },
    });
  });
});
