import { expect } from '@jest/globals';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox/index.ts';
import { at, call, put, type Reply } from './callers.ts';
import { FeishuCaller } from './feishuCaller.ts';

const base = '/compensation/v1/lump_sum_payment';
const everything = 'page_size=500&user_id_type=open_id';

/** Members of a detail that nobody objects to. */
export const goodDetail = {
  issuance_amount: '1000.00',
  issuance_status: 'to_be_issued',
  issuance_way: 'with_salary',
  issuance_time: '2024-08-20',
  belong_time: '2024-08-01',
};

/** Members of a record that nobody objects to, with two details. */
export const goodRecord = {
  total_amount: '2000.00',
  currency_id: '6863329932261459464',
  issuance_frequency: 2,
  binding_period: 0,
  details: [goodDetail, goodDetail],
};

const listedDetail = z.looseObject({ id: z.string() });
const listed = z.looseObject({ id: z.string(), details: z.array(listedDetail) });
const result = z.strictObject({
  id: z.string().optional(),
  unique_id: z.string().optional(),
  code: z.int(),
  message: z.string(),
});

export type ListedDetail = z.output<typeof listedDetail>;
export type Listed = z.output<typeof listed>;
export type ItemResult = z.output<typeof result>;

function listOf<Entry extends z.ZodType>(reply: Reply, path: string, entry: Entry): z.output<Entry>[] {
  return z.array(entry, { error: reply.text.slice(0, 500) }).parse(at(reply.json, path));
}

/** Calls the lump-sum APIs as their documents describe them. */
export class LumpSumCaller {
  readonly #sandbox: Sandbox;
  readonly #feishu: FeishuCaller;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#feishu = new FeishuCaller(sandbox);
  }

  async token(): Promise<void> {
    await this.#feishu.token();
  }

  async send(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply> {
    return this.#feishu.send('POST', `${base}/${path}`, body, headers);
  }

  async create(records: readonly object[], userIdType = 'open_id'): Promise<ItemResult[]> {
    const reply = await this.send(`batch_create?user_id_type=${userIdType}`, {
      records: records.map((record, at) => ({
        ...goodRecord,
        unique_id: `unique-${at}`,
        user_id: `ou_${at}`,
        item_id: 'item',
        ...record,
      })),
    });
    return listOf(reply, 'data.operate_results', result);
  }

  /** Creates one record and gives it as the query does. */
  async created(record: object = {}): Promise<Listed> {
    const [made] = await this.create([record]);
    expect(made).toMatchObject({ code: 0 });
    return this.read(made?.id ?? '');
  }

  async update(records: readonly object[]): Promise<ItemResult[]> {
    return listOf(await this.send('batch_update', { records }), 'data.operate_results', result);
  }

  async remove(ids: readonly string[]): Promise<ItemResult[]> {
    return listOf(await this.send('batch_remove', { record_ids: ids }), 'data.operate_results', result);
  }

  async query(filters: object = {}, parameters = everything): Promise<Listed[]> {
    return listOf(await this.send(`query?${parameters}`, filters), 'data.records', listed);
  }

  async queryDetail(filters: object = {}, parameters = everything): Promise<ListedDetail[]> {
    return listOf(await this.send(`query_detail?${parameters}`, filters), 'data.records', listedDetail);
  }

  async read(id: string): Promise<Listed> {
    const [record] = await this.query({ ids: [id] });
    if (record === undefined) throw new Error(`no record ${id}`);
    return record;
  }

  /** What the side door shows of a record. */
  async whole(id: string): Promise<unknown> {
    return (await call(`${this.#sandbox.url}/sandbox/lump-sum/records/${id}`)).json;
  }

  /** Acts for the rest of Feishu. */
  async elsewhere(path: string, body: unknown): Promise<void> {
    expect(await put(this.#sandbox, `lump-sum/${path}`, body)).toMatchObject({ status: 200 });
  }
}

/** The members of a listed record that an update sends, some of them changed. */
export function updateOf(record: Listed, changes: object = {}): object {
  return {
    id: record.id,
    total_amount: record['total_amount'],
    currency_id: record['currency_id'],
    issuance_frequency: record['issuance_frequency'],
    binding_period: record['binding_period'],
    remark: record['remark'],
    details: record.details,
    ...changes,
  };
}

/** The details of a listed record, the first of them changed. */
export function withFirst(record: Listed, changes: object): object[] {
  return record.details.map((detail, at) => (at === 0 ? { ...detail, ...changes } : detail));
}
