import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { endWithParent } from './endWithParent.ts';

/** A long-running child whose output goes to a file and which does not outlive this process. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves, never rejects, when the process has ended; tells how. */
  readonly ended: Promise<string>;
  /** Sends a signal; nothing happens when the process has ended. */
  readonly signal: (name: NodeJS.Signals) => void;
  /** Keeps this Node process alive until the child has ended. */
  readonly waitForEnd: () => Promise<string>;
}

/**
 * Starts a server.
 * @throws Error when the executable cannot be run.
 */
export async function startServerProcess(
  executable: string,
  args: readonly string[],
  logFile: string,
): Promise<ServerProcess> {
  await mkdir(dirname(logFile), { recursive: true });
  // A file, not a pipe: a pipe's reader would have to outlive the server, and a full pipe would stop it.
  const log = openSync(logFile, 'a');
  // A group of its own: Ctrl-C must reach the workers, which still need their server while they finish.
  const child = spawn(executable, args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `ended with code ${code ?? 'unknown'}` : `was ended by ${signal}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(new Error(`${executable} cannot be run: ${error.message}`, { cause: error }));
    });
  });
  if (child.pid === undefined) throw new Error(`${executable} started without a process id.`);
  const release = endWithParent(child.pid);
  void ended.then(release);
  child.unref();
  return {
    pid: child.pid,
    ended,
    signal: (name) => void child.kill(name),
    waitForEnd: async () => {
      child.ref();
      return await ended;
    },
  };
}

/** The end of a server's log, for an error message. */
export async function logTail(logFile: string, lines = 8): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const tail = text.trimEnd().split('\n').slice(-lines);
  return tail.join('\n');
}
