import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Waits for the end of its standard input, which comes when the process that holds the other end is gone; then ends `$1`,
 * gently first. A negative `$1` is a process group.
 */
const watchScript = `
  while read -r _; do :; done
  kill -s TERM -- "$1" 2>/dev/null || exit 0
  for _ in 1 2 3 4 5; do kill -s 0 -- "$1" 2>/dev/null || exit 0; sleep 1; done
  kill -s KILL -- "$1" 2>/dev/null
`;

/**
 * Makes sure that a process started by this one does not outlive it, whichever way this one goes: exit, an uncaught
 * exception, a signal, SIGKILL, a test runner that ends its worker. Handlers of this process's own would see none of the
 * last two and would have to argue with the caller's own signal handlers about who exits when; a watcher sees them all.
 * @param target process id, or a negative process group id
 * @returns ends the watch; to be called once the process is gone, before its id can belong to another.
 */
export function endWithParent(target: number): () => void {
  const watcher = spawn('sh', ['-c', watchScript, 'end-with-parent', String(target)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of this process's group, or Ctrl-C would end the watcher before it can act.
    detached: true,
  });
  watcher.on('error', () => undefined);
  watcher.unref();
  if (watcher.stdin instanceof Socket) watcher.stdin.unref();
  return () => {
    watcher.kill('SIGKILL');
  };
}
