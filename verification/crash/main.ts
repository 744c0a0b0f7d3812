import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { format, resolveConfig } from 'prettier';
import prepare from '../../test/harness/globalSetup.ts';
import type { Patch } from '../../test/harness/workerProgram.ts';
import { removeProgram } from '../../test/harness/workerProgram.ts';
import { cells } from './cells.ts';
import { runControls } from './controls.ts';
import { runMatrix } from './matrix.ts';
import { plantedBugs } from './plantedBugs.ts';
import { markdownOf, summaryOf, tableOf } from './report.ts';
import { sampleOf } from './sample.ts';

interface Options {
  readonly cells?: RegExp;
  readonly sample?: number;
  readonly seed: number;
  readonly lanes: number;
  readonly minutes?: number;
  readonly json?: string;
  readonly write?: true;
  readonly patch?: string;
  readonly controls?: true;
}

const PAGE = fileURLToPath(new URL('../../docs/reliability-matrix.md', import.meta.url));

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('a whole number, at least 1');
  return number;
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError('a regular expression');
  }
}

const command = new Command('crash')
  .description(
    'tries every fault on every external call of every payout, and fails when one is paid twice or lost',
  )
  .option('--cells <pattern>', 'only cells whose id matches: flow/call/fault', pattern)
  .option('--sample <n>', 'only so many of them, chosen by the seed', count)
  .option('--seed <n>', 'of the choice', count, Math.ceil(Math.random() * 1_000_000))
  .option('--lanes <n>', 'cells beside each other, each with a server of its own', count, 3)
  .option('--minutes <n>', 'begin no cell after so many; those left fail as never run', count)
  .option('--json <file>', 'write the reports there')
  .option('--write', 'write docs/reliability-matrix.md')
  .option('--patch <bug>', `plant a bug first: ${Object.keys(plantedBugs).join(', ')}`)
  .option('--controls', 'plant each bug in turn, run the cells that must notice it, fail when one does not')
  .parse();

const options = command.opts<Options>();
await prepare();
try {
  await (options.controls === true ? runAllControls() : run(options));
} finally {
  await removeProgram();
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function runAllControls(): Promise<void> {
  const controls = await runControls(Object.keys(plantedBugs), say);
  for (const { bug, caught } of controls) {
    process.stdout.write(
      `${bug}: ${caught.length === 0 ? 'NOT CAUGHT' : `caught by ${caught.join(', ')}`}\n`,
    );
  }
  if (controls.some(({ caught }) => caught.length === 0)) process.exitCode = 1;
}

function patchesOf(bug: string | undefined): readonly Patch[] {
  if (bug === undefined) return [];
  const planted = plantedBugs[bug];
  if (planted === undefined) throw new Error(`no bug is called ${bug}`);
  return planted.patches;
}

/** As `npm run check` wants it. */
async function writePage(markdown: string): Promise<void> {
  const style = await resolveConfig(PAGE);
  await writeFile(PAGE, await format(markdown, { ...style, parser: 'markdown' }));
}

async function run({
  cells: wanted,
  sample,
  seed,
  lanes,
  minutes,
  json,
  write,
  patch,
}: Options): Promise<void> {
  const begun = performance.now();
  const matching = cells.filter(({ id }) => wanted?.test(id) ?? true);
  const chosen = sample === undefined ? matching : sampleOf(matching, sample, seed);
  if (sample !== undefined) say(`${chosen.length} of ${matching.length} cells, by --seed ${seed}`);
  const reports = await runMatrix({
    cells: chosen,
    lanes,
    say,
    patches: patchesOf(patch),
    budgetMs: (minutes ?? Infinity) * 60_000,
  });
  const summary = summaryOf(reports, (performance.now() - begun) / 1000);
  process.stdout.write(`${tableOf(reports)}\n${summary}\n`);
  if (json !== undefined) await writeFile(json, JSON.stringify({ summary, reports }, undefined, 2));
  if (write === true) await writePage(markdownOf(reports, summary));
  if (reports.length === 0 || reports.some(({ violations }) => violations.length > 0)) process.exitCode = 1;
}
