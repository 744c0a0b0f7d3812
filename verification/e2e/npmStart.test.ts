import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, typed } from '../../test/cli/workerTerminal.ts';
import {
  makeProject,
  npmStart,
  untilGone,
  untilUp,
  type NpmStart,
  type Up,
} from '../../test/harness/npmStack.ts';
import { until } from '../../test/harness/until.ts';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let started: NpmStart;
let up: Up;

beforeAll(async () => {
  folder = await temporaryDirectory();
  await makeProject(folder.path);
  await start();
  const words = ['referral', 'withdraw', '--order-id', 'D-1', '--account', '6930815272790114324'];
  const paid = await typed([...words, '--types', 'point', '--address', up.addresses.temporal]);
  expect(paid.exitCode).toBe(0);
}, 90_000);

afterAll(async () => {
  started.signalAll('SIGTERM');
  await untilGone(folder.path, up);
  await folder.remove();
});

async function start(): Promise<void> {
  started = npmStart(folder.path);
  up = await untilUp(folder.path, started);
}

/** How a stack may come to its end, and whether what it prints is still read. */
const ends: readonly [string, () => void][] = [
  ['npm gets SIGKILL', () => process.kill(up.npm, 'SIGKILL')],
  ['npm gets SIGTERM', () => process.kill(up.npm, 'SIGTERM')],
  ['npm gets SIGHUP', () => process.kill(up.npm, 'SIGHUP')],
  ['the process of the workers gets SIGKILL', () => process.kill(up.node, 'SIGKILL')],
  ['the Temporal server gets SIGKILL', () => process.kill(up.temporal, 'SIGKILL')],
  [
    'Ctrl-C is typed',
    () => {
      started.signalAll('SIGINT');
    },
  ],
  [
    'its terminal is closed',
    () => {
      started.deafen();
      started.signalAll('SIGHUP');
    },
  ],
];

describe('npm start', () => {
  it('says where the stack is when it is up already, by exit code 1, and leaves that one alone', async () => {
    const ports = await readFile(join(folder.path, '.payouts', 'dev', 'ports.json'), 'utf8');
    const second = npmStart(folder.path);
    expect(await second.ended).toBe(1);
    expect(second.printed.out).toContain(`Already up, by process ${up.node}`);
    for (const address of Object.values(up.addresses)) expect(second.printed.out).toContain(address);
    expect(second.printed.out).toContain(`kill ${up.node}`);
    expect(await readFile(join(folder.path, '.payouts', 'dev', 'ports.json'), 'utf8')).toBe(ports);
    expect((await fetch(`${up.addresses.sandbox}/sandbox/ledger`)).status).toBe(200);
  });

  it.each(ends)(
    'leaves no process when %s, and is the same stack at the next start',
    async (_, end) => {
      const before = up;
      end();
      await untilGone(folder.path, before);
      await start();
      expect(up.addresses).toEqual(before.addresses);
      const shown = await typed(['show', 'D-1', '--json', '--address', up.addresses.temporal]);
      expect(shown.exitCode).toBe(0);
      const ledger = await (await fetch(`${up.addresses.sandbox}/sandbox/ledger?orderId=D-1`)).json();
      expect(ledger).toMatchObject({ totals: { feishu: { withdrawals: 1 } } });
    },
    90_000,
  );

  it.each([200, 600, 1000])(
    'leaves no process when npm is killed %i ms after it was typed, whatever has started by then',
    async (ms) => {
      const before = up;
      started.signalAll('SIGTERM');
      await untilGone(folder.path, before);
      const early = npmStart(folder.path);
      setTimeout(() => process.kill(early.npm, 'SIGKILL'), ms);
      await early.ended;
      await untilGone(folder.path, { ...before, npm: early.npm });
      await start();
    },
    90_000,
  );

  it('does not wait for a claim to grow old: the next start may follow a SIGKILL at once', async () => {
    const before = up;
    process.kill(before.node, 'SIGKILL');
    await until('npm has ended', () => started.ended.then(() => true));
    await start();
    expect(up.addresses).toEqual(before.addresses);
  }, 90_000);
});
