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
  /** of a thousand lines, how many cost the fee */
  readonly feeOf: number;
  /** the fee is taken out of what was asked, not beside it */
  readonly feeInside: boolean;
}

/** Both names of one account. */
export interface Names {
  readonly id: number;
  readonly code: string;
}

const PLATFORM = 'platform:';
const FIRST_ID = 900_001;

/**
 * What Allinpay has booked. It books whatever it is asked to, also the same order twice, so that the books show it.
 */
export class AllinpayBook {
  readonly habits: BookHabits;
  readonly bookings: Booking[] = [];
  readonly #world: World;
  readonly #ids = new Map<string, number>();

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
      fee: fen > this.habits.feeFen && random.chance(this.habits.feeOf) ? this.habits.feeFen : 0,
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

  /** Both names of an account that was asked by one; undefined for the platform, which has none. */
  namesOf(account: string): Names | undefined {
    const at = account.indexOf(':');
    const name = account.slice(at + 1);
    switch (account.slice(0, at)) {
      case 'code':
        return { id: this.#idOf(name), code: name };
      case 'user':
        return { id: Number(name), code: this.#codeOf(Number(name)) ?? `U${name}` };
      default:
        return undefined;
    }
  }

  /** Whether two names stand for one account. */
  isSame(one: string, other: string): boolean {
    return one === other || (one !== PLATFORM && this.namesOf(one)?.id === this.namesOf(other)?.id);
  }

  #idOf(code: string): number {
    const known = this.#ids.get(code) ?? (/^U\d+$/.test(code) ? Number(code.slice(1)) : undefined);
    const id = known ?? FIRST_ID + this.#ids.size;
    this.#ids.set(code, id);
    return id;
  }

  #codeOf(id: number): string | undefined {
    return [...this.#ids].find(([, known]) => known === id)?.[0];
  }

  statusOf({ finalAt, final }: Line): 'pending' | Line['final'] {
    return this.#world.timeline.now >= finalAt ? final : 'pending';
  }
}
