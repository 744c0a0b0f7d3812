import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure, TimeoutFailure, type WorkflowHandle } from '@temporalio/client';
import { providerUnavailable } from '../../activities/attempts/failures.ts';
import type { Head } from '../../contract/head.ts';
import type { MoneyFlow } from '../../contract/flows/names.ts';
import { PAYOUT_QUERY } from '../../contract/names.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { LumpSumSeed } from '../harness/lumpSumSeed.ts';
import { eventTypes, WORKFLOW_TASK_FAILED } from '../harness/testRun.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../harness/timeSkippingWorld.ts';
import { until } from '../harness/until.ts';

let world: TimeSkippingWorld;
let bonuses: LumpSumSeed;
let count = 0;

beforeAll(async () => {
  world = await startTimeSkippingWorld({
    environment: {
      ALLINPAY_POLL_PLAN: JSON.stringify({ first: { after: '5m' }, every: '5m', quiet: null, jitter: '0s' }),
    },
  });
  bonuses = new LumpSumSeed(world.sandbox);
});
afterEach(() => {
  world.knobs.endings.clear();
  world.sandbox.setFaults([]);
});
afterAll(async () => {
  await world.stop();
});

/** How a call comes back that somebody ended by hand, or that the server gave up. */
const endings = {
  'failed by hand': () => ApplicationFailure.create({ message: 'by an operator', nonRetryable: true }),
  'failed by hand as a failure of ours': () =>
    ApplicationFailure.create({ type: 'PayoutRejected', message: 'by an operator', nonRetryable: true }),
  'completed by hand without an answer': () => null,
  'given up by the server': () =>
    new TimeoutFailure('activity StartToClose timeout', undefined, 'START_TO_CLOSE'),
} as const;

interface Scene {
  readonly flow: MoneyFlow;
  readonly activities: readonly string[];
  readonly start: (id: string) => Promise<object>;
  /** what keeps a send from leaving, so that the flow waits, and by which call */
  readonly waits: { readonly unsent: () => void; readonly ready: string };
}

const scenes: readonly Scene[] = [
  {
    flow: 'allinpayWithdrawal',
    activities: ['queryAllinpayBalance', 'submitAllinpayWithdrawal', 'pollAllinpayWithdrawal'],
    start: (orderId) =>
      Promise.resolve({
        orderId,
        details: [{ externalCode: 'S17', amount: '100.10' }],
        checkBalance: true,
      }),
    waits: {
      unsent: () => {
        world.sandbox.setFaults([{ fault: 'dropBefore', on: 'allinpay.withdrawResultQuery', times: 1 }]);
      },
      ready: 'untilAllinpayReady',
    },
  },
  {
    flow: 'referralWithdrawal',
    activities: ['withdrawReferral', 'creditWallet', 'reconcileReferral'],
    start: async (externalOrderId) => ({
      externalOrderId,
      referralAccountId: await world.feishu.account({ points: 10 }),
      bonusTypes: ['point'],
      credit: 'webhook',
    }),
    waits: {
      // For half an hour its own retries wait.
      unsent: () =>
        world.knobs.endings.set('withdrawReferral', providerUnavailable('no answer for half an hour')),
      ready: 'untilReferralReady',
    },
  },
  {
    flow: 'lumpSumCorrection',
    activities: ['correctLumpSum', 'readBackLumpSum'],
    start: async (correctionId) => {
      const [record] = await bonuses.create(1);
      return { correctionId, records: [{ id: record!.id, remark: 'overtime' }] };
    },
    waits: {
      unsent: () => {
        world.sandbox.setFaults([{ fault: 'dropBefore', on: 'feishu.lumpSumQuery', times: 1 }]);
      },
      ready: 'untilLumpSumReady',
    },
  },
];

async function begin({ flow, start }: Scene, prepare: () => void = () => undefined): Promise<WorkflowHandle> {
  count += 1;
  const id = `H-${count}`;
  const input = await start(id);
  prepare();
  return world.start(flow, workflowIdOf(flow, 'default', id), input);
}

/** Either it has come to its own end, or it stands open, answers and says what it needs. */
async function standsOrEnds(handle: WorkflowHandle): Promise<void> {
  await world.environment.sleep('1h');
  const { status } = await handle.describe();
  expect(['RUNNING', 'COMPLETED']).toContain(status.name);
  const shown = await handle.query<Head>(PAYOUT_QUERY);
  if (status.name === 'RUNNING') expect(shown.attention?.decisions.length).toBeGreaterThan(0);
  expect(await eventTypes(handle)).not.toContain(WORKFLOW_TASK_FAILED);
}

describe.each(Object.entries(endings))('a call that is %s', (_, ending) => {
  const calls = scenes.flatMap((scene) => scene.activities.map((name) => [name, scene] as const));

  it.each(calls)('%s is no end of the payout', async (name, scene) => {
    world.knobs.endings.set(name, ending());
    const handle = await begin(scene);
    await until(`${name} was ended`, () => Promise.resolve(!world.knobs.endings.has(name)));
    await standsOrEnds(handle);
  });

  const waits = scenes.map((scene) => [scene.waits.ready, scene] as const);

  it.each(waits)('%s is no end of the payout', async (name, scene) => {
    world.knobs.endings.set(name, ending());
    const handle = await begin(scene, scene.waits.unsent);
    await world.environment.sleep('1h');
    expect(world.knobs.endings.has(name)).toBe(false);
    world.sandbox.setFaults([]);
    await standsOrEnds(handle);
  });
});
