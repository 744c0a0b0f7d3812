import { setTimeout as pause } from 'node:timers/promises';
import { concurrently } from '../../clients/concurrently.ts';
import type { AllinpayWithdrawalInput } from '../../contract/flows/allinpayWithdrawal.ts';
import { searchAttributes } from '../../contract/searchAttributes.ts';
import { residentMb } from '../../test/harness/memory.ts';
import { allinpayId, setAccount, type RealWorld } from '../../test/harness/realWorld.ts';
import { readTraces } from './histories.ts';
import { startLoadWorld } from './loadWorld.ts';
import { startOperator } from './operator.ts';
import { BATCH } from './payoutMix.ts';
import { polledTimes, pollTimes, type PollTimes } from './polls.ts';
import { atMost, none, type ScenarioReport } from './report.ts';

export interface OpenOptions {
  readonly payouts: number;
  /** seconds from one poll of a payout to the next */
  readonly every: number;
  /** rounds of polls while all are open */
  readonly rounds: number;
  /** seconds that a poll may come late: also one that the server noted as started and did not hand to a worker */
  readonly mostLate: number;
  /** MB that the worker may hold in memory, all in all */
  readonly mostMemory: number;
  /** MB of the worker's heap: what it caches of workflows follows from it */
  readonly heapMb: number;
  /** ms that settling may take, once the provider has settled */
  readonly deadlineMs: number;
  readonly say: (line: string) => void;
}

/** One account takes all the money: so one word to the provider settles everything. */
const ACCOUNT = 'S-OPEN';
const STARTS_AT_ONCE = 16;
const FIRST_SECONDS = 5;

interface Memory {
  readonly at: string;
  readonly worker: number;
}

/** Many payouts open at once, each polled by the plan, until the provider has settled them all. */
export async function open(options: OpenOptions): Promise<ScenarioReport> {
  const { payouts, every, heapMb } = options;
  const begun = performance.now();
  const world = await startLoadWorld({
    environment: {
      NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
      ALLINPAY_POLL_PLAN: JSON.stringify({
        first: { after: `${FIRST_SECONDS}s` },
        every: `${every}s`,
        quiet: null,
        // Nearly all of it: what is polled at once is spread over the whole plan.
        jitter: `${every - 1}s`,
      }),
    },
  });
  try {
    await setAccount(world.sandbox, ACCOUNT, 'never');
    const operator = startOperator(world);
    const seen = await watch(world, options).finally(() => operator.stop());
    return {
      scenario: 'open',
      size: `${payouts} payouts, polled every ${every} s, heap ${heapMb} MB`,
      seconds: (performance.now() - begun) / 1000,
      ...(await judged(world, options, seen, operator.decisions.size)),
    };
  } finally {
    await world.stop();
  }
}

interface Seen {
  readonly memory: readonly Memory[];
  /** while they were started, and until all had been sent */
  readonly pollsBefore: PollTimes;
  /** while all were open */
  readonly polls: PollTimes;
  readonly startSeconds: number;
  readonly openAtOnce: number;
  readonly settleSeconds: number;
}

async function watch(world: RealWorld, options: OpenOptions): Promise<Seen> {
  const { payouts, rounds, say } = options;
  const worker = await world.startWorker();
  const memory: Memory[] = [];
  const look = async (at: string): Promise<void> => {
    memory.push({ at, worker: await residentMb(worker.pid) });
    say(`open: ${at}: worker ${memory.at(-1)?.worker ?? 0} MB`);
  };
  await look('start');
  const begun = Date.now();
  const marks = new Set([payouts / 4, payouts / 2, payouts].map(Math.floor));
  let started = 0;
  await concurrently(ordersOf(payouts), STARTS_AT_ONCE, async (order) => {
    await world.payouts.startAllinpayWithdrawal(order);
    started += 1;
    if (marks.has(started)) await look(`${started} started`);
  });
  const startSeconds = (Date.now() - begun) / 1000;
  await untilCount(world, "PayoutStatus = 'processing' AND ExecutionStatus = 'Running'", payouts, options);
  const allOpen = Date.now();
  for (let round = 1; round <= rounds; round += 1) {
    await untilPolled(world, payouts, round, allOpen, options);
    await look(`all polled ${round} times`);
  }
  const openAtOnce = await world.payouts.count({ query: "ExecutionStatus = 'Running'" });
  const until = Date.now();
  const ledger = world.sandbox.ledger();
  const pollsBefore = pollTimes(ledger, { from: begun, until: allOpen });
  const polls = pollTimes(ledger, { from: allOpen, until });
  await setAccount(world.sandbox, ACCOUNT, 'settled');
  await untilCount(world, "ExecutionStatus = 'Completed'", payouts, options);
  const settleSeconds = (Date.now() - until) / 1000;
  await look('all settled');
  return { memory, pollsBefore, polls, startSeconds, openAtOnce, settleSeconds };
}

/** @throws when not all were looked up so often since then in time */
async function untilPolled(
  world: RealWorld,
  payouts: number,
  times: number,
  since: number,
  { deadlineMs }: OpenOptions,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (polledTimes(world.sandbox.ledger(), times, since) < payouts) {
    if (Date.now() > deadline) throw new Error(`not all were polled ${times} times`);
    // Each look copies the whole ledger, which holds the stand-ins up.
    await pause(3000);
  }
}

function ordersOf(payouts: number): AllinpayWithdrawalInput[] {
  return Array.from({ length: payouts }, (_, index) => ({
    orderId: `O-${index}`,
    details: [{ externalCode: ACCOUNT, amount: '10.00' }],
    batchId: BATCH,
  }));
}

/** @throws when so many do not match in time */
async function untilCount(
  world: RealWorld,
  query: string,
  wanted: number,
  { deadlineMs, say }: OpenOptions,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const count = await world.payouts.count({ batchId: BATCH, query });
    if (count >= wanted) return;
    if (Date.now() > deadline) throw new Error(`${count} of ${wanted}: ${query}`);
    say(`open: ${count} of ${wanted}: ${query}`);
    await pause(2000);
  }
}

/** Histories read for failed workflow tasks: all of them would take longer than the run. */
const HISTORIES = 500;

async function judged(
  world: RealWorld,
  { payouts, every, mostLate, mostMemory }: OpenOptions,
  { memory, pollsBefore, polls, startSeconds, openAtOnce, settleSeconds }: Seen,
  decided: number,
): Promise<Pick<ScenarioReport, 'claims' | 'figures'>> {
  const { totals, effects } = world.sandbox.ledger();
  const bookings = effects.filter(({ kind }) => kind === 'allinpay.withdrawal').map(({ orderId }) => orderId);
  const paid = new Set(bookings);
  const lost = ordersOf(payouts).filter(({ orderId }) => !paid.has(orderId));
  const every10th = Math.max(1, Math.floor(payouts / HISTORIES));
  const ids = ordersOf(payouts).filter((_, index) => index % every10th === 0);
  const traces = await readTraces(
    world.client,
    ids.map(({ orderId }) => allinpayId(orderId)),
  );
  const settled = await world.payouts.count({ query: `${searchAttributes.status.name} = 'settled'` });
  const most = Math.max(...memory.map(({ worker }) => worker));
  const lateness = (polls.longest - every * 1000) / 1000;
  return {
    claims: [
      none('open at once, fewer than started', openAtOnce < payouts ? [String(openAtOnce)] : []),
      none('never polled while open', polled(polls, payouts)),
      atMost('longest time without a poll, beyond the plan', lateness, mostLate, ' s'),
      none('paid more than once', bookings.length > paid.size ? [String(bookings.length)] : []),
      none(
        'lost',
        lost.map(({ orderId }) => orderId),
      ),
      none('not settled in the end', settled < payouts ? [String(payouts - settled)] : []),
      none(
        'pending at the provider in the end',
        totals.allinpay.pending === '0.00' ? [] : [totals.allinpay.pending],
      ),
      none(`workflow tasks that failed, in ${ids.length} histories`, traces.failedTasks),
      atMost('memory of the worker, at its most', most, mostMemory, ' MB'),
    ],
    figures: {
      'memory of the worker': memory.map(({ at, worker }) => `${at} ${worker} MB`).join(', '),
      'starting them': `${startSeconds.toFixed(0)} s, ${(payouts / startSeconds).toFixed(0)}/s`,
      'polls while all were open': `${polls.calls}; of one payout ${polls.shortest / 1000} to ${polls.longest / 1000} s apart`,
      // A burst of starts: what is to be sent and what is to be polled wait in one queue.
      'polls before': `${pollsBefore.calls}; at most ${pollsBefore.longest / 1000} s without one`,
      'sends whose outcome a person decided': decided,
      'settling them': `${settleSeconds.toFixed(0)} s`,
      'longest history': traces.longest,
    },
  };
}

function polled(polls: PollTimes, payouts: number): string[] {
  return polls.polled < payouts ? [String(payouts - polls.polled)] : [];
}
