import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Batch } from './command/batch.ts';
import { NODE_FLAGS } from './command/processes.ts';
import { workflowBundle } from '../harness/prepared.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/**
 * Runs the command as people do: it replaces the clocks of its process, and modules of the product, which jest keeps to
 * itself.
 */
export async function runSimulation(args: readonly string[]): Promise<Batch> {
  const all = [...NODE_FLAGS, '--import', 'tsx', MAIN, ...args, '--json', '--bundle', workflowBundle()];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(output) as Batch;
}
