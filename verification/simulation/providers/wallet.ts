import type { World } from '../engine/world.ts';
import type { Api, Call, CodeFault, Provider, Reply } from '../transport/call.ts';

export interface Credit {
  readonly key: string;
  readonly orderId: string;
  /** the account that it says it comes from */
  readonly accountId: string;
  readonly points: number;
  readonly cash: readonly { readonly currency: string; readonly amount: string }[];
  /** ms */
  readonly at: number;
}

/** The owner's wallet: credits each key once, whatever is asked of it again. */
export class Wallet implements Provider {
  readonly apis: readonly Api[] = ['wallet.credit'];
  readonly credits: Credit[] = [];
  readonly #world: World;
  /** of a thousand credits, how many are less than was asked for */
  readonly #short: number;

  constructor(world: World, short: number) {
    this.#world = world;
    this.#short = short;
  }

  of(orderId: string): readonly Credit[] {
    return this.credits.filter((credit) => credit.orderId === orderId);
  }

  codes(): readonly CodeFault[] {
    return [
      ...['400', '401', '404', '408', '425', '500'].map((code) => ({ code, processed: false })),
      { code: '503', processed: true },
    ];
  }

  twists(): readonly string[] {
    return ['says nothing', 'figures unreadable'];
  }

  refuse(_call: Call, code: string): Reply {
    return { status: Number(code), headers: {}, text: '' };
  }

  handle(call: Call, twist: string | undefined): Reply {
    const key = call.headers['webhook-id'] ?? '';
    const before = this.credits.find((credit) => credit.key === key);
    if (before !== undefined && this.#world.random.chance(500)) return { status: 409, headers: {}, text: '' };
    const { points, cash, orderId } = before ?? this.#credit(key, call.body);
    if (twist === 'says nothing') return { status: 204, headers: {}, text: '' };
    const figures = twist === 'figures unreadable' ? { points: 'many' } : { points, cash };
    return { status: 200, headers: {}, text: JSON.stringify({ ...figures, reference: `R-${orderId}` }) };
  }

  #credit(key: string, body: string): Credit {
    const { data } = JSON.parse(body) as {
      data: { externalOrderId: string; referralAccountId: string; points: number; cash: Credit['cash'] };
    };
    const { random, timeline, trace } = this.#world;
    const less = data.points > 1 && random.chance(this.#short) ? 1 : 0;
    const credit = {
      key,
      orderId: data.externalOrderId,
      accountId: data.referralAccountId,
      points: data.points - less,
      cash: data.cash,
      at: timeline.now,
    };
    this.credits.push(credit);
    trace.say(`credited ${credit.points} points for ${credit.orderId} by ${key}`);
    return credit;
  }
}
