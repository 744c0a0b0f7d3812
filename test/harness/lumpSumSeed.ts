import type { Sandbox } from '../../sandbox/index.ts';
import { FeishuCaller } from './feishuCaller.ts';

/** A record as it stands on the wire. */
export interface WireRecord {
  readonly id: string;
  readonly total_amount: string;
  readonly remark?: string;
  readonly modify_time: string;
  readonly details: readonly WireDetail[];
  readonly [member: string]: unknown;
}

export interface WireDetail {
  readonly id: string;
  readonly issuance_amount: string;
  readonly [member: string]: unknown;
}

const FAMILY = 'compensation/v1/lump_sum_payment';

/** Feishu's lump-sum payments, as an HR system uses them to grant bonuses, and to change them beside us. */
export class LumpSumSeed {
  readonly #caller: FeishuCaller;
  #count = 0;

  constructor(sandbox: Sandbox) {
    this.#caller = new FeishuCaller(sandbox);
  }

  /** @returns new records of 100.00 in two details of 60.00 and 40.00, unless the overrides say otherwise */
  async create(count: number, overrides: object = {}): Promise<readonly WireRecord[]> {
    const records = Array.from({ length: count }, () => {
      this.#count += 1;
      return {
        unique_id: `bonus-${this.#count}`,
        user_id: `ou_${this.#count}`,
        item_id: '7411039006180312620',
        total_amount: '100.00',
        currency_id: '6863329932261459464',
        issuance_frequency: 2,
        binding_period: 2,
        remark: '奖金',
        details: [aDetail('60.00'), aDetail('40.00')],
        ...overrides,
      };
    });
    const data = (await this.#caller.post(`${FAMILY}/batch_create?user_id_type=open_id`, { records })) as {
      operate_results: { id: string; unique_id: string; code: number }[];
    };
    const refused = data.operate_results.filter(({ code }) => code !== 0);
    if (refused.length > 0) throw new Error(`not created: ${JSON.stringify(refused)}`);
    const ids = new Map(data.operate_results.map(({ id, unique_id: uniqueId }) => [uniqueId, id]));
    return this.show(records.map(({ unique_id: uniqueId }) => ids.get(uniqueId) ?? ''));
  }

  /** @returns the records as they are now, in the order of the ids */
  async show(ids: readonly string[]): Promise<readonly WireRecord[]> {
    const data = (await this.#caller.post(`${FAMILY}/query?page_size=500&user_id_type=open_id`, { ids })) as {
      records: WireRecord[];
    };
    return ids.flatMap((id) => data.records.find((record) => record.id === id) ?? []);
  }

  /** Changes a record beside us. */
  async change(record: WireRecord, members: object): Promise<void> {
    const data = (await this.#caller.post(`${FAMILY}/batch_update`, {
      records: [{ ...record, ...members }],
    })) as {
      operate_results: { code: number }[];
    };
    if (data.operate_results[0]?.code !== 0) throw new Error(JSON.stringify(data));
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#caller.post(`${FAMILY}/batch_remove`, { record_ids: ids });
  }
}

function aDetail(amount: string): object {
  return {
    issuance_amount: amount,
    issuance_status: 'to_be_issued',
    issuance_way: 'with_salary',
    issuance_time: '2026-08-20',
    belong_time: '2026-08-01',
  };
}
