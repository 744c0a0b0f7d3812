import { machineNow } from '../engine/virtualClock.ts';
import { loadWorkflowCode } from '../server/workflowCode.ts';
import { simulate } from '../simulate.ts';
import { NOTHING, runSeeds, together, type Batch } from './batch.ts';
import { bundleNow } from './bundle.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { runInProcesses } from './processes.ts';
import { brokenText, coverageTable, rateText } from './report.ts';

/** @returns the exit code: 0 every rule held, 1 one did not, 2 wrong usage */
export async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : ''}\n${USAGE}\n`);
    return 2;
  }
  if (options.planted) return (await runPlanted(options)) ? 0 : 1;
  const made = options.bundle === undefined ? await bundleNow() : undefined;
  const bundle = options.bundle ?? made?.path ?? '';
  try {
    if (process.send !== undefined) return await asChild({ ...options, bundle });
    if (options.traced) return await oneSeed(options, bundle);
    return await manySeeds({ ...options, bundle });
  } finally {
    await made?.remove();
  }
}

/** Loaded late: a copy of the sources has no harness to plant bugs with. */
async function runPlanted(options: Options): Promise<boolean> {
  const { runAllPlanted } = await import('../planted/index.ts');
  return runAllPlanted(options);
}

type Bundled = Options & { readonly bundle: string };

async function asChild(options: Bundled): Promise<number> {
  const code = loadWorkflowCode(options.bundle);
  // Texts of stacks are made for every failure of an activity, and nobody reads them here.
  Error.stackTraceLimit = 0;
  await runSeeds(options, code, (news) => process.send?.(news));
  process.disconnect();
  return 0;
}

async function oneSeed({ first, flow }: Options, bundle: string): Promise<number> {
  const { trace, broken, hash } = await simulate(first, loadWorkflowCode(bundle), flow);
  process.stdout.write(`${trace.toText()}\nhash ${hash}\n`);
  if (broken === undefined) return 0;
  process.stdout.write(`breaks a rule: ${broken.rule}\n${broken.message}\n`);
  return 1;
}

async function manySeeds(options: Bundled): Promise<number> {
  const begun = machineNow();
  const say = (soFar: Batch): void => {
    if (!options.json) process.stderr.write(`${rateText(soFar, machineNow() - begun)}\n`);
  };
  const all = await (options.workers > 1 ? runInProcesses(options, say) : runHere(options, say));
  const ms = machineNow() - begun;
  if (options.json) process.stdout.write(`${JSON.stringify({ ...all, ms: Math.round(ms) })}\n`);
  else {
    process.stdout.write(`${coverageTable(all.coverage)}\n${rateText(all, ms)}\n`);
    if (all.broken !== undefined) process.stdout.write(`${brokenText(all.broken)}\n`);
  }
  return all.broken === undefined ? 0 : 1;
}

async function runHere(options: Bundled, told: (soFar: Batch) => void): Promise<Batch> {
  const code = loadWorkflowCode(options.bundle);
  Error.stackTraceLimit = 0;
  let all = NOTHING;
  await runSeeds(options, code, (news) => {
    all = together(all, news);
    told(all);
  });
  return all;
}
