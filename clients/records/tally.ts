import { z } from 'zod';
import { compareAmounts, sum, ZERO, type MoneyFlow, type PayoutRecord } from '../../contract/index.ts';

/** Yuan of many Allinpay payouts, as far as their figures are known. */
export interface AllinpayTotals {
  readonly asked: string;
  readonly settled: string;
  readonly failed: string;
  readonly pending: string;
  readonly fee: string;
  /** all that are told of */
  readonly payouts: number;
  /** payouts that are in none of the sums: not started, not answered for, or ended from outside */
  readonly withoutFigures: number;
  /** asked = settled + failed + pending, in every payout and in the sums */
  readonly agrees: boolean;
}

type Counts = { [flow in MoneyFlow]?: { [end in PayoutRecord['end']]?: number } };

const yuan = z.string().regex(/^\d+(\.\d{1,2})?$/);
const figures = z.object({ asked: yuan, settled: yuan, failed: yuan, pending: yuan, fee: yuan });
type Figures = z.output<typeof figures>;

const nothing: Figures = { asked: '0.00', settled: '0.00', failed: '0.00', pending: '0.00', fee: '0.00' };

/** Counts and sums of records, one at a time: none of them is kept. */
export class Tally {
  readonly #counts: Counts = {};
  #sums = nothing;
  #allinpay = 0;
  #withoutFigures = 0;
  #eachAgrees = true;
  #pendingOfFailed: string = ZERO;

  add({ flow, end, result }: Pick<PayoutRecord, 'flow' | 'end' | 'result'>): void {
    const ofFlow = (this.#counts[flow] ??= {});
    ofFlow[end] = (ofFlow[end] ?? 0) + 1;
    if (flow !== 'allinpayWithdrawal') return;
    this.#allinpay += 1;
    const read = figures.safeParse(result);
    if (!read.success) {
      this.#withoutFigures += 1;
      return;
    }
    this.#eachAgrees &&= agrees(read.data);
    this.#sums = plus(this.#sums, read.data);
    if (end === 'failed') this.#pendingOfFailed = sum([this.#pendingOfFailed, read.data.pending]);
  }

  /** runs by flow and by how they ended */
  get counts(): Counts {
    return this.#counts;
  }

  /** What is pending in the sums of runs that failed: their details never reached the provider, and nobody waits for them. */
  get pendingOfFailed(): string {
    return this.#pendingOfFailed;
  }

  get allinpay(): AllinpayTotals {
    return {
      ...this.#sums,
      payouts: this.#allinpay,
      withoutFigures: this.#withoutFigures,
      agrees: this.#eachAgrees && agrees(this.#sums),
    };
  }
}

function agrees({ asked, settled, failed, pending }: Figures): boolean {
  return compareAmounts(asked, sum([settled, failed, pending])) === 0;
}

function plus(a: Figures, b: Figures): Figures {
  return {
    asked: sum([a.asked, b.asked]),
    settled: sum([a.settled, b.settled]),
    failed: sum([a.failed, b.failed]),
    pending: sum([a.pending, b.pending]),
    fee: sum([a.fee, b.fee]),
  };
}
