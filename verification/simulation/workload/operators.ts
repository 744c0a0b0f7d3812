import { checkTaken, type Before } from '../checks/decisions.ts';
import type { World } from '../engine/world.ts';
import type { Run } from '../server/run.ts';
import { shownBy, type Case, type Shown } from './case.ts';
import type { Sayings, Update } from './sayings.ts';

/** Runs a check where no caller takes an exception. */
export type Guard = (check: () => void) => void;

/** People who look at payouts and say something, one alone or two at once. */
export class Operators {
  readonly #world: World;
  readonly #sayings: Sayings;
  readonly #guard: Guard;
  #count = 0;

  constructor(world: World, sayings: Sayings, guard: Guard) {
    this.#world = world;
    this.#sayings = sayings;
    this.#guard = guard;
  }

  /** Somebody looks at a payout now and says something; in a storm now and then somebody else has looked, too. */
  async visit(of: Case, run: Run): Promise<void> {
    // A query waits for the first task.
    if (!run.isOpen || run.history.length === 0) return;
    const shown = await shownBy(run);
    const { stormy, random } = this.#world;
    const update = this.#sayings.on(of, shown);
    if (update === undefined) return;
    this.#tell(of, run, shown, update, 'alone');
    if (stormy && random.chance('decision' in update.argument ? 500 : 200))
      this.#another(of, run, shown, update);
  }

  /**
   * A second person says what they make of the same sight: in the same task, in one right after, or while what the first
   * one decided is being carried out.
   */
  #another(of: Case, run: Run, shown: Shown, first: Update): void {
    const { random, timeline } = this.#world;
    const said = random.chance(400) ? first : (this.#sayings.on(of, shown) ?? first);
    const second = { ...said, argument: { ...said.argument, by: 'carol' } };
    const after = random.pick([
      0,
      0,
      random.int(1, 50),
      random.int(50, 3000),
      random.int(1000, 60_000),
    ] as const);
    const isDecided = 'decision' in first.argument && 'decision' in second.argument;
    timeline.in(after, () => {
      this.#tell(of, run, shown, second, isDecided ? 'second of two who decide' : 'second');
    });
  }

  #tell(of: Case, run: Run, shown: Shown, { name, argument }: Update, who: string): void {
    const { decision, offer, by } = argument as { decision?: string; offer?: number; by: string };
    this.#count += 1;
    const { trace, coverage, timeline } = this.#world;
    const said = `${name}${decision === undefined ? '' : `/${decision}`}`;
    const { runId } = run.identity;
    trace.say(`${runId} (${shown.status}) is told ${said}`);
    run.update(name, argument, `u-${this.#count}`, (end) => {
      trace.say(`${runId} ${said} ${end.kind}`);
      coverage.note(`update/${said}/${end.kind}`);
      coverage.note(`people/${who}/${offer === undefined ? 'no offer named' : 'by offer'}/${end.kind}`);
      if (end.kind !== 'accepted') return;
      this.#guard(() => {
        const taken = { at: timeline.now, runId, name, decision, by };
        const answered = checkTaken(of, taken, offer, end.before as Before);
        of.accepted.push({ ...taken, offer: answered });
      });
    });
  }
}
