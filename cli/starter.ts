import { runningProcess } from '../local/temporal/runningProcess.ts';

const LOOK_MS = 500;

/**
 * Aborted when npm, which started this process, is gone, or the shell between the two. Killed, npm tells nobody; and
 * SIGTERM it passes on to its shell alone. Started by anything else, this process may outlive its starter.
 */
export function npmGone(env: Readonly<Record<string, string | undefined>>): AbortSignal {
  const gone = new AbortController();
  if (env['npm_lifecycle_event'] === undefined) return gone.signal;
  const parent = process.ppid;
  let npm: number | 'gone' = parent;
  void npmAbove(parent).then((found) => (npm = found));
  const look = setInterval(() => {
    if (process.ppid === parent && npm !== 'gone' && isThere(npm)) return;
    clearInterval(look);
    gone.abort();
  }, LOOK_MS);
  look.unref();
  return gone.signal;
}

/** npm runs a script by `sh -c`; shells that put the program in their own place are not seen. */
async function npmAbove(parent: number): Promise<number | 'gone'> {
  const above = await runningProcess(parent);
  if (above === undefined) return 'gone';
  if (!/^\S*sh -c /.test(above.commandLine)) return isOrphanage(parent, above.commandLine) ? 'gone' : parent;
  const npm = await runningProcess(above.parentPid);
  return npm === undefined || isOrphanage(above.parentPid, npm.commandLine) ? 'gone' : above.parentPid;
}

/** npm may have gone before this process could look: what it leaves falls to the first process, or to systemd's. */
function isOrphanage(pid: number, commandLine: string): boolean {
  return (
    !/\b(npm|npx|node|pnpm|yarn|bun)\b/.test(commandLine) && (pid === 1 || /\bsystemd\b/.test(commandLine))
  );
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
