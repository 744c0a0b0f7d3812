import { z } from 'zod';
import type { MoneyFlow, PayoutRecord } from '../../contract/index.ts';
import { agrees, AllinpaySums, toPayOf, type AllinpayTotals, type Figures } from '../results/allinpaySums.ts';

type Counts = { [flow in MoneyFlow]?: { [end in PayoutRecord['end']]?: number } };

const yuan = z.string().regex(/^\d+(\.\d{1,2})?$/);
const figures = z.object({
  asked: yuan,
  adopted: yuan.optional(),
  settled: yuan,
  failed: yuan,
  pending: yuan,
  fee: yuan,
});

/** Runs that are named; of a fault that all of them share there would be thousands. */
const NAMED = 20;

type Tallied = Pick<PayoutRecord, 'workflowId' | 'runId' | 'flow' | 'end' | 'result'>;

/** Counts and sums of records, one at a time: of those that agree none is kept. */
export class Tally {
  readonly #counts: Counts = {};
  readonly #sums = new AllinpaySums();
  readonly #named: string[] = [];
  #disagreeing = 0;

  add(record: Tallied): void {
    const { flow, end, result } = record;
    const ofFlow = (this.#counts[flow] ??= {});
    ofFlow[end] = (ofFlow[end] ?? 0) + 1;
    if (flow !== 'allinpayWithdrawal') return;
    const read = figures.safeParse(result);
    this.#sums.add(read.data);
    if (read.data !== undefined && !agrees(read.data)) this.#name(record, read.data);
  }

  /** runs by flow and by how they ended */
  get counts(): Counts {
    return this.#counts;
  }

  get allinpay(): AllinpayTotals {
    return this.#sums.totals;
  }

  /** Runs whose figures do not add up, in words; the first few, and how many more there are. */
  get disagreeing(): readonly string[] {
    const more = this.#disagreeing - this.#named.length;
    return more === 0 ? this.#named : [...this.#named, `and ${more} runs more`];
  }

  #name({ workflowId, runId }: Tallied, money: Figures): void {
    this.#disagreeing += 1;
    if (this.#named.length >= NAMED) return;
    const { adopted, settled, failed, pending } = money;
    const what = adopted === undefined ? 'asked' : 'adopted';
    this.#named.push(
      `${workflowId} (run ${runId}): ${what} ${toPayOf(money)} CNY is not settled ${settled} + failed ${failed} + pending ${pending}`,
    );
  }
}
