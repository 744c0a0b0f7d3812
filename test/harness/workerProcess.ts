import { spawn } from 'node:child_process';
import { endWithParent } from '../../local/temporal/endWithParent.ts';
import { until } from './until.ts';

/** How a process ended: by itself with a code, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** `payouts worker`, or another command that runs workers, in a process of its own. */
export interface WorkerProcess {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** everything it wrote to stderr so far */
  log(): string;
  /** everything it wrote so far, wherever it wrote it */
  output(): string;
  /** Ends it as a crash would: nothing is finished, nothing is said. */
  crash(): Promise<void>;
  /** Asks it to end, as a deploy does. */
  terminate(): Promise<Ending>;
}

/** Starts the worker without waiting until it serves. */
export function spawnWorker(main: string, environment: Readonly<Record<string, string>>): WorkerProcess {
  return spawnPayouts(main, ['worker'], environment);
}

/**
 * Starts any command that runs workers.
 * @param environment all it has beside PATH: nothing of this process's settings reaches it
 * @param cwd where it keeps `.payouts/`, if it does
 */
export function spawnPayouts(
  main: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd?: string,
): WorkerProcess {
  const child = spawn(process.execPath, [main, ...words], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env['PATH'], HOME: '/nowhere', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('the worker could not be started');
  let log = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    output += text;
  });
  const release = endWithParent(pid);
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      release();
      resolve({ code, signal });
    });
  });
  return {
    pid,
    ended,
    log: () => log,
    output: () => output,
    async crash() {
      child.kill('SIGKILL');
      await ended;
    },
    terminate() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Resolves when the worker serves. @throws with its log when it ends before that */
export async function untilServing(worker: WorkerProcess): Promise<void> {
  let ending: Ending | undefined;
  void worker.ended.then((how) => (ending = how));
  await until('the worker serves', () => {
    if (ending !== undefined) throw new Error(`the worker ended (${ending.code ?? ''}):\n${worker.log()}`);
    return worker.log().includes('Serving ');
  });
}
