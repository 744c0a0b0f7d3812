import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../local/temporal/freePort.ts';
import { temporaryDirectory } from '../../test/cli/workerTerminal.ts';
import {
  allinpayId,
  anOrder,
  countsOf,
  startRealWorld,
  untilStatus,
  type RealWorld,
} from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';
import {
  spawnPayouts,
  spawnWorker,
  untilServing,
  type Ending,
  type WorkerProcess,
} from '../../test/harness/workerProcess.ts';
import { buildWorkerProgram, type WorkerProgram } from '../../test/harness/workerProgram.ts';

/** What the workers do wrong, in front of everything that they hand to the core. */
const plan = (code: string) => ({
  file: 'workers/startWorkers.ts',
  find: '  const running = runTogether(workers, ',
  replace: `${code}\n  const running = runTogether(workers, `,
});

/**
 * A text that is no UTF-8 in a completion: the core refuses it whole, as it refuses half a surrogate pair. Whatever
 * workflow code takes care of, the bytes are spoilt after it.
 */
const refusedByTheCore = plan(`
  for (const worker of workers) {
    const native = Reflect.get(worker, 'nativeWorker');
    const complete = native.completeWorkflowActivation.bind(native);
    native.completeWorkflowActivation = (bytes) => {
      const at = bytes.indexOf('DEADLY');
      if (at >= 0) bytes.fill(0xff, at, at + 6);
      return complete(bytes);
    };
  }`);

/** As a defect of ours would, in a timer that nobody awaits. */
const nobodyCatches = plan(`
  process.once('SIGCONT', () => setTimeout(() => { throw new Error('planted defect'); }));`);

/** As it ends when a server closes a namespace: the worker shuts down in good order. */
const endsUnasked = plan(`
  process.once('SIGCONT', () => workers.at(-1).shutdown());`);

let world: RealWorld;
let program: WorkerProgram;
let environment: Readonly<Record<string, string>>;
const running: WorkerProcess[] = [];

beforeAll(async () => {
  world = await startRealWorld();
  environment = { ...world.sandbox.env, TEMPORAL_ADDRESS: world.address };
});

afterEach(async () => {
  for (const worker of running.splice(0)) await worker.crash();
  await program.remove();
});

afterAll(async () => {
  await world.stop();
});

async function startFaulty(patch: ReturnType<typeof plan>): Promise<WorkerProcess> {
  program = await buildWorkerProgram([patch]);
  const worker = spawnWorker(program.main, environment);
  running.push(worker);
  await untilServing(worker);
  return worker;
}

async function startHealthy(): Promise<WorkerProcess> {
  const worker = await world.startWorker();
  running.push(worker);
  return worker;
}

async function endingOf(worker: WorkerProcess): Promise<Ending> {
  let ending: Ending | undefined;
  void worker.ended.then((how) => (ending = how));
  return until('the process ends by itself', () => ending);
}

async function startOrder(orderId: string): Promise<void> {
  await world.payouts.startAllinpayWithdrawal(anOrder(orderId));
}

/** A send that is booked already, and answered later. */
async function sendUnderWay(orderId: string): Promise<void> {
  world.sandbox.setFaults([{ on: 'allinpay.withdraw', fault: 'delay', ms: 4000, orderId }]);
  await startOrder(orderId);
  await until('the order is booked', () => countsOf(world.sandbox, orderId).bookings === 1);
}

/** Answered and recorded: neither looked for, nor sent again, nor asked of a person. */
async function endedWell(orderId: string): Promise<void> {
  const handle = world.client.workflow.getHandle(allinpayId(orderId));
  await untilStatus(handle, 'settled');
  const { events } = await handle.fetchHistory();
  const timedOut = (events ?? []).filter((event) => event.activityTaskTimedOutEventAttributes);
  expect(timedOut).toEqual([]);
  expect(countsOf(world.sandbox, orderId)).toMatchObject({ bookings: 1, sends: 1 });
}

describe('a worker process', () => {
  it('whose core died ends by itself, with an error that tells it, and others carry on', async () => {
    const worker = await startFaulty(refusedByTheCore);
    await sendUnderWay('D-1');
    await world.client.workflow.start('allinpayWithdrawal', {
      workflowId: allinpayId('ANOTHER'),
      taskQueue: 'payouts',
      args: [anOrder('DEADLY')],
      retry: { maximumAttempts: 1 },
    });
    expect(await endingOf(worker)).toEqual({ code: 1, signal: null });
    expect(worker.log()).toMatch(
      /^The worker of task queue payouts ended by itself \(\w+\); its last error: Core reported failure in completeWorkflowActivation.*$/m,
    );

    await startHealthy();
    await endedWell('D-1');
    await startOrder('D-2');
    await endedWell('D-2');
    // Its task was the dead worker's until the server gave it up.
    await until('the run that was deadly has failed', async () => {
      const { status } = await world.client.workflow.getHandle(allinpayId('ANOTHER')).describe();
      return status.name === 'FAILED';
    });
  });

  it('ends when one of its workers ends that nobody had asked to', async () => {
    const worker = await startFaulty(endsUnasked);
    process.kill(worker.pid, 'SIGCONT');
    expect(await endingOf(worker)).toEqual({ code: 1, signal: null });
    expect(worker.log()).toMatch(
      /^The worker of task queue payouts\/default\/\S+ ended by itself \(\w+\)\.$/m,
    );
  });

  it('ends of an error that nobody caught, after the calls that are under way', async () => {
    const worker = await startFaulty(nobodyCatches);
    await sendUnderWay('D-3');
    process.kill(worker.pid, 'SIGCONT');
    expect(await endingOf(worker)).toEqual({ code: 1, signal: null });
    expect(worker.log()).toMatch(/^An error that nobody caught: planted defect$/m);

    await startHealthy();
    await endedWell('D-3');
  });

  it.each(['dev', 'demo'])(
    'of payouts %s ends in the same way, and says where to look',
    async (command) => {
      program = await buildWorkerProgram([endsUnasked]);
      const folder = await temporaryDirectory();
      try {
        // As if it had run here before: the usual port may be somebody's.
        await mkdir(join(folder.path, '.payouts', 'dev'), { recursive: true });
        const ports = { temporal: await freePort(), ui: await freePort(), sandbox: await freePort() };
        await writeFile(join(folder.path, '.payouts', 'dev', 'ports.json'), JSON.stringify(ports));
        const words = [command, '--profile', 'of-its-own', '--address', world.address];
        const stack = spawnPayouts(program.main, words, {}, folder.path);
        running.push(stack);
        await until('it is up', () => /^Sandbox |^Running /m.test(stack.output()));
        process.kill(stack.pid, 'SIGCONT');
        expect(await endingOf(stack)).toEqual({ code: 1, signal: null });
        expect(stack.log()).toMatch(
          /^The worker of task queue payouts\/\S+ ended by itself \(\w+\)\. Its log: \S+workers\.log$/m,
        );
      } finally {
        await folder.remove();
      }
    },
    240_000,
  );
});
