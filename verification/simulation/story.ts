import type { MoneyFlow } from '../../contract/flows/names.ts';
import { DEFAULT_POLL_PLAN, pollPlanSchema } from '../../providers/allinpay/pollPlan.ts';
import { CallChecks } from './checks/calls.ts';
import { checkClosed, checkOpen } from './checks/runs.ts';
import type { World } from './engine/world.ts';
import { Fleet } from './fleet/fleet.ts';
import { allinpayFlow } from './flows/allinpay.ts';
import { correctionFlow } from './flows/correction.ts';
import type { SimulatedFlow } from './flows/flow.ts';
import { referralFlow } from './flows/referral.ts';
import type { RunRef } from './server/activityOrder.ts';
import type { Run } from './server/run.ts';
import { SimulatedServer } from './server/server.ts';
import { viewOf } from './server/view.ts';
import type { WorkflowCode } from './server/workflowCode.ts';
import { Network } from './transport/network.ts';
import { carryBy } from './transport/post.ts';
import { Weather, type Roughness } from './transport/weather.ts';
import type { Case, Shown } from './workload/case.ts';
import { Disturbances } from './workload/disturbances.ts';
import { Operators } from './workload/operators.ts';
import { Sayings } from './workload/sayings.ts';

const HOUR = 3600_000;
const THIRTY_DAYS = 30 * 24 * HOUR;
const PLAN = pollPlanSchema.parse(DEFAULT_POLL_PLAN);

/** One seed's payouts, from their start through a storm of faults to their end when everything works again. */
export class Story {
  readonly #world: World;
  readonly #cases: Case[] = [];
  readonly #flows: readonly SimulatedFlow[];
  readonly #server: SimulatedServer;
  readonly #operators: Operators;
  readonly #disturbances: Disturbances;
  readonly #checks: CallChecks;
  #broken: Error | undefined;

  constructor(world: World, code: WorkflowCode, only: MoneyFlow | undefined) {
    this.#world = world;
    const { random, timeline, coverage } = world;
    const amountUnit = random.pick(['yuan', 'fen'] as const);
    const roughness = random.weighted<Roughness>([
      [2, 0],
      [4, 60],
      [4, 250],
      [1, 600],
    ]);
    coverage.note(`weather/${roughness}`);
    const flows = [allinpayFlow(world, amountUnit), referralFlow(world), correctionFlow(world)];
    this.#flows = only === undefined ? flows : flows.filter(({ flow }) => flow === only);
    const weather = new Weather(world, roughness);
    const limit = random.pick([undefined, { calls: 2, windowMs: 30_000 }]);
    const feishuLimits = limit === undefined ? {} : { withdraw: limit, reconciliation: limit };
    const mortality = random.pick([0, 0, 50, 300]);
    const fleet: Fleet = new Fleet(
      world,
      { amountUnit, feishuLimits, mortality, stalling: random.pick([0, 0, 200]) },
      () => view,
      {
        died: () => {
          this.#server.evictAll();
        },
        recorded: (task, ending, startedAt) => {
          this.#guard(() => {
            this.#checks.recorded(task, ending, startedAt);
            if (ending.kind === 'completed') this.#flowOf(task.run)?.checkAnswer?.(task.run, ending.value);
          });
        },
      },
    );
    this.#server = new SimulatedServer(world, code, fleet, (run) => this.#afterTask(run));
    const silentFrom = timeline.now + random.span(0, 6 * HOUR);
    const silentUntil = random.chance(100) ? silentFrom + random.span(1000, 2 * HOUR) : 0;
    const view = viewOf(world, this.#server, {
      lagMs: random.pick([0, 40, 2000]),
      answers: () => timeline.now < silentFrom || timeline.now >= silentUntil,
      isServed: () => fleet.isServed,
    });
    const limits = new Map(Object.entries(feishuLimits).map(([api, kept]) => [`feishu.${api}`, kept]));
    this.#checks = new CallChecks(PLAN, limits, (workflowId) => this.#caseOf(workflowId));
    const providers = flows.flatMap((flow) => flow.providers);
    const network = new Network(world, weather, fleet, providers, (sent) => {
      this.#guard(() => {
        this.#checks.arrived(sent, timeline.now);
      });
    });
    carryBy((request) => network.carry(request));
    const creditKnown = flows.find((flow) => flow.creditKnown !== undefined)?.creditKnown;
    const sayings = new Sayings(world, creditKnown ?? (() => ({ points: 0, cash: [] })));
    this.#operators = new Operators(world, sayings, (check) => {
      this.#guard(check);
    });
    this.#disturbances = new Disturbances({
      world,
      server: this.#server,
      fleet,
      weather,
      cases: this.#cases,
    });
  }

  get payouts(): number {
    return this.#cases.length;
  }

  /** @throws Broken where a rule did not hold */
  async tell(): Promise<void> {
    const { timeline, random, trace } = this.#world;
    const storm = random.span(HOUR, 36 * HOUR);
    const stormEnds = timeline.now + storm;
    const count = random.weighted([
      [16, 1],
      [3, 2],
      [1, 3],
    ]);
    for (let number = 1; number <= count; number += 1) this.#planCase(number, storm);
    this.#disturbances.plan(random.int(0, 3), storm);
    await this.#until(stormEnds);
    this.#world.stormy = false;
    trace.say('the storm is over');
    this.#planVisits();
    await this.#until(timeline.now + THIRTY_DAYS);
    await this.#judge();
  }

  putAway(): void {
    this.#server.evictAll();
  }

  #caseOf(workflowId: string | undefined): Case | undefined {
    return this.#cases.find((of) => of.workflowId === workflowId);
  }

  #planCase(number: number, storm: number): void {
    const { timeline, random, coverage } = this.#world;
    timeline.in(random.span(0, storm / 2), () => {
      const of = random.pick(this.#flows)?.newCase(number);
      if (of === undefined) return;
      this.#cases.push(of);
      coverage.note(`payout/${of.flow}`);
      this.#server.start(of.flow, of.workflowId, of.input, 'rejectDuplicate');
      for (let visits = random.int(0, 4); visits > 0; visits -= 1) {
        timeline.in(random.span(0, storm), () => this.#visit(of));
      }
    });
  }

  /** When everything works again, somebody looks at every open payout each hour until all have ended. */
  #planVisits(): void {
    const { timeline } = this.#world;
    timeline.in(HOUR, async () => {
      const open = this.#cases.filter((of) => this.#server.latest(of.workflowId)?.isOpen === true);
      if (open.length === 0) return;
      for (const of of open) await this.#visit(of);
      this.#planVisits();
    });
  }

  async #visit(of: Case): Promise<void> {
    const run = this.#server.latest(of.workflowId);
    if (run !== undefined) await this.#operators.visit(of, run);
  }

  async #until(deadline: number): Promise<void> {
    const { timeline } = this.#world;
    for (;;) {
      const next = timeline.nextAt;
      if (next === undefined || next > deadline) return;
      await timeline.step();
      if (this.#broken !== undefined) throw this.#broken;
    }
  }

  /** Checks where no caller takes an exception. */
  #guard(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#broken ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  async #afterTask(run: Run): Promise<void> {
    this.#disturbances.afterTask(run);
    if (run.isOpen && !this.#world.random.chance(120)) return;
    const snapshot = await run.snapshot();
    this.#flowOf(run.identity)?.checkSnapshot?.(snapshot);
    const shown = snapshot as Shown;
    this.#world.coverage.note(`status/${shown.status}`);
    if (run.isOpen) checkOpen(run, shown);
  }

  #flowOf({ workflowType }: Pick<RunRef, 'workflowType'>): SimulatedFlow | undefined {
    return this.#flows.find(({ flow }) => flow === workflowType);
  }

  async #judge(): Promise<void> {
    for (const run of this.#server.runs) {
      const of = this.#caseOf(run.identity.workflowId);
      if (of === undefined) continue;
      const snapshot = run.history.length === 0 ? undefined : await run.snapshot();
      checkClosed(of, run, snapshot);
      if (run.status === 'TERMINATED') continue;
      const { status } = snapshot as Shown;
      this.#world.coverage.note(`end/${of.flow}/${run.status}/${status}`);
      this.#flowOf(run.identity)?.checkEnd(of, run, snapshot);
    }
    for (const of of this.#cases) this.#flows.find(({ flow }) => flow === of.flow)?.checkOrder(of);
  }
}
