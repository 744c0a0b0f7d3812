import { decisions, type Decision } from '../../../contract/attention.ts';
import type { World } from '../engine/world.ts';
import type { Run } from '../server/run.ts';
import { shownBy, type Case, type Shown } from './case.ts';

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
      [4, () => this.#decide(of, random.pick(decisions))],
    ])();
  }

  /** What somebody says who has read what is shown. */
  #sensible(of: Case, { status, attention }: Shown): Update | undefined {
    const { random, stormy } = this.#world;
    if (status === 'awaitingApproval') {
      return random.weighted([
        [8, this.#say('approve')],
        [1, this.#say('reject')],
        [stormy ? 1 : 0, this.#say('approve', { by: 'alice' })],
      ]);
    }
    if (status === 'crediting' && attention === null) return this.#confirm(of);
    const decision = random.pick(attention?.decisions ?? []);
    if (decision === undefined) return undefined;
    // Where nothing is broken any more, deciding to look again and again would never end.
    const last = !stormy && decision === 'recheck' && attention?.decisions.includes('accept') === true;
    return this.#decide(of, last ? 'accept' : decision);
  }

  #decide(of: Case, decision: Decision): Update {
    const { random, timeline } = this.#world;
    if (decision === 'cancel') return this.#say('cancel');
    if (decision === 'extend') {
      const settleBy = new Date(timeline.now + random.int(3600_000, 48 * 3600_000)).toISOString();
      return this.#say('resolve', { decision, settleBy });
    }
    const says = decision === 'accept' && of.flow === 'referralWithdrawal' && random.chance(900);
    return this.#say('resolve', { decision, ...(says ? this.#creditKnown(of.orderId) : {}) });
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
