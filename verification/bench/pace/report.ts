import Table from 'cli-table3';
import type { ApiFigures } from './measure.ts';
import type { WorkloadReport } from './workload.ts';

/** What must hold; from docs/benchmarks.md. Several workers divide a limit of a second, and give up what does not divide. */
const LEAST_SHARE = { one: 0.95, several: 0 };
const REJECTED_SHARE = { one: 0, several: 0.01 };

export interface PaceReport {
  readonly scale: number;
  readonly baseline: readonly ApiFigures[];
  readonly workloads: readonly WorkloadReport[];
}

/** @returns what was missed, in words; empty when the goal is met */
export function missedGoals({ workloads }: PaceReport): string[] {
  return workloads.flatMap(({ workload, workers, apis, lost, twice }) => {
    const where = `${workload}, ${workers} worker${workers === 1 ? '' : 's'}`;
    const fleet = workers === 1 ? 'one' : 'several';
    return [
      ...(lost > 0 ? [`${where}: ${lost} lost`] : []),
      ...(twice > 0 ? [`${where}: ${twice} made twice`] : []),
      ...apis.flatMap(({ api, binding, usedShare, rejections, calls }) => [
        ...(binding && usedShare < LEAST_SHARE[fleet]
          ? [`${where}: ${percent(usedShare)} of ${api} used`]
          : []),
        ...(rejections > REJECTED_SHARE[fleet] * calls
          ? [`${where}: ${rejections} calls of ${api} rejected`]
          : []),
      ]),
    ];
  });
}

/** The report as a table for a terminal. */
export function tableOf({ baseline, workloads }: PaceReport): string {
  const table = new Table({
    head: ['run', 'api', 'calls', 'allowed/s', 'calls/s', 'used', 'rejected', 'longest gap'],
    style: { head: [], border: [] },
  });
  for (const figures of baseline) table.push(['plain loop', ...cellsOf(figures)]);
  for (const { workload, workers, apis } of workloads) {
    for (const figures of apis) table.push([`${workload}, ${workers} w.`, ...cellsOf(figures)]);
  }
  const ends = workloads.map(
    ({ workload, workers, asked, lost, twice, longestWaitSeconds, bestPossibleSeconds }) =>
      `${workload}, ${workers} w.: ${asked} asked, ${lost} lost, ${twice} made twice; ` +
      `longest wait ${longestWaitSeconds.toFixed(1)} s (at exactly the limit ${bestPossibleSeconds.toFixed(1)} s)`,
  );
  return [table.toString(), ...ends].join('\n');
}

function cellsOf(figures: ApiFigures): string[] {
  return [
    figures.api,
    String(figures.calls),
    figures.allowedPerSecond.toFixed(2),
    figures.callsPerSecond.toFixed(2),
    percent(figures.usedShare),
    String(figures.rejections),
    `${figures.longestGapMs} ms`,
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
