import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { PayoutsClient } from '../../clients/index.ts';
import { type as typeWith, type Typed } from '../cli/terminal.ts';
import { LumpSumSeed, type WireRecord } from '../harness/lumpSumSeed.ts';
import { startRealWorld, type RealWorld } from '../harness/realWorld.ts';

let world: RealWorld;
let seed: LumpSumSeed;
let folder: string;

beforeAll(async () => {
  world = await startRealWorld();
  seed = new LumpSumSeed(world.sandbox);
  folder = await mkdtemp(join(tmpdir(), 'lump-sum-'));
  await world.startWorker();
});

afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const type = (...words: string[]): Promise<Typed> =>
  typeWith(words, { connect: () => Promise.resolve(new PayoutsClient(world.client)) });

const path = (name: string): string => join(folder, name);

const report = z.object({
  counts: z.record(z.string(), z.number()),
  records: z.array(
    z.object({
      recordId: z.string(),
      outcome: z.string(),
      problems: z.array(z.object({ code: z.string(), foundBy: z.string() })),
    }),
  ),
});

async function reported(...words: string[]): Promise<z.output<typeof report> & { exitCode: unknown }> {
  const { stdout, exitCode } = await type('--json', ...words);
  return { ...report.parse(JSON.parse(stdout)), exitCode };
}

const sends = (): number =>
  world.sandbox.ledger().calls.filter(({ api }) => api === 'feishu.lumpSumUpdate').length;

/** One record for each way that a correction can go, and the file that asks for them. */
async function everyWay(): Promise<{ records: readonly WireRecord[]; corrections: object[] }> {
  const records = await seed.create(7);
  const [good, same, stale, sum, paid, dropping, removed] = records;
  await fetch(`${world.sandbox.url}/sandbox/lump-sum/records/${paid!.id}/details/${paid!.details[0]!.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ paid: true }),
  });
  await seed.change(stale!, { remark: 'changed beside us' });
  await seed.remove([removed!.id]);
  const remark = 'corrected';
  return {
    records,
    corrections: [
      { id: good!.id, remark, expectedModifyTime: good!.modify_time },
      { id: same!.id, totalAmount: '100' },
      { id: stale!.id, remark, expectedModifyTime: stale!.modify_time },
      { id: sum!.id, totalAmount: '100.01' },
      {
        id: paid!.id,
        details: [
          { id: paid!.details[0]!.id, issuanceAmount: '50.00' },
          { id: paid!.details[1]!.id, issuanceAmount: '50.00' },
        ],
      },
      {
        id: dropping!.id,
        issuanceFrequency: 1,
        totalAmount: '60',
        details: [{ id: dropping!.details[0]!.id }],
      },
      { id: removed!.id, remark },
    ],
  };
}

describe('payouts lump-sum', () => {
  it('a dry run sends nothing, and says of each record what the run then does, failures included', async () => {
    const { records, corrections } = await everyWay();
    await writeFile(path('ways.json'), JSON.stringify(corrections));
    const before = sends();
    const planned = await reported('lump-sum', 'correct', path('ways.json'), '--dry-run');
    expect(sends()).toBe(before);
    expect(planned.exitCode).toBe(1);

    const run = await reported('lump-sum', 'correct', path('ways.json'));
    expect(run.exitCode).toBe(1);
    expect(run.counts).toEqual({ corrected: 1, unchanged: 1, stale: 1, rejected: 4 });
    const [, , , , paid] = records;
    const agreed = (lines: typeof run.records): unknown =>
      lines
        .filter(({ recordId }) => recordId !== paid!.id)
        .map(({ recordId, outcome, problems }) => [
          recordId,
          outcome === 'toChange' ? 'corrected' : outcome,
          problems.map(({ code }) => code),
        ]);
    expect(agreed(run.records)).toEqual(agreed(planned.records));
    // What only Feishu knows, no plan can: that a detail is paid.
    const ofPaid = [planned, run].map(({ records: lines }) =>
      lines.find(({ recordId }) => recordId === paid!.id),
    );
    expect(ofPaid).toMatchObject([
      { outcome: 'toChange' },
      { outcome: 'rejected', problems: [{ code: '21270220', foundBy: 'provider' }] },
    ]);
  });

  it('the file that a query writes changes nothing, and edited it corrects what was edited', async () => {
    const records = await seed.create(3, { remark: '补发, "quoted"\n=1+1' });
    const ids = records.map(({ id }) => id).join(',');
    const asked = await type('lump-sum', 'query', '--ids', ids, '--out', path('august.csv'));
    expect(asked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('3 records written') });

    const untouched = await reported('lump-sum', 'correct', path('august.csv'), '--dry-run');
    expect(untouched.counts).toEqual({ unchanged: 3 });

    const text = await readFile(path('august.csv'), 'utf8');
    await writeFile(path('august.csv'), text.replaceAll('40.00', '41.00').replace('100.00', '101.00'));
    const before = sends();
    const refused = await type('lump-sum', 'correct', path('august.csv'), '--out', path('wrong.json'));
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/2 problems\n.*nothing was started/);
    expect(sends()).toBe(before);
    const wrong = z.array(z.object({ id: z.string(), problemZh: z.string() }));
    expect(wrong.parse(JSON.parse(await readFile(path('wrong.json'), 'utf8')))).toHaveLength(2);

    const edited = [
      'lump-sum',
      'correct',
      path('august.csv'),
      '--skip-invalid',
      '--out',
      path('report.json'),
    ];
    const run = await type(...edited);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/3 records · wrong 2 · corrected 1/);
    expect(run.stdout).toMatch(/21270206 .*奖金明细金额之和不等于总金额/);
    const lines = z.array(z.object({ id: z.string(), row: z.string(), outcome: z.string() }));
    const told = lines.parse(JSON.parse(await readFile(path('report.json'), 'utf8')));
    expect(told.map(({ row, outcome }) => [row, outcome])).toEqual([
      ['4', 'wrong'],
      ['6', 'wrong'],
      ['2–3', 'corrected'],
    ]);
  });

  it('typed again it goes on where it was; another file under its name is refused whole', async () => {
    const [record, other] = await seed.create(2);
    await writeFile(path('again.json'), JSON.stringify([{ id: record!.id, remark: 'once' }]));
    expect((await reported('lump-sum', 'correct', path('again.json'))).counts).toEqual({ corrected: 1 });
    const before = sends();
    expect((await reported('lump-sum', 'correct', path('again.json'))).counts).toEqual({ corrected: 1 });
    expect(sends()).toBe(before);

    await writeFile(path('again.json'), JSON.stringify([{ id: other!.id, remark: 'twice' }]));
    const refused = await type('lump-sum', 'correct', path('again.json'));
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/another file.*--batch/) });
    expect(sends()).toBe(before);
  });

  it('watch tells what became of a batch whose starter is gone', async () => {
    const records = await seed.create(3);
    const file = records.map(({ id }, at) => ({
      id,
      remark: 'by somebody else',
      ...(at === 2 ? { totalAmount: '100.5' } : {}),
    }));
    await writeFile(path('left.json'), JSON.stringify(file));
    expect(await type('lump-sum', 'correct', path('left.json'), '--no-wait')).toMatchObject({
      stderr: expect.stringMatching(/payouts watch left/),
    });
    const watched = await type('watch', 'left', '--out', path('left-report.xlsx'));
    expect(watched.exitCode).toBe(1);
    expect(watched.stdout).toMatch(
      /batch left · 1 payout · partiallyCorrected 1\n3 records · rejected 1 · corrected 2/,
    );
    expect(await type('watch', 'nobody')).toMatchObject({ exitCode: 2 });
  });

  it('query shows a table and which members are in none of the records', async () => {
    const [record] = await seed.create(1);
    const { stdout, exitCode } = await type('lump-sum', 'query', '--ids', record!.id);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/id .*user .*item .*total .*currency .*frequency .*modified/);
    expect(stdout).toMatch(/1 record shown/);
  });
});
