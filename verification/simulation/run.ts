import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { program, workflowBundle } from '../../test/harness/prepared.ts';
import type { Batch } from './command/batch.ts';
import { NODE_FLAGS } from './command/processes.ts';

/**
 * Runs the command as people do: it replaces the clocks of its process, and modules of the product, which jest keeps to
 * itself. Compiled, it takes an eighth less than through a loader.
 */
export async function runSimulation(args: readonly string[]): Promise<Batch> {
  const main = join(program(), 'verification/simulation/main.js');
  const all = [...NODE_FLAGS, main, ...args, '--json', '--bundle', workflowBundle()];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(output) as Batch;
}
