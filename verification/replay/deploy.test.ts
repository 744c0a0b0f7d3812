import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { typed } from '../../test/cli/workerTerminal.ts';
import { PendingCalls } from '../../test/harness/pendingCalls.ts';
import {
  allinpayId,
  anOrder,
  countsOf,
  setAccount,
  startRealWorld,
  untilStatus,
  type RealWorld,
} from '../../test/harness/realWorld.ts';
import { spawnWorker, untilServing } from '../../test/harness/workerProcess.ts';
import { buildWorkerProgram, type WorkerProgram } from '../../test/harness/workerProgram.ts';

const file = 'workflows/allinpayWithdrawal/workflow.ts';
const find = '    if (input.checkBalance) await checkBalance(payout, order);';

/** The change as docs/operations.md has it made: balances are checked always, but not by runs that are past that. */
const guarded = [
  {
    file,
    find: "import { PayoutLifecycle } from '../payout/lifecycle.ts';",
    replace:
      "import { patched } from '@temporalio/workflow';\nimport { PayoutLifecycle } from '../payout/lifecycle.ts';",
  },
  {
    file,
    find,
    replace:
      "    if (patched('check-balance-always') || input.checkBalance) await checkBalance(payout, order);",
  },
];

/** The same change, made by somebody who forgot that runs are under way. */
const forgetful = [{ file, find, replace: '    await checkBalance(payout, order);' }];

let world: RealWorld;
const programs: WorkerProgram[] = [];

/** Two runs are under way on the code as it is, the one past the change and the other before it; then its worker ends. */
beforeAll(async () => {
  world = await startRealWorld();
  const old = await world.startWorker();
  await setAccount(world.sandbox, 'S-sent', 'never');
  await world.payouts.startAllinpayWithdrawal(anOrder('sent'));
  await world.payouts.startAllinpayWithdrawal(
    anOrder('held', { approval: 'required', requestedBy: 'alice' }),
  );
  await untilStatus(handleOf('sent'), 'processing');
  await untilStatus(handleOf('held'), 'awaitingApproval');
  expect(await old.terminate()).toMatchObject({ code: 0 });
  // A try that was on its way to the worker when it ended is given up by the server only when its minute is over.
  await new PendingCalls(world.client).shortenTimeouts(allinpayId('sent'));
});

afterAll(async () => {
  await world.stop();
  for (const program of programs) await program.remove();
});

function handleOf(orderId: string): ReturnType<typeof world.client.workflow.getHandle> {
  return world.client.workflow.getHandle(allinpayId(orderId));
}

async function build(patches: typeof forgetful): Promise<{ main: string; bundle: string }> {
  const program = await buildWorkerProgram(patches);
  programs.push(program);
  return { main: program.main, bundle: join(program.top, 'workflow-bundle.js') };
}

function replay(...words: readonly string[]): ReturnType<typeof typed> {
  return typed(['replay', ...words], { env: { TEMPORAL_ADDRESS: world.address } });
}

const balanceQueries = (): number =>
  world.sandbox.ledger().calls.filter(({ api }) => api === 'allinpay.balanceQuery').length;

describe('the replay of what is under way on a server', () => {
  it('finds nothing wrong with the code that runs it: by newest, by query, by id', async () => {
    const { stdout, exitCode } = await replay();
    expect(stdout).toContain(`ok      ${allinpayId('sent')} run `);
    expect(stdout).toContain(`ok      ${allinpayId('held')} run `);
    expect(exitCode).toBe(0);
    expect((await replay('--limit', '1')).stdout).toContain('1 replayed as they were.');
    const byQuery = await replay('--query', 'PayoutStatus = "processing"', '--profile', 'default');
    expect(byQuery.stdout).toContain(allinpayId('sent'));
    expect(byQuery.stdout).toContain('1 replayed as they were.');
    expect((await replay('--id', 'held', allinpayId('sent'))).stdout).toContain('2 replayed as they were.');
  });

  it('is no success where there is nothing to replay', async () => {
    const none = await replay('--query', 'PayoutStatus = "settled"');
    expect(none).toMatchObject({ exitCode: 1, stdout: 'No history was found: nothing was checked.\n' });
    const missing = await replay('--id', 'no-such-order');
    expect(missing.exitCode).toBe(1);
    expect(missing.stdout).toContain('the server has no history of it');
  });

  it('tells before a deploy which run a change would break', async () => {
    const { bundle } = await build(forgetful);
    const { stdout, exitCode } = await replay('--bundle', bundle);
    expect(stdout).toContain(`BROKEN  ${allinpayId('sent')}`);
    expect(stdout).toContain("'submitAllinpayWithdrawal' does not match");
    expect(stdout).toContain(`ok      ${allinpayId('held')}`);
    expect(exitCode).toBe(1);
  });
});

describe('runs that the old code started, after a deploy of a change made by patched()', () => {
  it('finish on the new code, each by what held where it stood', async () => {
    const { main, bundle } = await build(guarded);
    expect((await replay('--bundle', bundle)).exitCode).toBe(0);

    const worker = spawnWorker(main, { ...world.sandbox.env, TEMPORAL_ADDRESS: world.address });
    try {
      await untilServing(worker);
      await setAccount(world.sandbox, 'S-sent', 'settled');
      await untilStatus(handleOf('sent'), 'settled');
      expect(balanceQueries()).toBe(0);

      await handleOf('held').executeUpdate('approve', { args: [{ by: 'bob' }] });
      await untilStatus(handleOf('held'), 'settled');
      expect(balanceQueries()).toBe(1);
      for (const orderId of ['sent', 'held']) {
        expect(countsOf(world.sandbox, orderId)).toMatchObject({ bookings: 1, sends: 1 });
      }
      expect((await replay('--bundle', bundle)).exitCode).toBe(0);
    } finally {
      await worker.crash();
    }
  });

  it('that took the new way cannot go back to the old code, and the replay says so', async () => {
    const { stdout, exitCode } = await replay();
    expect(stdout).toContain(`BROKEN  ${allinpayId('held')}`);
    expect(stdout).toContain(`ok      ${allinpayId('sent')}`);
    expect(exitCode).toBe(1);
  });
});
