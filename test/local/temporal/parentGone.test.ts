import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { findTemporal, startDevServer } from '../../../local/temporal/index.ts';
import { endOrphans, writeServerRecord } from '../../../local/temporal/serverRecords.ts';
import { cacheDir, compileInto, eventually, firstLine, isRunning, temporaryFolder } from './fixtures.ts';

type Parent = ChildProcessByStdio<Writable, Readable, null>;

let executable: string;
let compiled: Awaited<ReturnType<typeof temporaryFolder>>;
let module: string;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const children: ChildProcess[] = [];

beforeAll(async () => {
  executable = await findTemporal({ cacheDir });
  compiled = await temporaryFolder();
  module = await compileInto(compiled.path);
});

afterAll(async () => {
  await compiled.remove();
});

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await folder.remove();
});

/** A Node process that runs `body`, which prints one process id; then it does `afterwards` when told to go on. */
async function parentThat(body: string, afterwards = ''): Promise<{ parent: Parent; childPid: number }> {
  const script = join(folder.path, 'parent.mjs');
  await writeFile(
    script,
    `import { spawn } from 'node:child_process';
     const stayUp = setInterval(() => undefined, 1_000);
     process.stdin.once('data', () => { ${afterwards} });
     ${body}`,
  );
  const parent = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'ignore'] });
  children.push(parent);
  return { parent, childPid: Number(await firstLine(parent.stdout)) };
}

const watchedSleep = (): string => `
  const { endWithParent } = await import(${JSON.stringify(join(compiled.path, 'endWithParent.js'))});
  const child = spawn('sleep', ['600'], { stdio: 'ignore', detached: true });
  child.unref();
  endWithParent(child.pid);
  console.log(child.pid);`;

describe('a watched process does not outlive the one that started it', () => {
  test.each([
    ['exits', 'process.exit(0)'],
    ['throws what nobody catches', "throw new Error('nobody catches this')"],
    ['comes to its natural end', 'clearInterval(stayUp); process.stdin.destroy()'],
  ])('when that %s', async (_, afterwards) => {
    const { parent, childPid } = await parentThat(watchedSleep(), afterwards);
    expect(await isRunning(childPid)).toBe(true);
    parent.stdin.write('go\n');
    await eventually('the child is gone', async () => !(await isRunning(childPid)));
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('when that gets %s', async (signal) => {
    const { parent, childPid } = await parentThat(watchedSleep());
    expect(await isRunning(childPid)).toBe(true);
    parent.kill(signal);
    await eventually('the child is gone', async () => !(await isRunning(childPid)));
  });

  test('also when it pays no heed to SIGTERM', async () => {
    const deaf = watchedSleep().replace(
      `'sleep', ['600']`,
      `'sh', ['-c', 'trap "" TERM; while :; do sleep 1; done']`,
    );
    const { parent, childPid } = await parentThat(deaf);
    parent.kill('SIGKILL');
    await eventually('the child is gone', async () => !(await isRunning(childPid)));
  });

  test('and that holds for a dev server whose starter gets SIGKILL', async () => {
    const options = { executable, searchAttributes: {}, dbFile: join(folder.path, 'temporal.sqlite') };
    const { parent, childPid } = await parentThat(`
      const { startDevServer } = await import(${JSON.stringify(module)});
      console.log((await startDevServer(${JSON.stringify(options)})).pid);`);
    expect(await isRunning(childPid)).toBe(true);
    parent.kill('SIGKILL');
    await eventually('the server is gone', async () => !(await isRunning(childPid)));
  });
});

describe('a server that was left behind all the same', () => {
  test('is ended at the next start on its file, which then has the file to itself', async () => {
    const dbFile = join(folder.path, 'temporal.sqlite');
    const orphan = await leaveBehind(dbFile);
    const server = await startDevServer({ executable, searchAttributes: {}, dbFile, runDir: folder.path });
    try {
      expect(await isRunning(orphan)).toBe(false);
    } finally {
      await server.stop();
    }
  });

  test('is left alone when its process id belongs to another program by now', async () => {
    const stranger = spawn('sleep', ['600'], { stdio: 'ignore' });
    children.push(stranger);
    await once(stranger, 'spawn');
    await writeServerRecord(folder.path, {
      pid: stranger.pid!,
      ownerPid: 1,
      address: '127.0.0.1:1',
      commandLine: `${executable} server start-dev`,
    });
    expect(await endOrphans(folder.path)).toEqual([]);
    expect(await isRunning(stranger.pid!)).toBe(true);
    await expect(access(join(folder.path, `temporal-server-${stranger.pid!}.json`))).rejects.toThrow(
      'ENOENT',
    );
  });

  test('is left alone while its owner lives', async () => {
    const child = spawn('sleep', ['601'], { stdio: 'ignore' });
    children.push(child);
    await once(child, 'spawn');
    const record = {
      pid: child.pid!,
      ownerPid: process.pid,
      address: '127.0.0.1:1',
      commandLine: 'sleep 601',
    };
    await writeServerRecord(folder.path, record);
    expect(await endOrphans(folder.path)).toEqual([record]);
    expect(await isRunning(child.pid!)).toBe(true);
  });
});

/** A server on record whose starter is gone: a shell starts it in the background and ends. Answers its pid. */
async function leaveBehind(dbFile: string): Promise<number> {
  const args = ['server', 'start-dev', '--headless', '--port', '0', '--db-filename', dbFile];
  const shell = spawn('sh', ['-c', '"$@" >/dev/null 2>&1 & echo $!', 'sh', executable, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pid = Number(await firstLine(shell.stdout));
  await writeServerRecord(folder.path, {
    pid,
    ownerPid: shell.pid!,
    address: '127.0.0.1:0',
    commandLine: [executable, ...args].join(' '),
    dbFile,
  });
  expect(await isRunning(pid)).toBe(true);
  return pid;
}
