import type { World } from '../engine/world.ts';
import type { Asked } from './allinpayBook.ts';

export interface WireDetail {
  readonly id?: string;
  readonly issuance_amount: string;
  readonly [member: string]: unknown;
}

export interface WireRecord {
  readonly id: string;
  readonly total_amount: string;
  readonly remark?: string;
  readonly modify_time: string;
  readonly details: readonly WireDetail[];
  readonly [member: string]: unknown;
}

/** One record that one call changed. */
export interface Change {
  readonly id: string;
  readonly asked: Asked;
  readonly addedDetails: number;
}

/** Feishu's lump-sum payments. What it is sent it does, also twice: there is no idempotency key. */
export class LumpSumBook {
  readonly records = new Map<string, WireRecord>();
  readonly changes: Change[] = [];
  readonly #world: World;
  #details = 0;

  constructor(world: World) {
    this.#world = world;
  }

  create(id: string): WireRecord {
    const record = {
      id,
      unique_id: `bonus-${id}`,
      user_id: `ou_${id}`,
      item_id: '7411039006180312620',
      total_amount: '100.00',
      currency_id: '6863329932261459464',
      issuance_frequency: 2,
      binding_period: 2,
      remark: 'bonus',
      modify_time: this.#timeText(),
      details: [this.#detail('60.00'), this.#detail('40.00')],
    };
    this.records.set(id, record);
    return record;
  }

  /** Lays what is sent over the record; a detail without an id is a new one, one left out is gone. */
  update(sent: WireRecord, asked: Asked): void {
    const record = this.records.get(sent.id);
    if (record === undefined) return;
    const known = new Map(record.details.map((detail) => [detail.id, detail]));
    const added = sent.details.filter(({ id }) => id === undefined).length;
    const details = sent.details.map((detail) =>
      detail.id === undefined
        ? { ...detail, id: this.#nextDetailId() }
        : { ...known.get(detail.id), ...detail },
    );
    this.records.set(sent.id, { ...record, ...sent, details, modify_time: this.#timeText() });
    this.changes.push({ id: sent.id, asked, addedDetails: added });
    this.#world.trace.say(`changed ${sent.id} to ${sent.total_amount} in ${details.length} details`);
  }

  #detail(amount: string): WireDetail {
    return {
      id: this.#nextDetailId(),
      issuance_amount: amount,
      issuance_status: 'to_be_issued',
      issuance_way: 'with_salary',
      issuance_time: '2026-08-20',
      belong_time: '2026-08-01',
    };
  }

  #nextDetailId(): string {
    this.#details += 1;
    return `D${this.#details}`;
  }

  #timeText(): string {
    return new Date(this.#world.timeline.now).toISOString().slice(0, 19).replace('T', ' ');
  }
}
