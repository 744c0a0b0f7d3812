import Table from 'cli-table3';
import { prepareProgram, removeProgram } from '../../../test/harness/workerProgram.ts';
import type { Options } from '../command/options.ts';
import { plantedBugs } from './bugs.ts';
import { SEEDS_MAX, runPlanted } from './run.ts';

/**
 * Runs every planted bug, of one flow or of all, and prints which rule caught it.
 * @returns whether all were caught
 */
export async function runAllPlanted(options: Pick<Options, 'flow' | 'from'>): Promise<boolean> {
  await prepareProgram();
  try {
    return await runAll(options);
  } finally {
    await removeProgram();
  }
}

async function runAll({ flow, from }: Pick<Options, 'flow' | 'from'>): Promise<boolean> {
  const table = new Table({
    head: ['planted bug', 'caught by the rule', 'at seed'],
    style: { head: [], border: [], compact: true },
  });
  let all = true;
  for (const bug of plantedBugs.slice(from - 1).filter((it) => flow === undefined || it.flow === flow)) {
    const { by } = await runPlanted(bug);
    all &&= by !== undefined;
    const row = [bug.name, by?.rule ?? 'NOT CAUGHT', by?.seed ?? `> ${SEEDS_MAX}`];
    process.stderr.write(`${row.join(' · ')}\n`);
    table.push(row);
  }
  process.stdout.write(`${table.toString()}\n`);
  return all;
}
