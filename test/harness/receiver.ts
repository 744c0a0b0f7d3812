import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endWithParent } from '../../local/temporal/endWithParent.ts';

const program = fileURLToPath(new URL('../../examples/receiver/receiver.mjs', import.meta.url));

export interface Receiver {
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** The receiver of the examples, in a process of its own. Resolves when it listens. */
export async function startReceiver(port: number, folder: string, secret: string): Promise<Receiver> {
  const child = spawn(process.execPath, [program, String(port), folder], {
    env: { PATH: process.env['PATH'], WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.pid === undefined) throw new Error('the receiver could not be started');
  const release = endWithParent(child.pid);
  const ended = once(child, 'close').then(release);
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(() => {
      throw new Error('the receiver ended at once');
    }),
  ]);
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
