import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { allinpayResultOf, PayoutsClient, type BatchView, type PayoutRequest } from '../../clients/index.ts';
import { payoutRecord, sum, type PayoutRecord } from '../../contract/index.ts';
import { endWithParent } from '../../local/temporal/endWithParent.ts';
import { type as typeWith, type Typed } from '../cli/terminal.ts';
import { LumpSumSeed } from '../harness/lumpSumSeed.ts';
import { program } from '../harness/prepared.ts';
import { allinpayId, anOrder, startRealWorld, untilStatus, type RealWorld } from '../harness/realWorld.ts';
import { until } from '../harness/until.ts';

let world: RealWorld;
let folder: string;
let begin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payouts-records-'));
  world = await startRealWorld();
  begin = new Date().toISOString();
  await world.startWorker();
});

afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const COUNT = 60;
const HALF = COUNT / 2;
const batchId = 'killed-starter';

/** The same payouts in every process that starts them. */
const requests = Array.from({ length: COUNT }, (_, index): PayoutRequest => {
  const orderId = `K-${String(index).padStart(2, '0')}`;
  const amount = `${index + 1}.${String(index).padStart(2, '0')}`;
  const input = { orderId, details: [{ externalCode: `S-${orderId}`, amount }], requestedBy: 'maker' };
  return { flow: 'allinpayWithdrawal', input };
});

/** Starts the batch in a process of its own. @returns how it ended: killed as soon as so many are started, if ever */
async function runStarter(killAt = Number.POSITIVE_INFINITY): Promise<NodeJS.Signals | number | null> {
  const starter = fileURLToPath(new URL('batchStarter.mjs', import.meta.url));
  const client = join(program(), 'clients/index.js');
  const child = spawn(process.execPath, [starter, client, batchId, JSON.stringify(requests)], {
    env: { PATH: process.env['PATH'], HOME: '/nowhere', TEMPORAL_ADDRESS: world.address },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const release = endWithParent(child.pid!);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (
      text
        .trim()
        .split('\n')
        .some((started) => Number(started) >= killAt)
    )
      child.kill('SIGKILL');
  });
  return new Promise((resolve) =>
    child.once('close', (code, signal) => {
      release();
      resolve(signal ?? code);
    }),
  );
}

const settledOf = ({ runs }: BatchView): string[] =>
  runs.flatMap(({ outcome }) => (outcome === undefined ? [] : (allinpayResultOf(outcome)?.settled ?? [])));

describe(`a batch of ${COUNT} payouts whose starter is killed half-way`, () => {
  it('has partial results meanwhile; run again it pays each once, and its results are complete', async () => {
    expect(await runStarter(HALF)).toBe('SIGKILL');

    // Anybody who knows the name: the starter is gone.
    const batch = world.payouts.batch(batchId);
    const partial = await until('some of them are settled', async () => {
      const view = await batch.partialResults();
      return settledOf(view).length > 0 && view;
    });
    expect(partial.runs.length).toBeLessThan(COUNT);

    expect(await runStarter()).toBe(0);
    const interval = { first: 200, most: 1000 };
    const { runs, listed, counted } = await batch.results({ interval });
    expect([runs.length, listed, counted]).toEqual([COUNT, COUNT, COUNT]);
    expect(runs.filter(({ outcome }) => outcome?.kind !== 'completed')).toEqual([]);
    const { totals } = world.sandbox.ledger();
    expect(totals.allinpay).toMatchObject({
      bookings: COUNT,
      settled: sum(settledOf({ runs, listed, counted })),
    });
    // A call that the server loses times out after a minute.
  });
});

/** @param namespace of the server; `temporal-system` is there always, and knows no payout */
const typeTo = (namespace: string, ...words: string[]): Promise<Typed> => {
  const client = new Client({ connection: world.client.connection, namespace });
  return typeWith(words, { connect: () => Promise.resolve(new PayoutsClient(client)) });
};

async function closeOneOfEachKind(): Promise<void> {
  world.sandbox.setFaults([{ on: 'allinpay.withdraw', orderId: 'E-refused', fault: 'code', code: 3101 }]);
  const approval = { approval: 'required', requestedBy: 'maker' } as const;
  const [record] = await new LumpSumSeed(world.sandbox).create(1);
  const [lost, approved, refused, referral, correction] = await Promise.all([
    world.payouts.startAllinpayWithdrawal(anOrder('E-lost', approval)),
    world.payouts.startAllinpayWithdrawal(anOrder('E-approved', approval)),
    world.payouts.startAllinpayWithdrawal(anOrder('E-refused')),
    world.payouts.startReferralWithdrawal({
      externalOrderId: 'E-referral',
      referralAccountId: await world.feishu.account({ points: 30 }),
      bonusTypes: ['point'],
    }),
    world.payouts.startLumpSumCorrection({
      correctionId: 'E-correction',
      records: [{ id: record!.id, remark: 'new' }],
    }),
  ]);
  await untilStatus(world.client.workflow.getHandle(lost.workflowId), 'awaitingApproval');
  await world.client.workflow.getHandle(lost.workflowId).terminate('by hand');
  await approved.approve({ by: 'checker', note: 'seen' });
  await Promise.allSettled([approved, refused, referral, correction].map((payout) => payout.result()));
}

const EXPORTED = COUNT + 5;

describe('records of all that closed', () => {
  let out: string;
  let to: string;

  const records = async (): Promise<PayoutRecord[]> =>
    (await readFile(out, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => payoutRecord.parse(JSON.parse(line)));
  const exporting = (): Promise<Typed> =>
    typeTo('default', 'export', '--from', begin, '--to', to, '--lag', '0', '--out', out, '--json');

  beforeAll(async () => {
    out = join(folder, 'records.ndjson');
    await closeOneOfEachKind();
    await until(
      'the index shows them',
      async () => (await world.payouts.count({ closedFrom: begin })) === EXPORTED,
    );
    to = new Date().toISOString();
  });

  it('are as many as the server counts, whatever way they ended', async () => {
    const { exitCode, stdout } = await exporting();
    expect(JSON.parse(stdout)).toMatchObject({
      counted: EXPORTED,
      written: EXPORTED,
      missing: [],
      isComplete: true,
      counts: {
        allinpayWithdrawal: { completed: COUNT + 1, failed: 1, terminated: 1 },
        referralWithdrawal: { completed: 1 },
        lumpSumCorrection: { completed: 1 },
      },
      allinpay: { settled: world.sandbox.ledger().totals.allinpay.settled, withoutFigures: 1, agrees: true },
    });
    expect(exitCode).toBe(0);

    const byId = new Map((await records()).map((record) => [record.workflowId, record]));
    expect(byId.size).toBe(EXPORTED);
    expect(byId.get(allinpayId('E-lost'))).toMatchObject({ end: 'terminated', result: null });
    expect(byId.get(allinpayId('E-approved'))).toMatchObject({
      said: [{ update: 'approve', by: 'checker', note: 'seen' }],
      result: { status: 'settled', approvedBy: 'checker' },
    });
    expect(byId.get(allinpayId('E-refused'))).toMatchObject({ failure: { type: 'PayoutRejected' } });
  });

  it('are not written again, and stand by the time at which they closed', async () => {
    const before = await readFile(out);
    const { exitCode, stdout } = await exporting();
    expect(JSON.parse(stdout)).toMatchObject({ written: 0, thereBefore: EXPORTED, isComplete: true });
    expect(await readFile(out)).toEqual(before);
    expect(exitCode).toBe(0);
    const order = (await records()).map(({ closedAt, runId }) => `${closedAt} ${runId}`);
    expect(order).toEqual([...order].sort());
  });

  it('tell of a payout that the server does not know', async () => {
    const forgetful = (...words: string[]): Promise<Typed> => typeTo('temporal-system', 'show', ...words);
    expect(await forgetful('E-approved')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--records FILE'),
    });
    const { exitCode, stdout } = await forgetful('E-approved', '--records', out);
    expect(stdout).toMatch(
      /the server knows this run no more[^]*settled 100\.00[^]*checker: approve \(seen\)/,
    );
    expect(exitCode).toBe(0);
    expect(await typeTo('default', 'show', 'E-approved', '--records', out)).toMatchObject({
      exitCode: 0,
      stdout: expect.not.stringContaining('From the record'),
    });
  });
});
