import { selectorOf } from '../../../contract/allinpayAccount.ts';
import { decisions, type Decision } from '../../../contract/attention.ts';
import type { World } from '../engine/world.ts';
import { offeredIn, raisedIn, type Case, type Shown } from './case.ts';
import { oddText } from './oddTexts.ts';

/** An update as somebody sends it. */
export interface Update {
  readonly name: string;
  readonly argument: Readonly<Record<string, unknown>>;
}

/** What an owner of the credited wallet would say was credited for an order. */
export type CreditKnown = (orderId: string) => { readonly points: number; readonly cash: readonly object[] };

/** What somebody says of a payout who has looked at it, rightly or wrongly. */
export class Sayings {
  readonly #world: World;
  readonly #creditKnown: CreditKnown;

  constructor(world: World, creditKnown: CreditKnown) {
    this.#world = world;
    this.#creditKnown = creditKnown;
  }

  /** @returns undefined where somebody who has read it has nothing to say */
  on(of: Case, shown: Shown): Update | undefined {
    const { stormy, random } = this.#world;
    const update = stormy ? this.#anything(of, shown) : this.#sensible(of, shown);
    if (update === undefined || !stormy || !random.chance(30)) return update;
    return { ...update, argument: { ...update.argument, by: oddText(this.#world, 'by') } };
  }

  #anything(of: Case, shown: Shown): Update | undefined {
    const { random } = this.#world;
    if (random.chance(700)) return this.#sensible(of, shown) ?? this.#say('pollNow');
    return random.weighted<() => Update>([
      [4, () => this.#say('pollNow')],
      [3, () => this.#say('cancel')],
      [1, () => this.#say('approve', { by: this.#maker() })],
      [1, () => this.#say('reject', this.#note())],
      [2, () => this.#confirm(of)],
      [4, () => this.#decide(of, shown, random.pick(decisions))],
    ])();
  }

  /** What somebody says who has read what is shown. */
  #sensible(of: Case, shown: Shown): Update | undefined {
    const { random, stormy } = this.#world;
    const { status, attention, waiting } = shown;
    if (status === 'awaitingApproval') {
      const offer = waiting?.offer === undefined ? {} : { offer: waiting.offer };
      return random.weighted<() => Update>([
        [8, () => this.#say('approve', offer)],
        [1, () => this.#say('reject', { ...offer, ...this.#note() })],
        [stormy ? 1 : 0, () => this.#say('approve', { by: this.#maker(), ...offer })],
      ])();
    }
    if (status === 'crediting' && attention === null) return this.#confirm(of);
    const offered = offeredIn(shown);
    const decision = random.pick(offered);
    if (decision === undefined) return undefined;
    // Where nothing is broken any more, deciding to look again and again would never end.
    const last = !stormy && decision === 'recheck' && offered.includes('accept');
    return this.#decide(of, shown, last ? 'accept' : decision);
  }

  #decide(of: Case, shown: Shown, decision: Decision): Update {
    const { random, timeline } = this.#world;
    if (decision === 'cancel') return this.#say('cancel');
    const argument = { decision, ...this.#offer(shown, decision), ...this.#note() };
    if (decision === 'extend') {
      const settleBy = new Date(timeline.now + random.int(3600_000, 48 * 3600_000)).toISOString();
      return this.#say('resolve', { ...argument, settleBy });
    }
    if (decision === 'recordOutcome') return this.#say('resolve', { ...argument, ...this.#statement(shown) });
    const says = decision === 'accept' && of.flow === 'referralWithdrawal' && random.chance(900);
    return this.#say('resolve', { ...argument, ...(says ? this.#creditKnown(of.orderId) : {}) });
  }

  /** The offer that was shown; in a storm now and then none, or another one. */
  #offer(shown: Shown, decision: Decision): { readonly offer?: number } {
    const { random, stormy } = this.#world;
    const answered = raisedIn(shown).find((raised) => raised.decisions.includes(decision));
    if (stormy && random.chance(150)) return {};
    if (stormy && random.chance(50)) return { offer: random.int(1, 9) };
    return answered === undefined ? {} : { offer: answered.offer };
  }

  /** Some forget it in a storm, or write what no machine should trip over. */
  #note(): { readonly note?: string } {
    const { random, stormy } = this.#world;
    if (stormy && random.chance(50)) return {};
    return { note: stormy && random.chance(120) ? oddText(this.#world, 'note') : 'asked the provider' };
  }

  /** How some of the details ended that are open, or all of them; rightly or wrongly. */
  #statement({ details = [] }: Shown): { readonly details: readonly object[] } {
    const { random, stormy } = this.#world;
    const open = details.filter(({ status }) => status === 'pending');
    const stated = stormy && random.chance(300) ? open.slice(0, 1) : open;
    return {
      details: stated.map((detail) => ({
        ...selectorOf({ ...detail }),
        status: random.chance(700) ? 'settled' : 'failed',
        ...this.#note(),
      })),
    };
  }

  #confirm(of: Case): Update {
    const { points, cash } = this.#creditKnown(of.orderId);
    const wrong = this.#world.stormy && this.#world.random.chance(150);
    return this.#say('confirmCredit', { points: wrong ? points + 7 : points, cash });
  }

  /** Who asked for the payout, in letters that look like another's. */
  #maker(): string {
    return this.#world.random.pick(['alice', 'Alice', 'ａｌｉｃｅ', 'al\u200bice'] as const);
  }

  #say(name: string, argument: Readonly<Record<string, unknown>> = {}): Update {
    return { name, argument: { by: 'bob', ...argument } };
  }
}
