import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { PayoutsClient } from '../../clients/index.ts';
import { startStubStack, type StubStack } from '../clients/stub/stack.ts';
import { until } from '../harness/until.ts';
import { neverConnect, type as typeWith, type TerminalOptions, type Typed } from './terminal.ts';

let stack: StubStack;
let folder: string;

beforeAll(async () => {
  stack = await startStubStack();
  folder = await mkdtemp(join(tmpdir(), 'payouts-cli-'));
});

afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
});

function type(words: readonly string[], options: Partial<TerminalOptions> = {}): Promise<Typed> {
  return typeWith(words, { connect: () => Promise.resolve(new PayoutsClient(stack.temporal)), ...options });
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const orderOf = (summary: string): { orderId: string; summary: string; details: unknown[] } => ({
  orderId: randomUUID(),
  summary,
  details: [{ isPlatform: true, amount: '5.00' }],
});

const printed = z.object({
  payouts: z.array(
    z.looseObject({ orderId: z.string(), status: z.string(), kind: z.string(), attached: z.boolean() }),
  ),
  sums: z.looseObject({ asked: z.string(), settled: z.string() }),
});

describe('payouts allinpay withdraw', () => {
  it('pays a file, prints a table with the sums as its last line, and exits 0', async () => {
    const path = await file(
      'a.csv',
      `orderId,isPlatform,amount\n${randomUUID()},true,5\n${randomUUID()},true,5.00\n`,
    );
    const { exitCode, stdout, stderr } = await type(['allinpay', 'withdraw', path]);
    expect(stdout).toMatch(/order.*status.*asked.*settled.*failed.*pending.*fee.*note/);
    expect(stdout.trim().split('\n').at(-1)).toBe(
      '2 payouts · asked 10.00 = settled 10.00 + failed 0.00 + pending 0.00 CNY · fee 0.00',
    );
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('attaches to everything when it is typed again, and pays nothing twice', async () => {
    const path = await file('twice.json', JSON.stringify([orderOf('settle'), orderOf('settle')]));
    const first = printed.parse(JSON.parse((await type(['--json', 'allinpay', 'withdraw', path])).stdout));
    const again = printed.parse(JSON.parse((await type(['--json', 'allinpay', 'withdraw', path])).stdout));
    expect(first.payouts.map(({ attached }) => attached)).toEqual([false, false]);
    expect(again.payouts.map(({ attached }) => attached)).toEqual([true, true]);
    expect(again.payouts.map((payout) => payout['runId'])).toEqual(
      first.payouts.map((payout) => payout['runId']),
    );
    expect(again.sums).toMatchObject({ asked: '10.00', settled: '10.00' });
  });

  it('names every problem of the file, starts nothing and exits 2', async () => {
    const path = await file('bad.csv', 'orderId,isPlatform,amount\nA 1,true,5\nA-2,true,5.001\n');
    const { exitCode, stdout, stderr } = await type(['allinpay', 'withdraw', path], {
      connect: neverConnect,
    });
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /bad\.csv is wrong, nothing was started:\n {2}line 2, orderId: .*\n {2}line 3, amount: /,
    );
  });

  it('exits 1 when a payout failed or needs a person, and says what to type', async () => {
    const [failing, waiting] = [orderOf('fail'), orderOf('wait')];
    const path = await file('mixed.json', JSON.stringify([failing, waiting]));
    const { exitCode, stdout } = await type(['allinpay', 'withdraw', path]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      `    payouts resolve allinpay-withdrawal/default/${waiting.orderId} notSubmitted --offer 7 --by NAME --note WHY`,
    );
    expect(stdout).toMatch(/2 payouts · asked 10\.00 = settled 0\.00 \+ failed 5\.00 \+ pending 5\.00 CNY/);
  });

  it('comes back at once with --no-wait', async () => {
    const path = await file('nowait.json', JSON.stringify(orderOf('wait')));
    const { exitCode, stdout } = await type(['--json', 'allinpay', 'withdraw', path, '--no-wait']);
    expect(printed.parse(JSON.parse(stdout)).payouts).toHaveLength(1);
    expect([0, 1]).toContain(exitCode);
  });

  it('shows a bar on a terminal, on stderr only', async () => {
    const path = await file('bar.json', JSON.stringify(orderOf('settle')));
    const { stdout, stderr } = await type(['--json', 'allinpay', 'withdraw', path], { isTTY: true });
    expect(() => printed.parse(JSON.parse(stdout))).not.toThrow();
    expect(stderr).toContain('need a person');
  });

  it('says on Ctrl-C that payouts go on and how to come back', async () => {
    const path = await file('stop.json', JSON.stringify(orderOf('settle')));
    const { exitCode, stderr } = await type(['allinpay', 'withdraw', path, '--batch', 'b7'], {
      onListen: (interrupt) => {
        interrupt();
      },
    });
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/goes on.*same command.*nothing is paid twice.*payouts list --batch b7/);
  });
});

describe('payouts referral withdraw', () => {
  it('names every problem by the option that was typed', async () => {
    const words = ['referral', 'withdraw', '--order-id', 'a b', '--types', 'points', '--credit', 'maybe'];
    const { exitCode, stderr } = await type(words, { connect: neverConnect });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/--order-id: /);
    expect(stderr).toMatch(/--account: is required/);
    expect(stderr).toMatch(/--types: must be "point" or "cash"/);
    expect(stderr).toMatch(/--credit: /);
  });

  it('takes a file or a single payout, never both', async () => {
    const { exitCode, stderr } = await type(['referral', 'withdraw', 'x.json', '--order-id', 'R-1'], {
      connect: neverConnect,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/--order-id: goes with a single payout/);
  });
});

describe('payouts show, list and resolve', () => {
  it('find a payout by its order id, say what it needs, and take the decision', async () => {
    const waiting = orderOf('wait');
    const path = await file('show.json', JSON.stringify({ ...waiting, batchId: waiting.orderId }));
    await type(['allinpay', 'withdraw', path]);
    const shown = await type(['show', waiting.orderId]);
    expect(shown.exitCode).toBe(1);
    expect(shown.stdout).toMatch(/status +outcomeUnknown \(open\)/);
    expect(shown.stdout).toMatch(
      /Needs a person since 2026-01-31T01:00:00Z \(outcomeUnknown\): sent, answer lost/,
    );
    expect(shown.stdout).toMatch(/asked 5\.00 = settled 0\.00 \+ failed 0\.00 \+ pending 5\.00/);

    const resolved = await type([
      ...['resolve', waiting.orderId, 'notSubmitted', '--by', 'li', '--note', 'asked the bank'],
    ]);
    expect(resolved).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^resolve recorded for allinpay.*\nCarried out: it is settled now \(completed\)$/m,
      ),
    });
    await stack.temporal.workflow.getHandle(`allinpay-withdrawal/default/${waiting.orderId}`).result();
    expect(await type(['show', waiting.orderId])).toMatchObject({ exitCode: 0 });
  });

  it('show says why a payout failed', async () => {
    const failing = orderOf('fail');
    await type(['allinpay', 'withdraw', await file('failed.json', JSON.stringify(failing))]);
    const { exitCode, stdout } = await type(['show', `allinpay-withdrawal/default/${failing.orderId}`]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/failed as PayoutRejected: account closed/);
  });

  it('an id that nobody knows is bad input', async () => {
    const { exitCode, stderr } = await type(['show', 'nobody']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/knows no run of allinpay-withdrawal\/default\/nobody nor referral-withdrawal/);
  });

  it('list --wide says what each open payout waits for', async () => {
    const waiting = { ...orderOf('wait'), batchId: randomUUID() };
    await type(['allinpay', 'withdraw', await file('wide.json', JSON.stringify(waiting))]);
    await until('the index has it', async () =>
      (await type(['list', '--batch', waiting.batchId])).stdout.includes(waiting.orderId),
    );
    const { stdout } = await type(['--json', 'list', '--wide', '--batch', waiting.batchId]);
    expect(JSON.parse(stdout)).toMatchObject({
      payouts: [{ status: 'outcomeUnknown', waits: { for: 'decision' } }],
    });
    const table = await type(['list', '--wide', '--batch', waiting.batchId]);
    expect(table.stdout.replaceAll(/[\s│]+/g, ' ')).toContain('a decision of a person since');
  });

  it('list prints one JSON document', async () => {
    const { exitCode, stdout } = await type(['--json', 'list', '--batch', 'nobody', '--attention']);
    expect(JSON.parse(stdout)).toEqual({ payouts: [] });
    expect(exitCode).toBe(0);
  });

  it.each([
    [
      ['list', '--status', 'lost', '--limit', '0'],
      /--status: must be one of.*\n.*--limit: must be a whole number/,
    ],
    [['approve', 'A-1'], /--by: is required/],
    [['resolve', 'A-1', 'forget', '--by', 'li'], /decision: must be one of/],
    [['resolve', 'A-1', 'abandon', '--by', 'li'], /--note: is required: abandon needs a reason/],
    [['resolve', 'A-1', 'retry', '--by', 'li', '--offer', 'one'], /--offer: must be the number of an offer/],
    [
      ['resolve', 'A-1', 'recordOutcome', '--by', 'li', '--note', 'x'],
      /--detail: is required, once a detail: is written externalCode=CODE:settled/,
    ],
    [
      [
        'resolve',
        'A-1',
        'recordOutcome',
        '--by',
        'li',
        '--note',
        'x',
        '--detail',
        'platform:lost',
        'S-1:failed',
      ],
      /--detail: platform:lost: must be "settled" or "failed".*\n.*--detail: S-1:failed: must name exactly one/,
    ],
    [
      ['resolve', 'A-1', 'resubmit', '--by', 'li', '--note', 'x'],
      /Without a terminal that could be asked, say --yes/,
    ],
    [['resolve', 'A-1', 'extend', '--by', 'li', '--settle-by', 'soon'], /--settle-by: must be an ISO 8601/],
    [
      ['confirm-credit', 'A-1', '--by', 'li', '--points', 'ten', '--cash', '10'],
      /--points: .*\n.*--cash: must be an ISO 4217/,
    ],
  ])('%j is bad usage and asks no server', async (words, problem) => {
    const { exitCode, stderr } = await type(words, { connect: neverConnect });
    expect(stderr).toMatch(problem);
    expect(exitCode).toBe(2);
  });
});

it('payouts allinpay balance prints a row an account', async () => {
  const { exitCode, stdout } = await type(['allinpay', 'balance', '--account-user-id', '17', '18']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/17 .*10\.00/);
  expect(await type(['allinpay', 'balance'], { connect: neverConnect })).toMatchObject({ exitCode: 2 });
});

it('a question is shown by the id that the list prints, and what is no id or profile is refused at once', async () => {
  await type(['allinpay', 'balance', '--platform']);
  const seen = z.object({ payouts: z.array(z.object({ workflowId: z.string() })) });
  const ids = await until('the question is listed', async () => {
    const { stdout } = await type(['--json', 'list', '--flow', 'allinpayBalance']);
    return seen.parse(JSON.parse(stdout)).payouts[0]?.workflowId;
  });
  const { exitCode, stdout } = await type(['show', ids]);
  expect(stdout).toContain('completed');
  expect(exitCode).toBe(0);
  for (const words of [
    ['show', ''],
    ['--profile', 'a/b', 'show', 'A-1'],
  ])
    expect(await type(words)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^Nothing was asked:/),
    });
}, 60_000);

it('an error with --json is one JSON document too', async () => {
  const { stdout } = await type(['--json', 'show', 'nobody']);
  expect(JSON.parse(stdout)).toMatchObject({ error: { name: 'UsageError' } });
});
