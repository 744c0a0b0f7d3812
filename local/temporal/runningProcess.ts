import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { runProgram } from './runProgram.ts';

/** What the system says of a process. */
export interface RunningProcess {
  readonly parentPid: number;
  /** All arguments joined by a space, the executable first. */
  readonly commandLine: string;
  /** When it started, in words of the system's own: with the id it names one process, since ids are used again. */
  readonly startedAt: string;
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
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name comes before these, in brackets, and may hold anything: proc_pid_stat(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [parent, startedAt] = [fields[1], fields[19]];
    const commandLine = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').join(' ').trim();
    return parent === undefined || startedAt === undefined || commandLine === ''
      ? undefined
      : { parentPid: Number(parent), commandLine, startedAt };
  } catch {
    return undefined;
  }
}

async function fromPs(pid: number): Promise<RunningProcess | undefined> {
  const run = await runProgram('ps', ['-ww', '-o', 'ppid=,stat=,lstart=,command=', '-p', String(pid)], {
    // The start is told in the language and the zone of who asks.
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    giveUp: (elapsedMs) => (elapsedMs > 5_000 ? 'ps did not answer' : undefined),
  });
  if (run.kind === 'failed' || run.code !== 0) return undefined;
  const [, parent, state, startedAt, commandLine] =
    /^\s*(\d+)\s+(\S+)\s+((?:\S+\s+){4}\S+)\s+(.+)$/m.exec(run.stdout) ?? [];
  if (parent === undefined || startedAt === undefined || commandLine === undefined) return undefined;
  if (state?.startsWith('Z') === true) return undefined;
  return { parentPid: Number(parent), commandLine: commandLine.trim(), startedAt };
}
