import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildWorkerProgram, type WorkerProgram } from '../../test/harness/workerProgram.ts';
import { noWorkerLogs } from '../../workers/telemetry/logs.ts';
import { historiesOfFiles } from '../../workers/versioning/replay/historyFiles.ts';
import { replayHistories, type Replayed } from '../../workers/versioning/replay/replayHistories.ts';
import { currentVersion, historyFile, recordedPaths } from './corpus.ts';

/** Three changes as somebody might make them who forgot that runs are open, each in a flow of its own. */
const patches = [
  {
    file: 'workflows/allinpayWithdrawal/workflow.ts',
    find: `    if (input.checkBalance) await checkBalance(payout, order);
    await submit(payout, order);`,
    replace: `    await submit(payout, order);
    if (input.checkBalance) await checkBalance(payout, order);`,
  },
  {
    file: 'workflows/referralWithdrawal/credit.ts',
    find: `      payout.become('crediting');
      return creditByWebhook(payout, order, taken);`,
    replace: `      payout.become('reconciling');
      payout.become('crediting');
      return creditByWebhook(payout, order, taken);`,
  },
  {
    file: 'workflows/lumpSumCorrection/verify.ts',
    find: "if (wait > 0) await payout.pause(wait, 'recheck');",
    replace: "await payout.pause(wait + 1, 'recheck');",
  },
];

let program: WorkerProgram;
const replayed: Replayed[] = [];

beforeAll(async () => {
  noWorkerLogs();
  program = await buildWorkerProgram(patches);
  const files = recordedPaths(currentVersion()).map((path) => {
    const [flow = '', name = ''] = path.split('/');
    return historyFile(currentVersion(), flow, name);
  });
  const bundlePath = join(program.top, 'workflow-bundle.js');
  for await (const result of replayHistories(historiesOfFiles(files), { bundlePath })) replayed.push(result);
});

afterAll(async () => {
  await program.remove();
});

function brokenOf(flow: string): string[] {
  const broken = replayed.filter(
    ({ workflowType, outcome }) => workflowType === flow && outcome === 'broken',
  );
  return broken.map(({ from }) => /([^/]+)\.json$/.exec(from)?.[1] ?? from).sort();
}

describe('a change that runs under way cannot follow fails the replay of every path that it is on', () => {
  it('two calls in another order', () => {
    expect(brokenOf('allinpayWithdrawal')).toEqual([
      'balance-checked',
      'balance-refused',
      'insufficient-balance',
    ]);
  });

  it('one more upsert', () => {
    expect(brokenOf('referralWithdrawal')).toEqual([
      'credit-refused-then-accepted',
      'credit-refused-then-retried',
      'credited-by-webhook',
      'wallet-down',
    ]);
  });

  it('a timer where there was none, told with the event that it does not fit', () => {
    const broken = brokenOf('lumpSumCorrection');
    expect(broken).toContain('corrected');
    expect(broken).not.toContain('unchanged');
    const told = replayed.find(({ from }) => from.endsWith('/lumpSumCorrection/corrected.json'));
    expect(told?.outcome === 'broken' ? told.eventId : told?.outcome).toMatch(/^\d+$/);
  });

  it('and no other', () => {
    expect(brokenOf('lumpSumQuery')).toEqual([]);
    expect(brokenOf('allinpayBalance')).toEqual([]);
  });
});
