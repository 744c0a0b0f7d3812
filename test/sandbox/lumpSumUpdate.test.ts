import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../sandbox/index.ts';
import { at, Clock } from './callers.ts';
import { goodDetail, LumpSumCaller, updateOf, withFirst, type Listed } from './lumpSumCaller.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
let lumpSums: LumpSumCaller;
let record: Listed;
const clock = new Clock('2026-03-02T10:55:00+08:00');

beforeEach(async () => {
  clock.set('2026-03-02T10:55:00+08:00');
  sandbox = await startTestSandbox({ clock: clock.read, settings: { feishu: { limitFactor: 100 } } });
  lumpSums = new LumpSumCaller(sandbox);
  await lumpSums.token();
  record = await lumpSums.created({
    remark: 'as it was',
    reference_period_start_date: '2024-01-01',
    reference_period_end_date: '2024-12-31',
  });
});
afterEach(() => sandbox.close());

const period = { reference_period_start_date: '2024-01-01', reference_period_end_date: '2024-12-31' };

/** The code that comes of an update with these members changed. */
async function codeOf(changes: object): Promise<number | undefined> {
  return (await lumpSums.update([updateOf(record, { ...period, ...changes })]))[0]?.code;
}
const codeOfDetail = (changes: object): Promise<number | undefined> =>
  codeOf({ details: withFirst(record, changes) });

describe('what an item is refused for', () => {
  test.each<[number, string, object]>([
    [21270203, 'a total that is no decimal', { total_amount: '2,000.00' }],
    [21270203, 'a total in exponents', { total_amount: '2e3' }],
    [21270203, 'an empty total', { total_amount: '' }],
    [21270205, 'a total with too many decimals', { total_amount: '2000.000' }],
    [21270206, 'a total that the details do not make', { total_amount: '2000.01' }],
    [21270207, 'a frequency that is not the number of details', { issuance_frequency: 3 }],
    [21270208, 'a frequency of zero', { issuance_frequency: 0 }],
    [21270208, 'a negative frequency', { issuance_frequency: -2 }],
    [21270209, 'an empty currency', { currency_id: '' }],
    [21270210, 'a remark of 3001 characters', { remark: '备'.repeat(3001) }],
    [21270227, 'a negative binding period', { binding_period: -1 }],
    [21270227, 'a negative one with decimals', { binding_period_decimal: '-0.5' }],
    [21270070, 'half a period', { reference_period_start_date: '' }],
    [21270070, 'a period that ends before it starts', { reference_period_end_date: '2023-12-31' }],
  ])('%d: %s', async (code, _what, changes) => {
    expect(await codeOf(changes)).toBe(code);
    expect(await lumpSums.read(record.id)).toEqual(record);
  });

  const part = (start: string, end: string): object => ({
    detail_reference_period_start_date: start,
    detail_reference_period_end_date: end,
  });

  test.each<[number, string, object]>([
    [21270201, 'a detail that the record does not have', { id: '7495133551102299999' }],
    [21270211, 'an amount that is no decimal', { issuance_amount: '1000.' }],
    [21270211, 'no amount', { issuance_amount: undefined }],
    [21270205, 'an amount with too many decimals', { issuance_amount: '999.999' }],
    [21270206, 'an amount that leaves another sum', { issuance_amount: '999.99' }],
    [21270213, 'a payment day that does not exist', { issuance_time: '2024-02-30' }],
    [21270213, 'a payment time of day', { issuance_time: '2024-08-20 10:00:00' }],
    [21270214, 'an unknown way', { issuance_way: 'with_gold' }],
    [21270215, 'a status that nobody may set', { issuance_status: 'paid' }],
    [21270229, 'a day applied for after the day of payment', { belong_time: '2024-08-21' }],
    [21270230, 'a day applied for in another form', { belong_time: '20240801' }],
    [21270239, 'half a period of the detail', { detail_reference_period_end_date: '2024-03-31' }],
    [21270240, 'a period that ends before it starts', part('2024-03-02', '2024-03-01')],
    [21270241, 'a period before the record’s', part('2023-12-31', '2024-03-01')],
    [21270241, 'a period beyond the record’s', part('2024-03-01', '2025-01-01')],
  ])('%d: %s', async (code, _what, changes) => {
    expect(await codeOfDetail(changes)).toBe(code);
    expect(await lumpSums.read(record.id)).toEqual(record);
  });

  test('21270201: a record that is not there, or has no id, or was removed', async () => {
    const removed = await lumpSums.created({ unique_id: 'removed' });
    await lumpSums.remove([removed.id]);
    const results = await lumpSums.update([
      updateOf(record, { id: '1' }),
      updateOf(record, { id: undefined }),
      updateOf(removed),
    ]);
    expect(results.map(({ code }) => code)).toEqual([21270201, 21270201, 21270201]);
  });

  test('21270220: a paid detail, its record’s currency too; the rest of the record may change', async () => {
    await lumpSums.elsewhere(`records/${record.id}/details/${record.details[0]!.id}`, { paid: true });
    expect(await codeOfDetail({ issuance_way: 'with_cash' })).toBe(21270220);
    expect(await codeOf({ currency_id: 'another' })).toBe(21270220);
    expect(await codeOf({ remark: 'paid in part' })).toBe(0);
  });

  test('21270224: a paid detail that is left out, also by a removal of the record', async () => {
    await lumpSums.elsewhere(`records/${record.id}/details/${record.details[0]!.id}`, { paid: true });
    const left = { total_amount: '1000', issuance_frequency: 1, details: record.details.slice(1) };
    expect(await codeOf(left)).toBe(21270224);
    expect(await lumpSums.remove([record.id])).toMatchObject([{ code: 21270224 }]);
  });

  test('21270226: a record outside of the data permissions', async () => {
    await lumpSums.elsewhere(`records/${record.id}`, { forbidden: true });
    expect(await codeOf({})).toBe(21270226);
    expect(await lumpSums.remove([record.id])).toMatchObject([{ code: 21270226 }]);
  });

  test('21270223: an employee who is gone, by whatever form of the id', async () => {
    await lumpSums.elsewhere('employees/on_0', { exists: false });
    expect(await codeOf({})).toBe(21270223);
  });

  test.each<[number, object, object]>([
    [21270209, { currencies: ['known'] }, {}],
    [21270217, { itemRule: { employees: ['ou_somebody'] } }, {}],
    [21270218, { itemRule: { ways: ['with_cash'] } }, {}],
    [21270219, { itemRule: { bindingPeriod: 'none' } }, { binding_period: 1 }],
    [21270221, { itemRule: { currencyId: 'only' } }, {}],
    [21270222, { items: { another: {} } }, {}],
    [21270225, { itemRule: { severalDetails: false } }, {}],
    [21270228, { itemRule: { bindingPeriod: 12 } }, { binding_period: 11 }],
    [21270205, { itemRule: { decimals: 0 } }, {}],
  ])('%d where the settings say %j', async (code, lumpSum, changes) => {
    sandbox.setSettings({ feishu: { lumpSum } });
    expect(await codeOf(changes)).toBe(code);
  });

  test('a remark of 3000 characters passes, as do more decimals where the item has them', async () => {
    sandbox.setSettings({ feishu: { lumpSum: { itemRule: { decimals: 3 } } } });
    expect(await codeOf({ remark: '备'.repeat(3000), total_amount: '2000.000' })).toBe(0);
  });
});

describe('a batch', () => {
  test('changes what it can, with envelope code 0 and one result a record', async () => {
    const other = await lumpSums.created({ unique_id: 'other' });
    const reply = await lumpSums.send('batch_update', {
      records: [updateOf(record, { ...period, remark: 'new' }), updateOf(other, { total_amount: '1' })],
    });
    expect([reply.status, at(reply.json, 'code'), at(reply.json, 'msg')]).toEqual([200, 0, 'success']);
    expect(at(reply.json, 'data.operate_results')).toEqual([
      {
        id: other.id,
        unique_id: 'other',
        code: 21270206,
        message: 'The sum of the bonus details does not equal the total amount',
      },
      { id: record.id, unique_id: 'unique-0', code: 0, message: 'Success' },
    ]);
    expect(await lumpSums.read(record.id)).toMatchObject({ remark: 'new' });
    expect(await lumpSums.read(other.id)).toEqual(other);
  });

  test.each<['asked' | 'reversed' | 'shuffled', number[]]>([
    ['asked', [0, 1, 2, 3]],
    ['reversed', [3, 2, 1, 0]],
  ])('orders its results as %s', async (resultOrder, order) => {
    sandbox.setSettings({ feishu: { lumpSum: { resultOrder } } });
    const ids = ['1', '2', '3', '4'];
    const results = await lumpSums.update(ids.map((id) => updateOf(record, { id })));
    expect(results.map(({ id }) => id)).toEqual(order.map((place) => ids[place]));
  });

  test('orders its results as shuffled: neither as asked nor reversed, and each time alike', async () => {
    sandbox.setSettings({ feishu: { lumpSum: { resultOrder: 'shuffled' } } });
    const ids = ['13', '21', '32', '44', '50'];
    const order = async (): Promise<unknown[]> =>
      (await lumpSums.update(ids.map((id) => updateOf(record, { id })))).map(({ id }) => id);
    const first = await order();
    expect([...first].sort()).toEqual(ids);
    expect(first).not.toEqual(ids);
    expect(first).not.toEqual(ids.toReversed());
    expect(await order()).toEqual(first);
  });

  test.each<[string, unknown]>([
    ['no records', {}],
    ['501 records', { records: Array.from({ length: 501 }, () => ({})) }],
    ['an amount that is a number', { records: [{ total_amount: 2000 }] }],
    ['a frequency that is text', { records: [{ issuance_frequency: '2' }] }],
    ['a frequency beyond 32 bits', { records: [{ issuance_frequency: 2147483648 }] }],
    ['a frequency with decimals', { records: [{ issuance_frequency: 2.5 }] }],
    ['a currency of 256 characters', { records: [{ currency_id: 'c'.repeat(256) }] }],
    ['a period in another form', { records: [{ reference_period_start_date: '2024-8-1' }] }],
    ['a binding period that is no decimal', { records: [{ binding_period_decimal: 'one' }] }],
    ['no details', { records: [{ details: undefined }] }],
    ['no JSON', '{"records":'],
  ])('is refused as a whole with 2290001 for %s', async (_what, body) => {
    const asObject = body as { records?: readonly object[] };
    const records = typeof body === 'object' && asObject.records?.map((it) => updateOf(record, it));
    const reply = await lumpSums.send('batch_update', records ? { records } : body);
    expect([reply.status, at(reply.json, 'code'), at(reply.json, 'msg')]).toEqual([
      400,
      2290001,
      'param is invalid',
    ]);
    expect(at(reply.json, 'error.log_id')).toBe(reply.headers.get('x-tt-logid'));
    expect(at(reply.json, 'error.field_violations')).not.toEqual([]);
    expect(await lumpSums.read(record.id)).toEqual(record);
  });

  test('is refused as a whole for another Content-Type', async () => {
    const reply = await lumpSums.send('batch_update', { records: [] }, { 'content-type': 'text/plain' });
    expect([reply.status, at(reply.json, 'code')]).toEqual([400, 2290001]);
  });

  test('of nothing is no error', async () => {
    expect(await lumpSums.update([])).toEqual([]);
  });
});

describe('a corrected record', () => {
  test('has the amounts normalised, a later modify_time, and only the changed detail dated anew', async () => {
    clock.forward(60_000);
    const details = withFirst(record, { issuance_amount: '1500.5' });
    expect(await codeOf({ total_amount: '2500.5', details })).toBe(0);
    const after = await lumpSums.read(record.id);
    expect(after).toMatchObject({
      total_amount: '2500.50',
      create_time: '2026-03-02 10:55:00',
      modify_time: '2026-03-02 10:56:00',
      details: [
        { issuance_amount: '1500.50', modify_time: '2026-03-02 10:56:00' },
        { issuance_amount: '1000.00', modify_time: '2026-03-02 10:55:00' },
      ],
    });
  });

  test('keeps amounts as they were sent where that is wanted', async () => {
    sandbox.setSettings({ feishu: { lumpSum: { normaliseAmounts: false } } });
    expect(await codeOf({ total_amount: '2000.0' })).toBe(0);
    expect(await lumpSums.read(record.id)).toMatchObject({ total_amount: '2000.0' });
  });

  test('is dated a second on by each change, or by the clock alone where that is wanted', async () => {
    await codeOf({});
    await codeOf({});
    expect(await lumpSums.read(record.id)).toMatchObject({ modify_time: '2026-03-02 10:55:02' });
    sandbox.setSettings({ feishu: { lumpSum: { modifyTime: 'clock' } } });
    await codeOf({});
    expect(await lumpSums.read(record.id)).toMatchObject({ modify_time: '2026-03-02 10:55:00' });
  });

  test('loses a detail that was left out and gains one without id; the order is that of the update', async () => {
    const [, second] = record.details;
    await codeOf({ details: [{ ...goodDetail, issuance_way: 'with_cash' }, second] });
    const { details } = await lumpSums.read(record.id);
    expect(details).toEqual([expect.objectContaining({ issuance_way: 'with_cash' }), second]);
    expect(details[0]!.id > second!.id).toBe(true);
    expect(details[0]).toMatchObject({ record_id: record.id });
  });

  test('keeps a detail that was left out where the setting says so, whatever that does to the sum', async () => {
    sandbox.setSettings({ feishu: { lumpSum: { omittedDetails: 'kept' } } });
    expect(await codeOf({ total_amount: '1000', issuance_frequency: 1, details: [record.details[0]] })).toBe(
      0,
    );
    const after = await lumpSums.read(record.id);
    expect(after).toMatchObject({ total_amount: '1000.00', issuance_frequency: 1 });
    expect(after.details).toEqual(record.details);
  });

  test('loses members that were left out, or keeps them where the setting says so', async () => {
    sandbox.setSettings({ feishu: { lumpSum: { omittedMembers: 'kept' } } });
    await codeOf({ remark: undefined, details: record.details.map(({ id }) => ({ id })) });
    expect(await lumpSums.read(record.id)).toEqual({ ...record, modify_time: expect.any(String) });
    sandbox.setSettings({ feishu: { lumpSum: { omittedMembers: 'cleared' } } });
    await codeOf({ remark: undefined });
    expect(await lumpSums.read(record.id)).not.toHaveProperty('remark');
  });
});
