import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../sandbox/index.ts';
import { at, Clock, textAt } from './callers.ts';
import { goodDetail, LumpSumCaller, updateOf, type Listed } from './lumpSumCaller.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
let lumpSums: LumpSumCaller;
const clock = new Clock('2026-03-02T10:55:00+08:00');

beforeEach(async () => {
  clock.set('2026-03-02T10:55:00+08:00');
  sandbox = await startTestSandbox({ clock: clock.read, settings: { feishu: { limitFactor: 100 } } });
  lumpSums = new LumpSumCaller(sandbox);
  await lumpSums.token();
});
afterEach(() => sandbox.close());

const uniqueIds = (records: readonly Listed[]): unknown[] => records.map((record) => record['unique_id']);

/** The answer of the page behind a token. */
async function pageAt(token: string | undefined, size: number, filters: object = {}): Promise<unknown> {
  const behind = token === undefined ? '' : `&page_token=${encodeURIComponent(token)}`;
  return (await lumpSums.send(`query?page_size=${size}&user_id_type=open_id${behind}`, filters)).json;
}

test('a record shows all that the document names, and ids that no JS number can hold', async () => {
  const record = await lumpSums.created({
    remark: '备注',
    binding_period: 2,
    binding_period_decimal: '2.5',
    reference_period_start_date: '2024-08-01',
    reference_period_end_date: '2024-08-31',
  });
  expect(record).toEqual({
    id: expect.stringMatching(/^\d{19}$/),
    unique_id: 'unique-0',
    user_id: 'ou_0',
    total_amount: '2000.00',
    binding_period: 2,
    currency_id: '6863329932261459464',
    issuance_frequency: 2,
    item_id: 'item',
    remark: '备注',
    issuance_detail_text: { zh_cn: expect.any(String), en_us: expect.any(String) },
    apply_source: 5,
    return_amount_before_tax: '0.00',
    return_amount_after_tax: '0.00',
    binding_period_offboarding_type: 'default',
    create_time: '2026-03-02 10:55:00',
    modify_time: '2026-03-02 10:55:00',
    reference_period_start_date: '2024-08-01',
    reference_period_end_date: '2024-08-31',
    binding_period_decimal: '2.5',
    details: [expect.anything(), expect.anything()],
  });
  expect(record.details[1]).toEqual({
    ...goodDetail,
    id: expect.stringMatching(/^\d{19}$/),
    record_id: record.id,
    user_id: 'ou_0',
    currency_id: '6863329932261459464',
    create_time: '2026-03-02 10:55:00',
    modify_time: '2026-03-02 10:55:00',
  });
  expect(String(Number(record.id))).not.toBe(record.id);
});

describe('a creation', () => {
  test('gives growing ids, to records and to details', async () => {
    await lumpSums.create([{}, {}, {}]);
    const ids = (await lumpSums.query()).flatMap(({ id, details }) => [id, ...details.map((it) => it.id)]);
    expect(new Set(ids).size).toBe(9);
    expect((await lumpSums.query()).map(({ id }) => id).toSorted()).toEqual(
      (await lumpSums.query()).map(({ id }) => id),
    );
  });

  test('with a unique id that was used is refused, not replayed, also when its record is gone', async () => {
    const { id } = await lumpSums.created({ unique_id: 'u' });
    const again = { unique_id: 'u', code: 21270202, message: 'uqniue id conflict' };
    expect(await lumpSums.create([{ unique_id: 'u', total_amount: 'x' }, {}])).toEqual([
      { id: expect.any(String), unique_id: 'unique-1', code: 0, message: 'Success' },
      again,
    ]);
    expect(await lumpSums.remove([id])).toMatchObject([{ id, unique_id: 'u', code: 0 }]);
    expect(await lumpSums.create([{ unique_id: 'u' }])).toEqual([again]);
  });

  test('is judged as an update is, and wants the day applied for', async () => {
    const results = await lumpSums.create([
      { total_amount: '1999.99' },
      { item_id: '' },
      { details: [goodDetail, { ...goodDetail, belong_time: '' }] },
    ]);
    expect(results.map(({ code }) => code).toReversed()).toEqual([21270206, 21270222, 21270230]);
    expect(await lumpSums.query()).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['no unique id', { unique_id: undefined }, 'user_id_type=open_id'],
    ['no binding period', { binding_period: undefined }, 'user_id_type=open_id'],
    ['no user_id_type', {}, ''],
    ['an unknown user_id_type', {}, 'user_id_type=email'],
  ])('is refused as a whole with 2290001 for %s', async (_what, changes, query) => {
    const good = await lumpSums.send('batch_create?user_id_type=open_id', { records: [] });
    expect(at(good.json, 'code')).toBe(0);
    const record = { unique_id: 'u', user_id: 'ou_1', item_id: 'i', total_amount: '1', currency_id: 'c' };
    const whole = { ...record, issuance_frequency: 0, binding_period: 0, details: [], ...changes };
    const reply = await lumpSums.send(`batch_create?${query}`, { records: [whole] });
    expect([reply.status, at(reply.json, 'code')]).toEqual([400, 2290001]);
  });
});

test('what was removed is in neither query, and removed once', async () => {
  const { id } = await lumpSums.created();
  expect(await lumpSums.remove([id, '1', id])).toEqual([
    { id, code: 21270201, message: 'The bonus to be changed does not exist' },
    { id: '1', code: 21270201, message: 'The bonus to be changed does not exist' },
    { id, unique_id: 'unique-0', code: 0, message: 'Success' },
  ]);
  expect(await lumpSums.query()).toEqual([]);
  expect(await lumpSums.queryDetail()).toEqual([]);
});

describe('paging', () => {
  beforeEach(async () => {
    await lumpSums.create(Array.from({ length: 5 }, () => ({})));
  });

  test('gives a token only where there is more, and goes on where it stopped', async () => {
    const first = await pageAt(undefined, 2);
    expect(at(first, 'data.has_more')).toBe(true);
    const second = await pageAt(textAt(first, 'data.page_token'), 2);
    const third = await pageAt(textAt(second, 'data.page_token'), 2);
    expect(third).not.toHaveProperty('data.page_token');
    expect(third).toMatchObject({ data: { has_more: false, records: [{ unique_id: 'unique-4' }] } });
  });

  test('has no page more where the last one is full', async () => {
    expect(at(await pageAt(undefined, 5), 'data.has_more')).toBe(false);
  });

  test('neither repeats nor skips while records come and go', async () => {
    const before = await lumpSums.query();
    const first = await pageAt(undefined, 2);
    await lumpSums.remove([before[0]!.id, before[1]!.id, before[3]!.id]);
    await lumpSums.create([{ unique_id: 'late' }]);
    const rest = await pageAt(textAt(first, 'data.page_token'), 9);
    expect(rest).toMatchObject({
      data: {
        has_more: false,
        records: [{ unique_id: 'unique-2' }, { unique_id: 'unique-4' }, { unique_id: 'late' }],
      },
    });
  });

  test('goes through the records that were asked for by id', async () => {
    const ids = (await lumpSums.query()).map(({ id }) => id).toReversed();
    const first = await pageAt(undefined, 3, { ids });
    const second = await pageAt(textAt(first, 'data.page_token'), 3, { ids });
    expect(second).toMatchObject({ data: { records: [{ id: ids[1] }, { id: ids[0] }] } });
  });

  test('refuses a token that it has not given, or not for these filters', async () => {
    const token = textAt(await pageAt(undefined, 2), 'data.page_token');
    expect(at(await pageAt('bm9uZQ==', 2), 'code')).toBe(2290001);
    expect(at(await pageAt(token.slice(4), 2), 'code')).toBe(2290001);
    expect(at(await pageAt(token, 2, { item_ids: ['item'] }), 'code')).toBe(2290001);
    expect(at(await pageAt(token, 3), 'code')).toBe(0);
  });

  test.each([
    'user_id_type=open_id',
    'page_size=0&user_id_type=open_id',
    'page_size=501&user_id_type=open_id',
    'page_size=ten&user_id_type=open_id',
    'page_size=10',
    'page_size=10&user_id_type=nickname',
  ])('refuses ?%s with 2290001', async (query) => {
    const reply = await lumpSums.send(`query?${query}`, {});
    expect([reply.status, at(reply.json, 'code')]).toEqual([400, 2290001]);
  });

  test('of details goes record by record', async () => {
    const details = await lumpSums.queryDetail({}, 'page_size=3&user_id_type=open_id');
    const [first, second] = await lumpSums.query();
    expect(details).toEqual([...first!.details, second!.details[0]]);
  });
});

describe('filters', () => {
  beforeEach(async () => {
    await lumpSums.create([{ unique_id: 'a' }]);
    clock.forward(1000);
    await lumpSums.create([{ unique_id: 'b', user_id: 'ou_b', item_id: 'item-b' }]);
  });

  test('by ids, unique ids, employees and items; all that are given must hold, an empty list is none', async () => {
    const [a, b] = await lumpSums.query();
    const found = async (filters: object): Promise<unknown[]> => uniqueIds(await lumpSums.query(filters));
    expect(await found({ ids: [b!.id, '1', b!.id] })).toEqual(['b']);
    expect(await found({ unique_ids: ['a', 'none'] })).toEqual(['a']);
    expect(await found({ user_ids: ['ou_b'] })).toEqual(['b']);
    expect(await found({ item_ids: ['item', 'item-b'] })).toEqual(['a', 'b']);
    expect(await found({ ids: [a!.id], unique_ids: ['b'] })).toEqual([]);
    expect(await found({ ids: [a!.id, b!.id], item_ids: ['item-b'] })).toEqual(['b']);
    expect(await found({ ids: [], user_ids: [] })).toEqual(['a', 'b']);
  });

  test('by times in UTC+8, ends included', async () => {
    const found = async (filters: object): Promise<unknown[]> => uniqueIds(await lumpSums.query(filters));
    expect(await found({ create_time_gte: '2026-03-02 10:55:01' })).toEqual(['b']);
    expect(await found({ create_time_lte: '2026-03-02 10:55:00' })).toEqual(['a']);
    clock.forward(60_000);
    const [a] = await lumpSums.query();
    await lumpSums.update([updateOf(a!)]);
    expect(await found({ modify_time_gte: '2026-03-02 10:56:01' })).toEqual(['a']);
    expect(await found({ modify_time_lte: '2026-03-02 10:56:00' })).toEqual(['b']);
  });

  test('by what is known of employees; who nothing is known of does not match', async () => {
    await lumpSums.elsewhere('employees/pc_b', {
      companyId: 'c',
      serviceCompanyId: 's',
      departmentId: 'd',
      jobFamilyId: 'f',
      jobLevelId: 'l',
      workLocationId: 'w',
      employeeTypeId: 't',
      onboardDate: '2023-04-01',
      offboardDate: '2025-04-01',
    });
    const matching = [
      { company_ids: ['c'] },
      { service_company_ids: ['s', 'x'] },
      { department_ids: ['d'] },
      { job_family_ids: ['f'] },
      { job_level_ids: ['l'] },
      { work_location_ids: ['w'] },
      { employee_type_ids: ['t'] },
      { onboard_date_gte: '2023-04-01', onboard_date_lte: '2023-04-01' },
      { offboard_date_gte: '2025-01-01' },
    ];
    for (const filters of matching) {
      expect([filters, uniqueIds(await lumpSums.query(filters))]).toEqual([filters, ['b']]);
    }
    expect(await lumpSums.query({ job_level_ids: ['m'] })).toEqual([]);
    expect(await lumpSums.query({ onboard_date_gte: '2023-04-02' })).toEqual([]);
  });

  test('by details, where details are asked for', async () => {
    const [a] = await lumpSums.query();
    await lumpSums.update([
      updateOf(a!, {
        details: a!.details.map((it, at) => ({ ...it, issuance_way: ['with_cash', 'with_salary'][at] })),
      }),
    ]);
    const found = async (filters: object): Promise<unknown[]> =>
      (await lumpSums.queryDetail(filters)).map(({ id }) => id);
    const [one, two] = a!.details;
    expect(await found({ issuance_ways: ['with_cash'] })).toEqual([one!.id]);
    expect(await found({ record_ids: [a!.id] })).toEqual([one!.id, two!.id]);
    expect(await found({ record_unique_ids: ['a'], ids: [two!.id] })).toEqual([two!.id]);
    expect(await found({ issuance_statuses: ['not_issued'] })).toEqual([]);
    expect(await found({ record_ids: [a!.id], issuance_date_lte: '2024-08-19' })).toEqual([]);
    expect(await found({ record_ids: [a!.id], issuance_date_gte: '2024-08-20' })).toHaveLength(2);
  });

  test.each([
    { create_time_gte: '2026-03-02T10:55:01Z' },
    { modify_time_lte: '2026-03-02' },
    { onboard_date_gte: '2026-02-30' },
    { ids: 'one' },
    { ids: Array.from({ length: 501 }, String) },
  ])('refuse the whole call with 2290001 where one is malformed: %j', async (filters) => {
    const reply = await lumpSums.send('query?page_size=1&user_id_type=open_id', filters);
    expect([reply.status, at(reply.json, 'code'), at(reply.json, 'msg')]).toEqual([
      400,
      2290001,
      'param is invalid',
    ]);
  });
});

describe('what a reader gets to see', () => {
  test('user_id_type changes the form of user_id, and of nothing else', async () => {
    await lumpSums.create([{ user_id: 'ann' }], 'user_id');
    const forms = ['user_id', 'open_id', 'union_id', 'people_corehr_id'].map(async (type) => {
      const [record] = await lumpSums.query({}, `page_size=1&user_id_type=${type}`);
      return [record!['user_id'], record!.details[0]!['user_id'], record!['unique_id']];
    });
    expect(await Promise.all(forms)).toEqual([
      ['ann', 'ann', 'unique-0'],
      ['ou_ann', 'ou_ann', 'unique-0'],
      ['on_ann', 'on_ann', 'unique-0'],
      ['pc_ann', 'pc_ann', 'unique-0'],
    ]);
    expect(await lumpSums.query({ user_ids: ['ann'] })).toEqual([]);
    expect(await lumpSums.query({ user_ids: ['ou_ann'] })).toHaveLength(1);
  });

  test('members without their permission are absent', async () => {
    const { id } = await lumpSums.created();
    sandbox.setSettings({
      feishu: {
        lumpSum: {
          permissions: {
            returnAmountBeforeTax: false,
            returnAmountAfterTax: false,
            bindingPeriodOffboardingType: false,
            belongTime: false,
            userId: false,
          },
        },
      },
    });
    const [record] = await lumpSums.query({}, 'page_size=1&user_id_type=user_id');
    for (const member of ['return_amount_before_tax', 'return_amount_after_tax', 'user_id'] as const) {
      expect(record).not.toHaveProperty(member);
    }
    expect(record).not.toHaveProperty('binding_period_offboarding_type');
    expect(record!.details[0]).not.toHaveProperty('belong_time');
    expect(record!.details[0]).not.toHaveProperty('user_id');
    expect(await lumpSums.read(id)).toHaveProperty('user_id', 'ou_0');
  });

  test('nothing shows that a detail is paid; the side door does', async () => {
    const record = await lumpSums.created();
    await lumpSums.elsewhere(`records/${record.id}/details/${record.details[0]!.id}`, { paid: true });
    expect(await lumpSums.read(record.id)).toEqual(record);
    expect(await lumpSums.whole(record.id)).toMatchObject({ details: [{ paid: true }, { paid: false }] });
  });

  test('what somebody else changed shows, with a later modify_time', async () => {
    const record = await lumpSums.created({ remark: 'mine' });
    const detailId = record.details[1]!.id;
    await lumpSums.elsewhere(`records/${record.id}`, {
      values: { remark: '', return_amount_after_tax: '1.00', issuance_frequency: '7' },
    });
    await lumpSums.elsewhere(`records/${record.id}/details/${detailId}`, {
      values: { issuance_amount: '5' },
    });
    const after = await lumpSums.read(record.id);
    expect(after).toMatchObject({
      return_amount_after_tax: '1.00',
      issuance_frequency: 7,
      modify_time: '2026-03-02 10:55:02',
      details: [record.details[0], { issuance_amount: '5', modify_time: '2026-03-02 10:55:02' }],
    });
    expect(after).not.toHaveProperty('remark');
  });

  test('with a read lag everything shows as it was a while ago', async () => {
    sandbox.setSettings({ feishu: { lumpSum: { readLagMs: 3000 } } });
    await lumpSums.create([{ remark: 'first' }]);
    expect(await lumpSums.query()).toEqual([]);
    clock.forward(3000);
    const [record] = await lumpSums.query();
    await lumpSums.update([updateOf(record!, { remark: 'second' })]);
    clock.forward(1000);
    await lumpSums.remove([record!.id]);
    const remarkAfter = async (ms: number): Promise<unknown> => {
      clock.forward(ms);
      return (await lumpSums.query())[0]?.['remark'];
    };
    expect(await remarkAfter(1999)).toBe('first');
    expect(await remarkAfter(1)).toBe('second');
    expect(await remarkAfter(999)).toBe('second');
    expect(await remarkAfter(1)).toBe(undefined);
  });
});
