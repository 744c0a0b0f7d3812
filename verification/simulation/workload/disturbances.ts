import type { World } from '../engine/world.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { ActivityTask } from '../server/activityTask.ts';
import type { Run } from '../server/run.ts';
import type { Reuse, SimulatedServer } from '../server/server.ts';
import type { Weather } from '../transport/weather.ts';
import type { Case } from './case.ts';

export interface Disturbed {
  readonly world: World;
  readonly server: SimulatedServer;
  readonly fleet: Fleet;
  readonly weather: Weather;
  readonly cases: readonly Case[];
}

const HOUR = 3600_000;
const BROKEN_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  allinpay: ['3106', '3103', '302'],
  feishu: ['99991672', '99991663', '99991403', '99991400'],
};

const AT_ANY_TIME = [
  [3, 'worker killed'],
  [2, 'queues unserved'],
  [2, 'retries fired early'],
  [2, 'evicted'],
  [3, 'started again'],
  [3, 'run disturbed'],
] as const;

const TO_RUNS = [
  [3, 'terminated'],
  [3, 'reset'],
  [2, 'cancel requested'],
  [1, 'started again'],
] as const;

/** What machines, servers and people do to payouts that are under way, at random moments. */
export class Disturbances {
  readonly #on: Disturbed;

  constructor(on: Disturbed) {
    this.#on = on;
  }

  /** Plans some for the time until the storm is over. */
  plan(count: number, untilMs: number): void {
    const { timeline, random } = this.#on.world;
    for (let planned = 0; planned < count; planned += 1) {
      timeline.in(random.span(0, untilMs), () => {
        if (this.#on.world.stormy) this.#one();
      });
    }
    for (const family of ['allinpay', 'feishu', 'wallet']) {
      if (!random.chance(120)) continue;
      const from = timeline.now + random.span(0, untilMs / 2);
      const codes = BROKEN_SETTINGS[family];
      const code = codes !== undefined && random.chance(500) ? random.pick(codes) : undefined;
      this.#on.weather.plan(family, from, from + random.span(1000, 9 * HOUR), code);
    }
  }

  /** Right after a workflow task, when calls have just been handed out: the moments that matter are short. */
  afterTask(run: Run): void {
    const { timeline, random, stormy } = this.#on.world;
    if (!stormy || !run.isOpen) return;
    for (const activity of run.activities.values()) {
      if (random.chance(15)) this.#endByHand(run, activity);
      if (activity.state === 'running' || !random.chance(25)) continue;
      timeline.in(random.span(0, 90_000), () => {
        if (random.chance(500)) {
          this.#note('attempts raised');
          activity.allowAttempts(random.pick([0, 2, 3]));
        } else {
          this.#note('activity set back');
          activity.setBack(random.chance(500));
          this.#forgetPoll(run);
        }
      });
    }
    if (!random.chance(15)) return;
    timeline.in(random.span(0, 60_000), () => {
      this.#toRun(run);
    });
  }

  /** Somebody ends a call on the server's page, so that "it gets on". */
  #endByHand(run: Run, activity: ActivityTask): void {
    const { timeline, random } = this.#on.world;
    const how = random.pick(['failed', 'cancelled', 'completed without an answer'] as const);
    timeline.in(random.span(0, 60_000), () => {
      if (activity.state === 'closed') return;
      this.#note(`a call ${how} by hand`);
      activity.endByHand(how);
      this.#forgetPoll(run);
    });
  }

  /** The last poll may be forgotten with its heartbeat: whoever does that asks for another. */
  #forgetPoll({ identity: { workflowId, runId } }: Run): void {
    const of = this.#on.cases.find((one) => one.workflowId === workflowId);
    const at = this.#on.world.timeline.now;
    of?.accepted.push({ at, runId, name: 'setBack', by: '', decision: undefined, offer: undefined });
  }

  #one(): void {
    const { random } = this.#on.world;
    const { fleet, cases } = this.#on;
    const of = random.pick(cases);
    if (of === undefined) return;
    const run = this.#on.server.latest(of.workflowId);
    switch (random.weighted(AT_ANY_TIME)) {
      case 'worker killed':
        this.#note('worker killed');
        fleet.kill(random.span(100, 2 * HOUR));
        break;
      case 'queues unserved':
        this.#note('queues unserved');
        fleet.leaveUnserved(random.int(60_000, 3 * HOUR));
        break;
      case 'retries fired early':
        this.#note('retries fired early');
        for (const activity of run?.activities.values() ?? []) activity.retryNow();
        break;
      case 'evicted':
        this.#note('evicted');
        run?.evict();
        break;
      case 'started again':
        this.#startAgain(of, 'rejectDuplicate');
        break;
      case 'run disturbed':
        if (run !== undefined) this.#toRun(run);
        break;
    }
  }

  #toRun(run: Run): void {
    const { world, server, cases } = this.#on;
    const { random, timeline } = world;
    const of = cases.find(({ workflowId }) => workflowId === run.identity.workflowId);
    if (of === undefined || !world.stormy || server.latest(of.workflowId) !== run) return;
    switch (random.weighted(TO_RUNS)) {
      case 'terminated':
        this.#note('terminated');
        server.terminate(run);
        timeline.in(random.span(0, HOUR), () => {
          this.#startAgain(of, 'allowDuplicate');
        });
        break;
      case 'reset':
        this.#reset(run);
        break;
      case 'cancel requested':
        this.#note('cancel requested');
        run.requestCancel();
        break;
      case 'started again':
        this.#startAgain(of, 'allowDuplicate');
        break;
    }
  }

  #reset(run: Run): void {
    if (run.history.length === 0) return;
    this.#note('reset');
    this.#on.server.reset(run, this.#on.world.random.int(1, run.history.length));
  }

  /** As it was, or by somebody who takes the id for an order of their own. */
  #startAgain(of: Case, reuse: Reuse): void {
    const another = this.#on.world.random.chance(350) ? of.another : undefined;
    const started = this.#on.server.start(of.flow, of.workflowId, another ?? of.input, reuse);
    this.#note(`started again${another === undefined ? '' : ' for others'}: ${started.kind}`);
  }

  #note(what: string): void {
    this.#on.world.coverage.note(`disturbance/${what}`);
    this.#on.world.trace.say(what);
  }
}
