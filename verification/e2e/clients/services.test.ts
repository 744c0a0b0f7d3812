import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { AllinpayWithdrawalInput } from '../../../contract/flows/allinpayWithdrawal.ts';
import { approve, settle } from '../../../examples/clients/typescript/settle.ts';
import { LumpSumSeed } from '../../../test/harness/lumpSumSeed.ts';
import { temporalCli } from '../../../test/harness/prepared.ts';
import {
  allinpayId,
  anOrder,
  countsOf,
  setAccount,
  startRealWorld,
  untilStatus,
  type RealWorld,
} from '../../../test/harness/realWorld.ts';
import { until } from '../../../test/harness/until.ts';
import { claimsOf } from './languageClaims.ts';
import { languages } from './languages.ts';
import { variants } from './mismatchClaims.ts';
import { startOtherTeam, type OtherTeam } from './otherTeam.ts';

const script = fileURLToPath(new URL('../../../examples/clients/shell/payout.sh', import.meta.url));

let world: RealWorld;
let lumpSums: LumpSumSeed;

beforeAll(async () => {
  world = await startRealWorld({ sandbox: { allinpay: { settle: { after: '300ms' } } }, ui: true });
  lumpSums = new LumpSumSeed(world.sandbox);
  await world.startWorker();
});

afterAll(async () => {
  await world.stop();
});

for (const { name, missing } of languages) {
  if (missing !== undefined) process.stderr.write(`The client in ${name} is not tested: ${missing}.\n`);
}

describe.each(languages.filter(({ missing }) => missing === undefined))(
  'a service in $name, by examples/clients/$name alone,',
  (language) => {
    claimsOf(language, () => ({ world, lumpSums }));
  },
);

function untilThere(payout: WorkflowHandle): Promise<boolean> {
  const isThere = (): Promise<boolean> =>
    payout.describe().then(
      () => true,
      () => false,
    );
  return until(`${payout.workflowId} is there`, isThere);
}

interface ScriptEnd {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('a shell, by examples/clients/shell alone,', () => {
  const pay = (order: AllinpayWithdrawalInput, ...approver: string[]): Promise<ScriptEnd> => {
    const { HOME, PATH = '' } = process.env;
    const path = `${dirname(temporalCli())}:${PATH}`;
    const env = { HOME, PATH: path, TEMPORAL_ADDRESS: world.address };
    return new Promise((resolve) => {
      const child = execFile(script, approver, { env }, (_error, stdout, stderr) => {
        resolve({ status: child.exitCode, stdout, stderr });
      });
      child.stdin!.end(JSON.stringify(order));
    });
  };
  const settled = { status: 0, stdout: expect.stringMatching(/"status": *"settled"/) };

  it('starts an order, approves it and hears its result', async () => {
    const order = anOrder('shell-1', { approval: 'required', requestedBy: 'alice' });
    const first = await pay(order, 'bob');
    expect(first).toMatchObject(settled);
    expect(first.stdout).toMatch(/awaitingApproval/);
    expect(await pay(order, 'bob')).toMatchObject(settled);
    expect(countsOf(world.sandbox, 'shell-1')).toMatchObject({ bookings: 1, sends: 1 });
  });

  it('gives nobody the outcome of another order of the same id, open or closed', async () => {
    const { order, same, others } = variants('shell-2');
    await setAccount(world.sandbox, 'S-shell-2', 'never');
    const payout = await world.payouts.startAllinpayWithdrawal(order);
    const refuseAll = async (): Promise<void> => {
      for (const [title, input] of others) {
        const end = await pay(input);
        const told = expect.stringMatching(/shell-2 pays something else: asked for .*, runs with .*100\.10/);
        expect([title, end.status, end.stderr, end.stdout]).toEqual([title, 3, told, '']);
      }
    };
    await refuseAll();
    await setAccount(world.sandbox, 'S-shell-2', 'settled');
    await payout.result();
    await refuseAll();
    for (const input of Object.values(same)) expect(await pay(input)).toMatchObject(settled);
  });

  it('tells by its exit status that an order failed', async () => {
    world.sandbox.setFaults([
      { on: 'allinpay.withdraw', orderId: 'shell-3', fault: 'code', code: 3101, times: 1 },
    ]);
    expect(await pay(anOrder('shell-3'))).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/PayoutRejected/),
    });
  });
});

it('a service in TypeScript, by examples/clients/typescript, pays once and hears what became of it', async () => {
  world.sandbox.setFaults([
    { on: 'allinpay.withdraw', orderId: 'ts-2', fault: 'code', code: 3101, times: 1 },
  ]);
  const twice = [1, 2].map(() => settle(world.payouts, 'ts-1', 'S-ts-1', '100.00'));
  const paid = expect.stringMatching(/^settled: 100\.00 arrived/);
  expect(await Promise.all(twice)).toEqual([paid, paid]);
  expect(countsOf(world.sandbox, 'ts-1')).toMatchObject({ bookings: 1, sends: 1 });
  expect(await settle(world.payouts, 'ts-2', 'S-ts-2', '100.00')).toMatch(/^PayoutRejected: .*3101/);
});

it('a service in TypeScript approves by the offer that was shown', async () => {
  const input = anOrder('ts-3', { approval: 'required', requestedBy: 'maker' });
  const payout = await world.payouts.startAllinpayWithdrawal(input);
  const shown = await world.payouts.describe(payout.workflowId);
  expect(shown.waits).toMatchObject({ for: 'approval', offer: 1 });
  await approve(world.payouts, shown, 'lead', 'checked against the invoice');
  expect(await payout.result()).toMatchObject({ status: 'settled', approvedBy: 'lead' });
});

describe("another team's workflow, by durable-payouts/contract alone,", () => {
  let team: OtherTeam;

  beforeAll(async () => {
    team = await startOtherTeam(world.address);
  });

  afterAll(async () => {
    await team.stop();
  });

  it('pays an order as its child and hears its result', async () => {
    expect(await team.closeMonth(anOrder('child-1'))).toEqual({ paid: true, settled: '100.00' });
  });

  it('hears why its child failed, and with what', async () => {
    world.sandbox.setFaults([
      { on: 'allinpay.withdraw', orderId: 'child-2', fault: 'code', code: 3101, times: 1 },
    ]);
    expect(await team.closeMonth(anOrder('child-2'))).toMatchObject({
      paid: false,
      why: 'PayoutRejected',
      known: { status: 'rejected', problems: [{ code: '3101' }] },
    });
  });

  it('checks an order by the schema itself, before it starts anything', async () => {
    await expect(team.closeMonth({ orderId: 'child-3', details: [] })).rejects.toMatchObject({
      cause: { type: 'WrongOrder', message: 'details: must hold at least one detail' },
    });
    await expect(world.client.workflow.getHandle(allinpayId('child-3')).describe()).rejects.toThrow();
  });

  it('does not take the payout with it when it ends', async () => {
    await setAccount(world.sandbox, 'S-child-4', 'never');
    const parent = await team.startCloseMonth(anOrder('child-4'));
    const payout = world.client.workflow.getHandle(allinpayId('child-4'));
    await untilThere(payout);
    await untilStatus(payout, 'processing');
    await parent.terminate('by hand');
    await setAccount(world.sandbox, 'S-child-4', 'settled');
    expect(await payout.result()).toMatchObject({ status: 'settled' });
  });

  it('that is cancelled while money is under way hears the real end of its payout', async () => {
    await setAccount(world.sandbox, 'S-child-6', 'never');
    const parent = await team.startCloseMonth(anOrder('child-6'));
    const payout = world.client.workflow.getHandle(allinpayId('child-6'));
    await untilThere(payout);
    await untilStatus(payout, 'processing');
    await parent.cancel();
    await setAccount(world.sandbox, 'S-child-6', 'settled');
    expect(await parent.result()).toEqual({ paid: true, settled: '100.00' });
  });

  it('is told that an order runs already, and pays nothing twice', async () => {
    await world.payouts.startAllinpayWithdrawal(anOrder('child-5'));
    await expect(team.closeMonth(anOrder('child-5'))).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/already started/i) },
    });
  });
});
