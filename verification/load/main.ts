import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import prepare from '../../test/harness/globalSetup.ts';
import { removeProgram } from '../../test/harness/workerProgram.ts';
import { kills } from './kills.ts';
import { oneId } from './oneId.ts';
import { open } from './open.ts';
import { broken, tableOf, type ScenarioReport } from './report.ts';

const scenarios = ['kills', 'oneId', 'open'] as const;
type Scenario = (typeof scenarios)[number];

const OPEN = 10_000;
/** What two busy cores carry beside all else: a plan that asks for more is never kept up with. */
const POLLS_A_SECOND = 20;

interface Options {
  readonly only?: readonly Scenario[];
  readonly payouts?: number;
  readonly seed: number;
  readonly json?: string;
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('a whole number above 0');
  return number;
}

const command = new Command('load')
  .description('what becomes of many payouts while workers and server die, and of many that are open at once')
  .addOption(new Option('--only <scenario...>', 'these, not all').choices(scenarios))
  .option('--payouts <n>', 'in place of the figure of each scenario', positive)
  .option('--seed <n>', 'of amounts and of the moments of crashes', positive, 1)
  .option('--json <file>', 'write what was seen there')
  .parse();

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

await run(command.opts());

async function run({ only = scenarios, payouts, seed, json }: Options): Promise<void> {
  await prepare();
  const reports: ScenarioReport[] = [];
  try {
    for (const scenario of only) reports.push(await runScenario(scenario, payouts, seed));
  } finally {
    await removeProgram();
  }
  process.stdout.write(`${tableOf(reports)}\n`);
  const failures = broken(reports);
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify({ seed, reports, broken: failures }, null, 2)}\n`);
  for (const failure of failures) say(`does not hold: ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function runScenario(scenario: Scenario, payouts: number | undefined, seed: number): Promise<ScenarioReport> {
  switch (scenario) {
    case 'kills':
      return kills({
        payouts: payouts ?? 1000,
        seed,
        plan: { between: [4000, 9000], serverAfter: [3, 6], most: 15 },
        deadlineMs: 15 * 60_000,
        say,
      });
    case 'oneId':
      return oneId({ starts: payouts ?? 1000, say });
    case 'open':
      return open({
        payouts: payouts ?? OPEN,
        every: Math.max(10, Math.ceil((payouts ?? OPEN) / POLLS_A_SECOND)),
        rounds: 2,
        mostLate: 90,
        mostMemory: 2000,
        heapMb: 1024,
        deadlineMs: 60 * 60_000,
        say,
      });
  }
}
