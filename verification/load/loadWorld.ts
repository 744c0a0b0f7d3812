import type { SettingsInput } from '../../sandbox/index.ts';
import { startRealWorld, type RealWorld, type RealWorldOptions } from '../../test/harness/realWorld.ts';
import type { Patch } from '../../test/harness/workerProgram.ts';

/** As the local server of `npm start` has it, and as docs/benchmarks.md advises. */
const onePartition = {
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
};

/** Feishu's limits, far above what two cores reach: what is tried here are faults and numbers, not waiting for a limit. */
const sandbox: SettingsInput = { feishu: { limitFactor: 1000 } };
const limits: readonly Patch[] = [
  {
    file: 'providers/feishu/limits.ts',
    find: '({ calls, windowMs: 60_000, source })',
    replace: '({ calls: calls * 60, windowMs: 60_000, source })',
  },
  {
    file: 'providers/feishu/limits.ts',
    find: '({ calls, windowMs: 1_000, source })',
    replace: '({ calls: calls * 10, windowMs: 1_000, source })',
  },
];

/**
 * A call whose worker was killed is given up after this long, in place of a minute, so that a test of many kills ends.
 * Well above what a call takes here, or calls under way would be given up as well.
 */
export function lostAfter(seconds: number): readonly Patch[] {
  const file = 'workflows/calls/proxies.ts';
  // The first with the line that follows it: the delivery of an event has a minute too.
  return [
    ['startToCloseTimeout', ',\n    // Equal to startToClose'],
    ['heartbeatTimeout', ''],
  ].map(([timeout, next]) => ({
    file,
    find: `${timeout}: '60s'${next}`,
    replace: `${timeout}: '${seconds}s'${next}`,
  }));
}

export function startLoadWorld({ patches = [], ...options }: RealWorldOptions): Promise<RealWorld> {
  return startRealWorld({ server: onePartition, sandbox, ...options, patches: [...limits, ...patches] });
}
