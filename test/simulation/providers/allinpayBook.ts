import type { World } from '../engine/world.ts';

/** One line of an order in the provider's own books; money in fen. */
export interface Line {
  readonly account: string;
  readonly asked: number;
  readonly fee: number;
  readonly serial: string;
  readonly finalAt: number;
  readonly final: 'settled' | 'failed';
}

export interface Booking {
  readonly orderId: string;
  /** the call that asked for it; it may have been booked long after */
  readonly asked: Asked | undefined;
  /** ms: look-ups do not show it before */
  readonly shownFrom: number;
  readonly lines: readonly Line[];
}

/** When we asked, ms, and by which run. */
export interface Asked {
  readonly sentAt: number;
  readonly runId: string | undefined;
}

export interface Wanted {
  readonly account: string;
  readonly fen: number;
}

export interface BookHabits {
  readonly feeFen: number;
  /** the fee is taken out of what was asked, not beside it */
  readonly feeInside: boolean;
}

/**
 * What Allinpay has booked. It books whatever it is asked to, also the same order twice, so that the books show it.
 */
export class AllinpayBook {
  readonly habits: BookHabits;
  readonly bookings: Booking[] = [];
  readonly #world: World;

  constructor(world: World, habits: BookHabits) {
    this.#world = world;
    this.habits = habits;
  }

  /**
   * @param lagMs how long look-ups lag behind
   * @param asked the call that asks for it; left out for what others sent
   */
  book(orderId: string, wanted: readonly Wanted[], lagMs: number, asked?: Asked): Booking {
    const { timeline, random, trace, coverage } = this.#world;
    const lines = wanted.map(({ account, fen }, index) => ({
      account,
      asked: fen,
      fee: fen > this.habits.feeFen ? this.habits.feeFen : 0,
      serial: `T${this.bookings.length + 1}${index}`,
      finalAt: timeline.now + random.span(60_000, 20 * 3600_000),
      final: random.chance(750) ? ('settled' as const) : ('failed' as const),
    }));
    const { now } = timeline;
    const booking = { orderId, asked, shownFrom: now + lagMs, lines };
    this.bookings.push(booking);
    trace.say(`booked ${orderId} ${lines.map((it) => `${it.account}=${it.asked}:${it.final}`).join(',')}`);
    coverage.note(asked ? 'allinpay/booked' : 'allinpay/booked by others');
    return booking;
  }

  of(orderId: string): readonly Booking[] {
    return this.bookings.filter((booking) => booking.orderId === orderId);
  }

  statusOf({ finalAt, final }: Line): 'pending' | Line['final'] {
    return this.#world.timeline.now >= finalAt ? final : 'pending';
  }
}
