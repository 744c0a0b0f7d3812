import type { AllinpayWithdrawalResult } from '../../contract/allinpayWithdrawal.ts';
import type { MoneyFlow } from '../../contract/names.ts';
import { DEFAULT_POLL_PLAN, pollPlanSchema } from '../../providers/allinpay/pollPlan.ts';
import { checkBookings, checkEnd, checkSnapshot } from './checks/allinpay.ts';
import { CallChecks } from './checks/calls.ts';
import { Broken, mustHold } from './engine/broken.ts';
import { Coverage } from './engine/coverage.ts';
import { Random } from './engine/random.ts';
import { Timeline } from './engine/timeline.ts';
import { Trace } from './engine/trace.ts';
import { liveBy } from './engine/virtualClock.ts';
import type { World } from './engine/world.ts';
import { Fleet } from './fleet/fleet.ts';
import { AllinpayBook } from './providers/allinpayBook.ts';
import { AllinpayGateway } from './providers/allinpayGateway.ts';
import { decode } from './server/proto.ts';
import type { Run } from './server/run.ts';
import { SimulatedServer } from './server/server.ts';
import { viewOf } from './server/view.ts';
import type { WorkflowCode } from './server/workflowCode.ts';
import { Network } from './transport/network.ts';
import { carryBy } from './transport/post.ts';
import { Weather, type Roughness } from './transport/weather.ts';
import { allinpayCase } from './workload/allinpayOrders.ts';
import { shownBy, type Case } from './workload/case.ts';
import { Disturbances } from './workload/disturbances.ts';
import { Operators } from './workload/operators.ts';

const HOUR = 3600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.parse('2026-03-02T00:00:00Z');
const PLAN = pollPlanSchema.parse(DEFAULT_POLL_PLAN);

export interface Outcome {
  readonly seed: number;
  readonly hash: string;
  readonly payouts: number;
  readonly coverage: Coverage;
  readonly trace: Trace;
  readonly broken?: { readonly rule: string; readonly message: string };
}

/** Tells the whole story of one seed and holds it against the rules. */
export async function simulate(
  seed: number,
  code: WorkflowCode,
  _flow: MoneyFlow | undefined,
): Promise<Outcome> {
  const random = new Random(seed);
  const timeline = new Timeline(BEGIN + random.int(0, 2 * DAY));
  liveBy(timeline);
  const trace = new Trace(() => timeline.now);
  const coverage = new Coverage();
  const world: World = { timeline, random, trace, coverage, stormy: true };
  const story = new Story(world, code);
  let broken: Outcome['broken'];
  try {
    await story.tell();
  } catch (error) {
    const rule = error instanceof Broken ? error.rule : 'no exception';
    broken = { rule, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  story.putAway();
  const payouts = story.cases.length;
  return { seed, hash: trace.hash, payouts, coverage, trace, ...(broken === undefined ? {} : { broken }) };
}

class Story {
  readonly cases: Case[] = [];
  readonly #world: World;
  readonly #server: SimulatedServer;
  readonly #book: AllinpayBook;
  readonly #operators: Operators;
  readonly #disturbances: Disturbances;
  readonly #checks: CallChecks;
  readonly #last = new Map<Run, AllinpayWithdrawalResult>();
  #failed: Error | undefined;

  constructor(world: World, code: WorkflowCode) {
    this.#world = world;
    const { random, timeline, coverage } = world;
    const unit = random.pick(['yuan', 'fen'] as const);
    const roughness = random.weighted<Roughness>([
      [2, 0],
      [4, 60],
      [4, 250],
      [1, 600],
    ]);
    coverage.note(`weather/${roughness}`);
    this.#book = new AllinpayBook(world, {
      feeFen: random.pick([0, 50]),
      feeInside: random.chance(500),
    });
    const weather = new Weather(world, roughness);
    const fleet: Fleet = new Fleet(
      world,
      {
        amountUnit: unit,
        feishuLimits: {},
        mortality: random.pick([0, 0, 50, 300]),
        stalling: random.pick([0, 0, 200]),
      },
      () => view,
      {
        died: () => {
          this.#server.evictAll();
        },
        recorded: (task, ending, startedAt) => {
          this.#guard(() => {
            this.#checks.recorded(task, ending, startedAt);
          });
        },
      },
    );
    this.#server = new SimulatedServer(world, code, fleet, (run) => this.#afterTask(run));
    const downFrom = timeline.now + random.span(0, 6 * HOUR);
    const downUntil = random.chance(100) ? downFrom + random.span(1000, 2 * HOUR) : 0;
    const view = viewOf(world, this.#server, {
      lagMs: random.pick([0, 40, 2000]),
      answers: () => timeline.now < downFrom || timeline.now >= downUntil,
      isServed: () => fleet.isServed,
    });
    this.#checks = new CallChecks(PLAN, new Map(), (workflowId) =>
      this.cases.find((of) => of.workflowId === workflowId),
    );
    const network = new Network(
      world,
      weather,
      fleet,
      [new AllinpayGateway(world, this.#book, unit)],
      (sent) => {
        this.#guard(() => {
          this.#checks.arrived(sent, timeline.now);
        });
      },
    );
    carryBy((request) => network.carry(request));
    this.#operators = new Operators(world, () => ({ points: 0, cash: [] }));
    this.#disturbances = new Disturbances({
      world,
      server: this.#server,
      fleet,
      weather,
      cases: this.cases,
    });
  }

  async tell(): Promise<void> {
    const { timeline, random } = this.#world;
    const storm = random.span(HOUR, 36 * HOUR);
    const stormEnds = timeline.now + storm;
    const count = random.weighted([
      [6, 1],
      [3, 2],
      [1, 3],
    ]);
    for (let number = 1; number <= count; number += 1) this.#planCase(number, storm);
    this.#disturbances.plan(random.int(0, 3), storm);
    await this.#until(() => timeline.now >= stormEnds, stormEnds);
    this.#world.stormy = false;
    this.#world.trace.say('the storm is over');
    const deadline = timeline.now + 30 * DAY;
    this.#planDrain();
    await this.#until(() => false, deadline);
    await this.#judge();
  }

  putAway(): void {
    this.#server.evictAll();
  }

  #planCase(number: number, storm: number): void {
    const { timeline, random, coverage } = this.#world;
    timeline.in(random.span(0, storm / 2), () => {
      const of = allinpayCase(this.#world, this.#book, number);
      this.cases.push(of);
      coverage.note(`payout/${of.flow}`);
      this.#server.start(of.flow, of.workflowId, of.input, 'rejectDuplicate');
      for (let visits = random.int(0, 4); visits > 0; visits -= 1) {
        timeline.in(random.span(0, storm), () => this.#visit(of));
      }
    });
  }

  /** When everything works again, somebody looks at every open payout each hour until all have ended. */
  #planDrain(): void {
    const { timeline } = this.#world;
    timeline.in(HOUR, async () => {
      const open = this.cases.filter((of) => this.#server.latest(of.workflowId)?.isOpen === true);
      if (open.length === 0) return;
      for (const of of open) await this.#visit(of);
      this.#planDrain();
    });
  }

  async #visit(of: Case): Promise<void> {
    const run = this.#server.latest(of.workflowId);
    if (run !== undefined) await this.#operators.visit(of, run);
  }

  async #until(reached: () => boolean, deadline: number): Promise<void> {
    const { timeline } = this.#world;
    while (!reached()) {
      const next = timeline.nextAt;
      if (next === undefined || next > deadline) return;
      await timeline.step();
      if (this.#failed !== undefined) throw this.#failed;
    }
  }

  /** What is checked where no caller takes an exception. */
  #guard(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#failed ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  async #afterTask(run: Run): Promise<void> {
    this.#disturbances.afterTask(run);
    if (run.isOpen && !this.#world.random.chance(300)) return;
    const snapshot = (await run.snapshot()) as AllinpayWithdrawalResult;
    checkSnapshot(snapshot, this.#last.get(run));
    this.#last.set(run, snapshot);
    if (!run.isOpen) return;
    const waitsForPeople = snapshot.attention !== null || snapshot.status === 'awaitingApproval';
    mustHold(
      waitsForPeople || run.waitsForSomething,
      'open with a next step',
      () => `${run.identity.runId} is ${snapshot.status} and waits for nothing`,
    );
  }

  async #judge(): Promise<void> {
    for (const of of this.cases) {
      checkBookings(of, this.#book);
      for (const run of this.#server.runs) {
        if (run.identity.workflowId !== of.workflowId) continue;
        await this.#judgeRun(of, run);
      }
    }
  }

  async #judgeRun(of: Case, run: Run): Promise<void> {
    const { coverage } = this.#world;
    const { runId } = run.identity;
    if (run.isOpen) {
      const { status, attention } = await shownBy(run);
      mustHold(
        false,
        'everything ends',
        () => `${runId} is still ${status} (${attention?.reason ?? 'no attention'})`,
      );
    }
    if (run.status === 'TERMINATED') return;
    const snapshot = (await run.snapshot()) as AllinpayWithdrawalResult;
    coverage.note(`end/${of.flow}/${run.status}/${snapshot.status}`);
    const failure = run.failure?.applicationFailureInfo;
    const told = run.status === 'COMPLETED' ? run.result : decode(failure?.details?.payloads?.[0]);
    if (run.status !== 'CANCELED') {
      mustHold(
        JSON.stringify(told) === JSON.stringify(snapshot),
        'the query says what the end said',
        () => `${runId}: ${JSON.stringify(told)} is not ${JSON.stringify(snapshot)}`,
      );
    }
    mustHold(
      of.invalid === (failure?.type === 'InvalidInput'),
      'what is wrong is refused, what is right is not',
      () => `${runId} ended as ${failure?.type ?? run.status}: ${run.failure?.message ?? ''}`,
    );
    checkEnd(of, run, snapshot, this.#book);
  }
}
