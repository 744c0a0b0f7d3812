import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { runProgram } from './runProgram.ts';

/** What the system says of a process. */
export interface RunningProcess {
  readonly parentPid: number;
  /** All arguments joined by a space, the executable first. */
  readonly commandLine: string;
}

/** Looks a process up; undefined when there is none (a zombie counts as none). */
export async function runningProcess(pid: number): Promise<RunningProcess | undefined> {
  return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
}

/** Ends a process, gently for up to five seconds, and waits until it is gone. */
export async function endProcess(pid: number): Promise<void> {
  const deadline = Date.now() + 5_000;
  signal(pid, 'SIGTERM');
  while ((await runningProcess(pid)) !== undefined) {
    if (Date.now() > deadline) signal(pid, 'SIGKILL');
    await delay(20);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

// Not `ps`: slim container images have none.
async function fromProc(pid: number): Promise<RunningProcess | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const parent = /^PPid:\s+(\d+)$/m.exec(status)?.[1];
    const commandLine = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').join(' ').trim();
    return parent === undefined || commandLine === ''
      ? undefined
      : { parentPid: Number(parent), commandLine };
  } catch {
    return undefined;
  }
}

async function fromPs(pid: number): Promise<RunningProcess | undefined> {
  const run = await runProgram('ps', ['-ww', '-o', 'ppid=,stat=,command=', '-p', String(pid)], {
    env: process.env,
    giveUp: (elapsedMs) => (elapsedMs > 5_000 ? 'ps did not answer' : undefined),
  });
  if (run.kind === 'failed' || run.code !== 0) return undefined;
  const line = /^\s*(\d+)\s+(\S+)\s+(.+)$/m.exec(run.stdout);
  if (line?.[1] === undefined || line[3] === undefined || line[2]?.startsWith('Z') === true) return undefined;
  return { parentPid: Number(line[1]), commandLine: line[3].trim() };
}
