import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildWorkerProgram } from '../../../test/harness/workerProgram.ts';
import type { Batch } from '../command/batch.ts';
import { NODE_FLAGS } from '../command/processes.ts';
import type { PlantedBug } from './plantedBug.ts';

/** Most seeds in which a planted bug must be caught. */
export const SEEDS_MAX = 3000;

export interface Caught {
  readonly bug: PlantedBug;
  /** undefined: it was not caught */
  readonly by: { readonly rule: string; readonly seed: number; readonly message: string } | undefined;
}

/** Runs the simulation on a copy of the sources with a bug in it, up to the seed that shows it. */
export async function runPlanted(bug: PlantedBug): Promise<Caught> {
  const program = await buildWorkerProgram(bug.patches);
  try {
    const batch = await simulateIn(program.top, ['--seeds', String(SEEDS_MAX), '--flow', bug.flow]);
    const { broken } = batch;
    return { bug, by: broken && { rule: broken.rule, seed: broken.seed, message: broken.message } };
  } finally {
    await program.remove();
  }
}

async function simulateIn(top: string, args: readonly string[]): Promise<Batch> {
  const main = join(top, 'verification/simulation/main.js');
  const bundle = join(top, 'workflow-bundle.js');
  const child = spawn(process.execPath, [...NODE_FLAGS, main, ...args, '--bundle', bundle, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const last = output.trim().split('\n').at(-1) ?? '';
  if (code !== 0 && code !== 1) throw new Error(`the simulation ended with ${String(code)}: ${output}`);
  return JSON.parse(last) as Batch;
}
