import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CliClient } from '../../cli/io.ts';
import { PayoutNotFoundError, type PayoutsClient } from '../../clients/index.ts';
import { FakeServer, window } from '../clients/records/fakeServer.ts';
import { endedBy, recorded } from '../clients/records/recorded.ts';
import { neverConnect, type as typeWith, type Typed } from './terminal.ts';

let folder: string;
let out: string;
let server: FakeServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payouts-export-cli-'));
  out = join(folder, 'records.ndjson');
  server = new FakeServer()
    .closed('A-1', 1, recorded('allinpayWithdrawal/refused'))
    .closed('A-2', 2, recorded('allinpayWithdrawal/approved'))
    .closed(
      'A-3',
      3,
      endedBy(recorded('allinpayWithdrawal/settled'), { workflowExecutionTerminatedEventAttributes: {} }),
    );
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function unused(): never {
  throw new Error('not asked for here');
}

/** Knows no open payout and has the records of the fake server. */
const client: CliClient = {
  start: unused,
  check: unused,
  payout: (workflowId) => unknownPayout(workflowId),
  list: unused,
  count: unused,
  records: (asked) => server.records({ ...window, ...asked }),
  inputOf: unused,
  outcomeDeliveries: unused,
  allinpayBalance: unused,
  lumpSumQuery: unused,
  lumpSumPages: unused,
  within: (_milliseconds, call) => call(),
  close: () => Promise.resolve(),
};

function unknownPayout(workflowId: string): ReturnType<PayoutsClient['payout']> {
  const payout: Partial<ReturnType<PayoutsClient['payout']>> = {
    describe: () => Promise.reject(new PayoutNotFoundError(workflowId)),
  };
  return payout as ReturnType<PayoutsClient['payout']>;
}

const type = (...words: string[]): Promise<Typed> =>
  typeWith(words, { connect: () => Promise.resolve(client) });
const exporting = (...words: string[]): Promise<Typed> =>
  type('export', '--from', window.closedFrom, '--to', window.closedTo, '--out', out, ...words);

describe('payouts export', () => {
  it('tells what the file holds, the sums, and that this is all that the server counts', async () => {
    const { exitCode, stdout, stderr } = await exporting();
    expect(stdout).toMatch(/^allinpayWithdrawal {3}completed 1 · failed 1 · terminated 1$/m);
    expect(stdout).toMatch(
      /^Allinpay, by run: 3 payouts · asked \S+ = settled \S+ \+ failed \S+ \+ pending \S+ CNY · fee \S+ · 1 without figures, not in the sums$/m,
    );
    expect(stdout).toMatch(
      /^3 runs closed from 2024-03-01T08:00:00\+08:00 to before .*: 3 added, 0 there before$/m,
    );
    expect(stdout.trim().split('\n').slice(-2)).toEqual([
      'Complete: the server counts 3.',
      'The sums agree, in every run.',
    ]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('exits 1 and says what is missing', async () => {
    server.counts = [4];
    const { exitCode, stdout } = await exporting();
    expect(stdout).toMatch(/^missing: the server counts 4 runs and lists 3$/m);
    expect(stdout).toMatch(/^NOT COMPLETE: the server counts 4\.$/m);
    expect(exitCode).toBe(1);
  });

  it('says that it cut off what a stopped run left, and prints one JSON document when asked to', async () => {
    await exporting();
    const whole = await readFile(out, 'utf8');
    await writeFile(out, whole.slice(0, -50));
    const { stdout, exitCode } = await exporting('--json');
    expect(JSON.parse(stdout)).toMatchObject({ mended: 'cut', written: 1, thereBefore: 2, isComplete: true });
    expect(await readFile(out, 'utf8')).toBe(whole);
    expect(exitCode).toBe(0);
  });

  it('writes to no file of something else', async () => {
    await writeFile(out, 'orderId,amount\n');
    const { exitCode, stderr } = await exporting();
    expect(stderr).toMatch(/is not a file of payout records: line 1 .* Nothing was written\./);
    expect(exitCode).toBe(2);
    expect(await readFile(out, 'utf8')).toBe('orderId,amount\n');
  });

  it.each([
    [['--from', 'monday', '--to', window.closedTo, '--out', 'x'], /--from: must be an ISO 8601 instant/],
    [['--from', window.closedFrom, '--to', '2126-01-01T00:00:00Z', '--out', 'x'], /--to: must be 60 s ago/],
    [
      ['--lag', 'an hour'],
      /--from: is required\n.*--to: is required\n.*--out: is required\n.*--lag: must be a/,
    ],
  ])('%j is bad usage and asks no server', async (words, problem) => {
    const { exitCode, stderr } = await typeWith(['export', ...words], { connect: neverConnect });
    expect(stderr).toMatch(problem);
    expect(exitCode).toBe(2);
  });
});

describe('payouts show of a payout that the server knows no more', () => {
  it('names --records', async () => {
    const { exitCode, stderr } = await type('show', 'A-2');
    expect(stderr).toMatch(
      /knows no run of allinpay-withdrawal\/default\/A-2.*--records FILE\.\.\. reads it/,
    );
    expect(exitCode).toBe(2);
  });

  it('shows its facts and what people said from the record', async () => {
    await exporting();
    const { exitCode, stdout } = await type('show', 'A-2', '--records', out);
    expect(stdout).toMatch(/^From the record in .*records\.ndjson: the server knows this run no more\.$/m);
    expect(stdout).toMatch(/^payout +allinpay-withdrawal\/default\/A-2$/m);
    expect(stdout).toMatch(/^status +settled \(completed\)$/m);
    expect(stdout).toMatch(/^approved by +ann$/m);
    expect(stdout).toMatch(/^money +asked 100\.10 = settled 100\.10/m);
    expect(stdout).toMatch(/^ {4}2026-\S+Z ann: approve \(seen\)$/m);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['A-1', /^failed +PayoutRejected: ./m],
    ['A-3', /^status +unknown: the record has no result \(terminated\)$/m],
  ])('exits 1 for one that did not go well: %s', async (orderId, line) => {
    await exporting();
    const { exitCode, stdout } = await type('show', orderId, '--records', out);
    expect(stdout).toMatch(line);
    expect(exitCode).toBe(1);
  });

  it('reads several files, a torn one too, and gives every run once, the newest first', async () => {
    await exporting();
    const [first = '', second = ''] = (await readFile(out, 'utf8')).split('\n');
    const older = first
      .replace('default/A-1', 'default/A-2')
      .replace(/"startedAt":"2026/, '"startedAt":"2025');
    const another = join(folder, 'another.ndjson');
    await writeFile(another, `${older}\n${second}\n${first.slice(0, 100)}`);
    const { stdout } = await type('--json', 'show', 'A-2', '--records', another, out);
    const { records } = JSON.parse(stdout) as { records: { end: string; workflowId: string }[] };
    expect(records.map(({ end }) => end)).toEqual(['completed', 'failed']);
  });

  it('says that no file has it, or what is no such file', async () => {
    await exporting();
    const unknown = await type('show', 'A-9', '--records', out);
    expect(unknown).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/No record of it is in .*either/),
    });
    const missing = await type('show', 'A-9', '--records', join(folder, 'nowhere'));
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/ENOENT/) });
  });
});
