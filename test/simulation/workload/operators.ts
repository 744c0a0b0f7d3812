import { selectorOf } from '../../../contract/allinpayAccount.ts';
import { decisions, type Decision } from '../../../contract/attention.ts';
import type { World } from '../engine/world.ts';
import type { Run } from '../server/run.ts';
import { offeredIn, raisedIn, shownBy, type Case, type Shown } from './case.ts';

interface Update {
  readonly name: string;
  readonly argument: Readonly<Record<string, unknown>>;
}

/** What an owner of the credited wallet would say was credited for an order. */
export type CreditKnown = (orderId: string) => { readonly points: number; readonly cash: readonly object[] };

/** People who look at a payout and say something, rightly or wrongly. */
export class Operators {
  readonly #world: World;
  readonly #creditKnown: CreditKnown;
  #count = 0;

  constructor(world: World, creditKnown: CreditKnown) {
    this.#world = world;
    this.#creditKnown = creditKnown;
  }

  /** One person looks at a payout now and says something. */
  async visit(of: Case, run: Run): Promise<void> {
    // A query waits for the first task.
    if (!run.isOpen || run.history.length === 0) return;
    const shown = await shownBy(run);
    const update = this.#world.stormy ? this.#anything(of, shown) : this.#sensible(of, shown);
    if (update === undefined) return;
    const { name, argument } = update;
    const decision = typeof argument['decision'] === 'string' ? argument['decision'] : undefined;
    this.#count += 1;
    const { trace, coverage, timeline } = this.#world;
    const said = `${name}${decision === undefined ? '' : `/${decision}`}`;
    trace.say(`${run.identity.runId} (${shown.status}) is told ${said}`);
    run.update(name, argument, `u-${this.#count}`, (end) => {
      trace.say(`${run.identity.runId} ${said} ${end.kind}`);
      coverage.note(`update/${said}/${end.kind}`);
      if (end.kind !== 'accepted') return;
      of.accepted.push({ at: timeline.now, runId: run.identity.runId, name, decision });
    });
  }

  #anything(of: Case, shown: Shown): Update | undefined {
    const { random } = this.#world;
    if (random.chance(700)) return this.#sensible(of, shown) ?? this.#say('pollNow');
    return random.weighted<() => Update>([
      [4, () => this.#say('pollNow')],
      [3, () => this.#say('cancel')],
      [1, () => this.#say('approve', { by: 'alice' })],
      [1, () => this.#say('reject')],
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
      return random.weighted([
        [8, this.#say('approve', offer)],
        [1, this.#say('reject', offer)],
        [stormy ? 1 : 0, this.#say('approve', { by: 'alice', ...offer })],
      ]);
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
    if (stormy && random.chance(100)) return {};
    if (stormy && random.chance(50)) return { offer: random.int(1, 9) };
    return answered === undefined ? {} : { offer: answered.offer };
  }

  /** Some forget it in a storm. */
  #note(): { readonly note?: string } {
    const { random, stormy } = this.#world;
    return stormy && random.chance(50) ? {} : { note: 'asked the provider' };
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
      })),
    };
  }

  #confirm(of: Case): Update {
    const { points, cash } = this.#creditKnown(of.orderId);
    const wrong = this.#world.stormy && this.#world.random.chance(150);
    return this.#say('confirmCredit', { points: wrong ? points + 7 : points, cash });
  }

  #say(name: string, argument: Readonly<Record<string, unknown>> = {}): Update {
    return { name, argument: { by: 'bob', ...argument } };
  }
}
