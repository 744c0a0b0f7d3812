import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { lumpSumCorrections } from './pace/corrections.ts';
import { startFleet } from './pace/fleet.ts';
import { scaledLimits } from './pace/limits.ts';
import { runPlainLoop } from './pace/plainLoop.ts';
import { referralWithdrawals } from './pace/referrals.ts';
import { missedGoals, tableOf, type PaceReport } from './pace/report.ts';
import { runWorkload, type Workload, type WorkloadReport } from './pace/workload.ts';

interface Options {
  readonly scale: number;
  readonly workers: readonly number[];
  readonly referrals: number;
  readonly corrections: number;
  readonly chunk: number;
  readonly partitions: number;
  readonly json?: string;
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('a number above 0');
  return number;
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('a whole number, 0 for none');
  return number;
}

function numbers(text: string): number[] {
  return text.split(',').map(positive);
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const command = new Command('bench:pace')
  .description('how much of the limits of Feishu is used, and how often they are hit, against the sandbox')
  .option('--scale <n>', 'make the windows of a minute n times shorter', positive, 5)
  .option('--workers <list>', 'worker processes, one fleet after the other', numbers, [1, 3])
  .option('--referrals <n>', 'referral withdrawals', count, 500)
  .option('--corrections <n>', 'lump-sum records to correct', count, 20_000)
  .option('--chunk <n>', 'records in one correction, at most 500', positive, 100)
  .option('--partitions <n>', 'task queue partitions of the server', positive, 1)
  .option('--json <file>', 'write the figures there; - for standard output instead of the table')
  .parse();

await run(command.opts());

async function run(options: Options): Promise<void> {
  const { scale } = options;
  const limits = scaledLimits(scale);
  say('plain loop …');
  const baseline = [
    ...(options.referrals === 0 ? [] : await runPlainLoop('reconciliation', limits, 1.5)),
    ...(options.corrections === 0 ? [] : await runPlainLoop('lumpSumQuery', limits, 10)),
  ];
  const workloads: WorkloadReport[] = [];
  for (const workers of options.workers) {
    const fleet = await startFleet({ workers, limits, taskQueuePartitions: options.partitions });
    try {
      for (const workload of workloadsOf(options)) {
        say(`${workload.name} with ${workers} …`);
        workloads.push(await runWorkload(fleet, workload));
      }
    } finally {
      await fleet.stop();
    }
  }
  const report = { scale, baseline, workloads };
  await show(report, options.json);
  const missed = missedGoals(report);
  for (const what of missed) say(`missed: ${what}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

function workloadsOf({ referrals, corrections, chunk }: Options): Workload[] {
  return [
    ...(referrals === 0 ? [] : [referralWithdrawals(referrals)]),
    ...(corrections === 0 ? [] : [lumpSumCorrections(corrections, chunk)]),
  ];
}

async function show(report: PaceReport, file: string | undefined): Promise<void> {
  const json = JSON.stringify({ ...report, missed: missedGoals(report) }, null, 2);
  process.stdout.write(`${file === '-' ? json : tableOf(report)}\n`);
  if (file !== undefined && file !== '-') await writeFile(file, `${json}\n`);
}
