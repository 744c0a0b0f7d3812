import { execFile, spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStubStack, type StubStack } from '../../clients/stub/stack.ts';
import { program } from '../../harness/prepared.ts';

const main = join(program(), 'cli/main.js');

let stack: StubStack;
let folder: string;

beforeAll(async () => {
  stack = await startStubStack();
  folder = await mkdtemp(join(tmpdir(), 'payouts-process-'));
  const path = join(folder, 'orders.json');
  const order = { orderId: 'P-1', summary: 'settle', details: [{ isPlatform: true, amount: '5.00' }] };
  await writeFile(path, JSON.stringify([order]));
  expect(await run(['allinpay', 'withdraw', path, '--batch', 'B-1'])).toMatchObject({ code: 0 });
}, 180_000);

afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the program as a process of its own.
 * @param to where stdout and stderr go: pipes that are read, unless a file's number is given
 */
function run(
  words: readonly string[],
  to: { stdout?: number; stderr?: number; node?: readonly string[]; env?: Record<string, string> } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [...(to.node ?? []), main, ...words], {
    env: { PATH: process.env['PATH'], HOME: '/nowhere', TEMPORAL_ADDRESS: stack.address, ...to.env },
    stdio: ['ignore', to.stdout ?? 'pipe', to.stderr ?? 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text: Buffer) => (printed.stdout += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (printed.stderr += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, ...printed });
    });
  });
}

/** The writing end of a real pipe whose reader has left. */
async function leftPipe(): Promise<number> {
  const path = join(folder, `pipe-${Math.random()}`);
  await promisify(execFile)('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  closeSync(reader);
  return writer;
}

async function intoLeftPipes(words: readonly string[]): Promise<Ran[]> {
  const pipe = await leftPipe();
  try {
    return [
      await run(words, { stdout: pipe }),
      await run(words, { stderr: pipe }),
      await run(words, { stdout: pipe, stderr: pipe }),
    ];
  } finally {
    closeSync(pipe);
  }
}

describe('a command whose reader has left', () => {
  const settled = 'allinpay-withdrawal/default/P-1';
  it.each([
    [['--help'], 0],
    [['show', settled], 0],
    [['show', settled, '--json'], 0],
    [['list'], 0],
    [['watch', 'B-1'], 0],
    [['resolve', settled], 0],
    [['show', 'nobody'], 2],
    [['no-such-command'], 2],
    [['cancel', settled, '--by', 'li'], 1],
  ])(
    '%j is quiet and exits %d all the same',
    async (words, code) => {
      const [noStdout, noStderr, neither] = await intoLeftPipes(words);
      expect([noStdout?.code, noStderr?.code, neither?.code]).toEqual([code, code, code]);
      expect(noStdout?.stderr).not.toMatch(/EPIPE|^ +at /m);
    },
    120_000,
  );

  it('pays a file to its end', async () => {
    const path = join(folder, 'unread.json');
    const order = { orderId: 'P-2', summary: 'settle', details: [{ isPlatform: true, amount: '5.00' }] };
    await writeFile(path, JSON.stringify([order]));
    const pipe = await leftPipe();
    expect(await run(['allinpay', 'withdraw', path], { stdout: pipe, stderr: pipe })).toMatchObject({
      code: 0,
    });
    closeSync(pipe);
    expect((await run(['show', 'P-2'])).stdout).toMatch(/status +settled \(completed\)/);
  }, 120_000);

  it('is told of a full disk once, and exits 1', async () => {
    const full = openSync('/dev/full', 'w');
    expect(await run(['show', settled], { stdout: full })).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The output could not be written: ENOSPC.*\n$/),
    });
    closeSync(full);
  }, 60_000);
});

/** Writes every module that was loaded into a file, one a line, whichever way it was loaded. */
const witness = `
import { appendFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
const file = process.env.LOADED;
register('data:text/javascript,' + encodeURIComponent(
  "import { appendFileSync } from 'node:fs'; const file = " + JSON.stringify(file) + ";" +
  "export async function load(url, context, next) { appendFileSync(file, url + '\\\\n'); return next(url, context); }"));
const { _cache } = createRequire(import.meta.url)('node:module');
process.on('exit', () => appendFileSync(file, Object.keys(_cache).join('\\n')));
`;

async function loadedBy(words: readonly string[], code: number): Promise<string> {
  const file = join(folder, `loaded-${Math.random()}`);
  const hook = join(folder, 'witness.mjs');
  await writeFile(hook, witness);
  const ran = await run(words, { node: ['--import', hook], env: { LOADED: file } });
  expect(ran).toMatchObject({ code });
  return readFile(file, 'utf8');
}

describe('the program loads what a command needs:', () => {
  it.each([[['--help']], [['--version']], [['show', '--help']], [['lump-sum', 'correct', '--help']]])(
    'commander alone for %j',
    async (words) => {
      const loaded = await loadedBy(words, 0);
      expect(loaded).toContain('node_modules/commander');
      const packages = [...loaded.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)/g)].map(([, name]) => name);
      expect([...new Set(packages)]).toEqual(['commander']);
    },
    60_000,
  );

  it('neither the worker nor what reads files or calls providers for show', async () => {
    const loaded = await loadedBy(['show', 'P-1'], 0);
    expect(loaded).toContain('node_modules/@temporalio/client');
    const others =
      /node_modules\/(@temporalio\/(worker|core-bridge|testing|activity|workflow)|got|hono|fflate|csv-parse|read-excel-file|write-excel-file|cli-progress|sm-crypto-v2)\//;
    expect(loaded.split('\n').filter((path) => others.test(path))).toEqual([]);
  }, 60_000);

  it('and the worker where it is needed, so that this would be seen', async () => {
    expect(await loadedBy(['doctor'], 1)).toContain('node_modules/@temporalio/worker');
  }, 60_000);
});

it('colours nothing, whatever the terminal and the environment say', async () => {
  for (const env of [{ NO_COLOR: '1' }, { FORCE_COLOR: '3' }]) {
    const { stdout, stderr } = await run(['list'], { env });
    expect(stdout + stderr).not.toContain('\u001b');
  }
}, 60_000);
