import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { concurrently } from '../../clients/concurrently.ts';
import { workflowIdOfRequest, type PayoutRequest } from '../../clients/index.ts';
import type { Decision } from '../../contract/attention.ts';
import type { RealWorld } from '../../test/harness/realWorld.ts';
import type { Patch } from '../../test/harness/workerProgram.ts';
import { CRASHES_LEAST, crashUntil, type CrashPlan, type Crashes } from './crashes.ts';
import { differences, readEnds, statusCounts, type Ends } from './endState.ts';
import { Fleet } from './fleet.ts';
import { readTraces, type Traces } from './histories.ts';
import { startLoadWorld } from './loadWorld.ts';
import { startOperator, type Operator } from './operator.ts';
import { throughOutages } from './outages.ts';
import { BATCH, makePayouts } from './payoutMix.ts';
import { randomOf } from './random.ts';
import { atLeast, atMost, none, type ScenarioReport } from './report.ts';

export interface KillsOptions {
  readonly payouts: number;
  readonly seed: number;
  readonly plan: CrashPlan;
  /** what differs in the workers from the sources that are here */
  readonly patches?: readonly Patch[];
  /** ms in which everything must have ended */
  readonly deadlineMs: number;
  readonly say: (line: string) => void;
}

const sendApis: readonly string[] = ['allinpay.withdraw', 'feishu.withdraw', 'feishu.lumpSumUpdate'];
const WORKERS = 2;
const STARTS_AT_ONCE = 16;
/**
 * Calls of the providers beyond those of the undisturbed run, for each call that was lost. What is not known is looked up
 * once a second by the plan here, until the workers are back and a person has answered: half a minute at most.
 */
const EXTRA_CALLS_MAX = 30;

interface Run {
  readonly ends: Ends;
  readonly traces: Traces;
  readonly calls: number;
  /** of them, those that can move money */
  readonly sends: number;
  readonly crashes: Crashes;
  readonly operator: Pick<Operator, 'decisions' | 'seen'>;
  readonly seconds: number;
}

/** The same payouts twice: left alone, and with workers and server killed while they run. */
export async function kills(options: KillsOptions): Promise<ScenarioReport> {
  const { payouts, say } = options;
  const begun = performance.now();
  say(`kills: ${payouts} payouts undisturbed …`);
  const calm = await run({ ...options, plan: { ...options.plan, most: 0 } });
  say(`kills: the same ${payouts} with workers and server killed …`);
  const rough = await run(options);
  const seconds = (performance.now() - begun) / 1000;
  return { scenario: 'kills', size: `${payouts} payouts`, seconds, ...compared(calm, rough, options.plan) };
}

function compared(calm: Run, rough: Run, plan: CrashPlan): Pick<ScenarioReport, 'claims' | 'figures'> {
  // A busy server loses calls by itself: a person may have decided in either run.
  const decided = [...calm.operator.decisions, ...rough.operator.decisions];
  const isDecided = (order: string, decision?: Decision): boolean =>
    decided.some(
      ([id, said]) => id.endsWith(`/${order}`) && (decision === undefined || said.includes(decision)),
    );
  const otherStatus = differences(calm.ends, rough.ends, ({ status }) => status);
  // A word that arrived while the worker died: the run has it, and the operator never heard so.
  const isStated = (order: string): boolean =>
    [calm.ends, rough.ends].some((ends) => ends.get(order)?.statedBy !== undefined);
  const undecided = [...otherStatus].filter(([order]) => !isDecided(order) && !isStated(order));
  const otherWords = differences(calm.ends, rough.ends, ({ told }) => told);
  const unaccepted = [...otherWords].filter(([order]) => !isDecided(order, 'accept'));
  const { crashes, traces } = rough;
  return {
    claims: [
      none('paid, credited or corrected more than once', moreThanOnce(rough.ends)),
      none('booked otherwise than undisturbed', [
        ...differences(calm.ends, rough.ends, ({ booked }) => booked).values(),
      ]),
      none(
        'sums told otherwise than undisturbed, and no person accepted that',
        unaccepted.map(([, words]) => words),
      ),
      none(
        'another status than undisturbed, and no person decided so',
        undecided.map(([, words]) => words),
      ),
      none('workflow tasks that failed', [...calm.traces.failedTasks, ...traces.failedTasks]),
      atMost(
        'sends beyond those undisturbed and one for each lost',
        rough.sends - calm.sends,
        traces.lostCalls,
      ),
      atMost(
        'calls of the providers beyond those undisturbed, for each lost',
        (rough.calls - calm.calls) / Math.max(1, traces.lostCalls),
        EXTRA_CALLS_MAX,
      ),
      atLeast('crashes of all workers', crashes.workers, CRASHES_LEAST),
      atLeast('crashes of the server', crashes.server, plan.serverAfter.length),
      atMost('workers that ended with their server', crashes.lostByServer, 0),
    ],
    figures: {
      'undisturbed: ends': statusCounts(calm.ends),
      'disturbed: ends': statusCounts(rough.ends),
      'decided by a person': `${decisionCounts(calm.operator)} undisturbed, ${decisionCounts(rough.operator)} disturbed`,
      'needed a person at some time': rough.operator.seen.size,
      'calls of the providers': `${calm.calls} undisturbed, ${rough.calls} disturbed`,
      'of them sends': `${calm.sends} undisturbed, ${rough.sends} disturbed`,
      'sends and other single calls whose worker was killed': traces.lostCalls,
      'workflow tasks whose worker was killed': traces.lostTasks,
      'longest history': `${calm.traces.longest} events undisturbed, ${traces.longest} disturbed`,
      'time to the last end': `${calm.seconds.toFixed(0)} s undisturbed, ${rough.seconds.toFixed(0)} s disturbed`,
    },
  };
}

function decisionCounts({ decisions }: Pick<Operator, 'decisions'>): string {
  const counts = new Map<string, number>();
  for (const decision of [...decisions.values()].flat())
    counts.set(decision, (counts.get(decision) ?? 0) + 1);
  return [...counts].map(([decision, count]) => `${count} ${decision}`).join(' and ') || 'nothing';
}

function moreThanOnce(ends: Ends): string[] {
  return [...ends].filter(([, { paid }]) => paid.some((times) => times > 1)).map(([order]) => order);
}

async function run({ payouts, seed, plan, patches = [], deadlineMs, say }: KillsOptions): Promise<Run> {
  const world = await startLoadWorld({ database: true, patches });
  const over = new AbortController();
  const ending: (() => Promise<unknown>)[] = [() => world.stop()];
  try {
    const requests = await makePayouts(world, payouts, seed);
    const fleet = new Fleet(world, WORKERS);
    await fleet.start();
    const before = world.sandbox.ledger().calls.length;
    const begun = performance.now();
    const operator = startOperator(world);
    ending.push(() => operator.stop());
    const enough = new AbortController();
    const hands = { world, fleet, random: randomOf(seed) };
    const crashing = crashUntil(over.signal, hands, plan, () => {
      enough.abort();
    });
    ending.push(() => crashing.catch(() => undefined));
    const closing = Promise.all([
      startAll(world, requests, enough.signal),
      untilClosed(world, payouts, deadlineMs, over.signal),
    ]);
    closing.catch(() => undefined);
    // A crash that cannot be brought about ends the run: nothing would be shown by going on.
    await Promise.race([closing, crashing.then(() => closing)]);
    over.abort();
    const crashes = await crashing;
    await operator.stop();
    const seconds = (performance.now() - begun) / 1000;
    say(`kills: all closed after ${seconds.toFixed(0)} s, ${crashes.workers} + ${crashes.server} crashes`);
    const calls = world.sandbox.ledger().calls.slice(before);
    return {
      ends: await readEnds(world, requests),
      traces: await readTraces(world.client, requests.map(workflowIdOfRequest)),
      calls: calls.length,
      sends: calls.filter(({ api }) => sendApis.includes(api)).length,
      crashes,
      operator,
      seconds,
    };
  } finally {
    over.abort();
    for (const end of ending.reverse()) await end();
  }
}

/**
 * A start that got no answer is made again: the id makes that safe. The last ones wait for the crashes that the plan must
 * come to: a fast machine would be through before.
 */
async function startAll(
  world: RealWorld,
  requests: readonly PayoutRequest[],
  enough: AbortSignal,
): Promise<void> {
  const held = Math.ceil(requests.length / 5);
  const start = (some: readonly PayoutRequest[]): Promise<unknown> =>
    concurrently(some, STARTS_AT_ONCE, (request) => throughOutages(() => world.payouts.start(request)));
  await start(requests.slice(0, -held));
  if (!enough.aborted) await once(enough, 'abort');
  await start(requests.slice(-held));
}

/** @throws naming some of those that are open, when not all are closed in time */
async function untilClosed(
  world: RealWorld,
  payouts: number,
  deadlineMs: number,
  over: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  const closed = { batchId: BATCH, query: "ExecutionStatus != 'Running'" };
  const open = { batchId: BATCH, query: "ExecutionStatus = 'Running'" };
  for (;;) {
    const count = await throughOutages(() => world.payouts.count(closed));
    if (count >= payouts) return;
    if (Date.now() > deadline) {
      const left = await world.payouts.list(open, 10);
      const named = left.map(({ workflowId, status }) => `${workflowId} ${status}`);
      throw new Error(`${payouts - count} payouts are still open: ${named.join('; ')}`);
    }
    if (over.aborted) return;
    await pause(500);
  }
}
