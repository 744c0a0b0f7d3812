import { runningProcess } from '../../sandbox/temporal/runningProcess.ts';

const LOOK_MS = 500;

/**
 * Aborted when npm, which started this process, is gone, or the shell between the two. Killed, npm tells nobody; and
 * SIGTERM it passes on to its shell alone. Started by anything else, this process may outlive its starter.
 */
export function npmGone(env: Readonly<Record<string, string | undefined>>): AbortSignal {
  const gone = new AbortController();
  if (env['npm_lifecycle_event'] === undefined) return gone.signal;
  const parent = process.ppid;
  let npm: number | undefined;
  void npmAbove(parent).then((found) => (npm = found));
  const look = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || isThere(npm))) return;
    clearInterval(look);
    gone.abort();
  }, LOOK_MS);
  look.unref();
  return gone.signal;
}

/** npm runs a script by `sh -c`; shells that put the program in their own place are not seen. */
async function npmAbove(parent: number): Promise<number | undefined> {
  const shell = await runningProcess(parent);
  return shell !== undefined && /^\S*sh -c /.test(shell.commandLine) ? shell.parentPid : undefined;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another's process may be looked at and not be told anything.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
