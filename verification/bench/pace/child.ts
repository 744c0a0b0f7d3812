import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endWithParent } from '../../../local/temporal/endWithParent.ts';

/** A program of this folder in a process of its own. */
export interface Child {
  /** the JSON that it said when it was ready */
  readonly greeting: unknown;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
}

/**
 * Starts a program and waits until it says, by one line of JSON, that it is ready.
 * @param program built file beside this one
 * @throws when it ends before that
 */
export async function startChild(program: string, order: unknown): Promise<Child> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [file, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  const release = endWithParent(child.pid);
  void ended.then(release);
  const line = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const early = ended.then((): never => {
    throw new Error(`${program} ended before it was ready`);
  });
  early.catch(() => undefined);
  return {
    greeting: JSON.parse(await Promise.race([line, early])),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
