import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../../local/temporal/freePort.ts';
import { runningProcess } from '../../local/temporal/runningProcess.ts';
import { program, temporalCli } from './prepared.ts';
import { until } from './until.ts';

const recordSchema = z.looseObject({
  pid: z.int(),
  addresses: z.object({ temporal: z.string(), ui: z.string(), sandbox: z.string() }),
});

/** What is up, by its process ids. */
export interface Up {
  readonly npm: number;
  readonly node: number;
  readonly temporal: number;
  readonly addresses: { readonly temporal: string; readonly ui: string; readonly sandbox: string };
}

/** `npm start`, as processes of their own, in a group of their own as a terminal has it. */
export interface NpmStart {
  readonly npm: number;
  readonly printed: { out: string };
  /** Resolves with npm's exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Nobody reads any more what it prints, as when the terminal is gone. */
  deafen(): void;
  /** Tells the whole group, as a terminal does. */
  signalAll(name: NodeJS.Signals): void;
}

/** A project whose `npm start` is ours, on ports that are free. */
export async function makeProject(folder: string): Promise<void> {
  const start = `node ${join(program(), 'cli', 'main.js')} dev`;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'x', scripts: { start } }));
  const ports = { temporal: await freePort(), ui: await freePort(), sandbox: await freePort() };
  await mkdir(join(folder, '.payouts', 'dev'), { recursive: true });
  await writeFile(join(folder, '.payouts', 'dev', 'ports.json'), JSON.stringify(ports));
}

export function npmStart(folder: string, env: Readonly<Record<string, string>> = {}): NpmStart {
  const child = spawn('npm', ['start'], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TEMPORAL_CLI_PATH: temporalCli(),
      npm_config_update_notifier: 'false',
      ...env,
    },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('npm cannot be run');
  const printed = { out: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  }
  return {
    npm: pid,
    printed,
    ended: new Promise((resolve) => child.once('exit', resolve)),
    deafen: () => {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    signalAll: (name) => {
      process.kill(-pid, name);
    },
  };
}

/** Waits until the stack has said where it is. */
export async function untilUp(folder: string, { npm, printed, ended }: NpmStart): Promise<Up> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  await until(
    'the stack is up',
    () => {
      if (isOver) throw new Error(`npm start ended:\n${printed.out}`);
      return printed.out.includes('Ctrl-C ends it all');
    },
    60_000,
  );
  const stateDir = join(folder, '.payouts', 'dev');
  const names = await readdir(stateDir);
  const claim = names.find((name) => /^claim-\d+\.json$/.test(name)) ?? '';
  const { pid: node, addresses } = recordSchema.parse(
    JSON.parse(await readFile(join(stateDir, claim), 'utf8')),
  );
  const server = names.find((name) => /^temporal-server-\d+\.json$/.test(name)) ?? '';
  return { npm, node, temporal: Number(/\d+/.exec(server)?.[0]), addresses };
}

/** Waits until no process is left of a stack, and none that has a file of its folder open. */
export async function untilGone(folder: string, { npm, node, temporal }: Up): Promise<void> {
  await until('every process of the stack is gone', async () => {
    const left = await Promise.all([npm, node, temporal].map(runningProcess));
    return left.every((one) => one === undefined) && (await holdersOf(folder)).length === 0;
  });
}

/** Processes that stand in a folder or have a file of it open. Only Linux tells without a program for it. */
async function holdersOf(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const held = await Promise.all(
    pids.map(async (pid) => {
      const fds = (await readdir(`/proc/${pid}/fd`).catch(() => [])).map((fd) => `fd/${fd}`);
      const links = await Promise.all(
        ['cwd', ...fds].map((link) => readlink(`/proc/${pid}/${link}`).catch(() => '')),
      );
      return links.some((path) => path.startsWith(folder)) ? [pid] : [];
    }),
  );
  return held.flat();
}
