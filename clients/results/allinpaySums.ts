import { compareAmounts, sum } from '../../contract/index.ts';

/** The money of one Allinpay payout, in yuan. */
export interface Figures {
  readonly asked: string;
  /** the sum of the provider's order, where a person took it over in place of ours */
  readonly adopted?: string | undefined;
  readonly settled: string;
  readonly failed: string;
  readonly pending: string;
  readonly fee: string;
}

/** Yuan of many Allinpay payouts, as far as their figures are known. */
export interface AllinpayTotals extends Omit<Figures, 'adopted'> {
  /** what was asked for, and of an adopted order its own sum: what is settled, failed or pending */
  readonly toPay: string;
  /** orders that a person took over as the provider has them */
  readonly adoptedOrders: number;
  /** all that are told of */
  readonly payouts: number;
  /** payouts that are in none of the sums: not started, not answered for, or ended from outside */
  readonly withoutFigures: number;
  /** toPay = settled + failed + pending, in every payout and in the sums */
  readonly agrees: boolean;
}

/** What has to come to settled + failed + pending, in what left the account, fees apart. */
export function toPayOf({ asked, adopted }: Figures): string {
  return adopted ?? asked;
}

export function agrees(figures: Figures): boolean {
  const { settled, failed, pending } = figures;
  return compareAmounts(toPayOf(figures), sum([settled, failed, pending])) === 0;
}

const NOTHING = { asked: '0.00', settled: '0.00', failed: '0.00', pending: '0.00', fee: '0.00' };

/** Adds payouts up, one at a time: none of them is kept. */
export class AllinpaySums {
  #sums: Omit<Figures, 'adopted'> = NOTHING;
  #toPay = '0.00';
  #adoptedOrders = 0;
  #payouts = 0;
  #withoutFigures = 0;
  #eachAgrees = true;

  /** @param figures undefined for a payout of which none are known */
  add(figures: Figures | undefined): void {
    this.#payouts += 1;
    if (figures === undefined) {
      this.#withoutFigures += 1;
      return;
    }
    this.#sums = plus(this.#sums, figures);
    this.#toPay = sum([this.#toPay, toPayOf(figures)]);
    if (figures.adopted !== undefined) this.#adoptedOrders += 1;
    this.#eachAgrees &&= agrees(figures);
  }

  get totals(): AllinpayTotals {
    return {
      ...this.#sums,
      toPay: this.#toPay,
      adoptedOrders: this.#adoptedOrders,
      payouts: this.#payouts,
      withoutFigures: this.#withoutFigures,
      agrees: this.#eachAgrees && agrees({ ...this.#sums, adopted: this.#toPay }),
    };
  }
}

function plus(a: Omit<Figures, 'adopted'>, b: Figures): Omit<Figures, 'adopted'> {
  return {
    asked: sum([a.asked, b.asked]),
    settled: sum([a.settled, b.settled]),
    failed: sum([a.failed, b.failed]),
    pending: sum([a.pending, b.pending]),
    fee: sum([a.fee, b.fee]),
  };
}
