import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import { PayoutsClient } from '../../clients/index.ts';
import { PAYOUTS_TASK_QUEUE } from '../../contract/names.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { figuresOf } from '../../verification/bench/pace/measure.ts';
import { LumpSumSeed, type WireRecord } from '../harness/lumpSumSeed.ts';
import { FeishuSeed } from '../harness/seed.ts';
import { until } from '../harness/until.ts';
import { startPaceWorld, type PaceWorld } from './paceWorld.ts';

const { PENDING_ACTIVITY_STATE_SCHEDULED } = proto.temporal.api.enums.v1.PendingActivityState;

let world: PaceWorld;

function callsOf(api: string) {
  return world.sandbox.ledger().calls.filter((call) => call.api === api);
}

/** Starts withdrawals of accounts with as many points as their number says. */
async function startWithdrawals(prefix: string, count: number): Promise<WorkflowHandle[]> {
  const feishu = new FeishuSeed(world.sandbox);
  const payouts = new PayoutsClient(world.client);
  const ids: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const externalOrderId = `${prefix}-${number}`;
    const referralAccountId = await feishu.account({ points: number });
    ids.push(externalOrderId);
    await payouts.startReferralWithdrawal({ externalOrderId, referralAccountId, bonusTypes: ['point'] });
  }
  return ids.map((id) => world.client.workflow.getHandle(workflowIdOf('referralWithdrawal', 'default', id)));
}

/** Starts corrections of one record each. */
async function startCorrections(records: readonly WireRecord[]): Promise<WorkflowHandle[]> {
  return Promise.all(
    records.map(({ id, details }, index) =>
      world.client.workflow.start('lumpSumCorrection', {
        workflowId: workflowIdOf('lumpSumCorrection', 'default', `pace-${index}`),
        taskQueue: PAYOUTS_TASK_QUEUE,
        args: [
          {
            correctionId: `pace-${index}`,
            records: [
              {
                id,
                totalAmount: '110.00',
                details: details.map((detail) => ({ id: detail.id, issuanceAmount: '55.00' })),
              },
            ],
          },
        ],
      }),
    ),
  );
}

describe('one worker with more to do than the limits allow', () => {
  /** Windows short enough to fill, and long enough for a busy machine. */
  const limits = {
    withdraw: { calls: 25, windowMs: 4_000 },
    reconciliation: { calls: 25, windowMs: 4_000 },
    lumpSumQuery: { calls: 40, windowMs: 4_000 },
    lumpSumUpdate: { calls: 40, windowMs: 4_000 },
  };
  const WITHDRAWALS = 40;
  const CORRECTIONS = 30;
  let statuses: string[];
  let seeding: number;

  beforeAll(async () => {
    world = await startPaceWorld(limits);
    const records = await new LumpSumSeed(world.sandbox).create(CORRECTIONS);
    seeding = callsOf('feishu.lumpSumQuery').length;
    const started = await Promise.all([startCorrections(records), startWithdrawals('pace', WITHDRAWALS)]);
    const results = await Promise.all(started.flat().map((handle) => handle.result()));
    statuses = results.map((result) => (result as { status: string }).status);
  });

  afterAll(() => world.stop());

  it('loses nothing and does nothing twice', () => {
    expect(statuses.filter((status) => status === 'reconciled')).toHaveLength(WITHDRAWALS);
    expect(statuses.filter((status) => status === 'corrected')).toHaveLength(CORRECTIONS);
    const { totals } = world.sandbox.ledger();
    expect(totals.feishu).toMatchObject({
      withdrawals: WITHDRAWALS,
      points: (WITHDRAWALS * (WITHDRAWALS + 1)) / 2,
    });
    expect(totals.lumpSum.corrected).toBe(CORRECTIONS);
  });

  it.each(['withdraw', 'reconciliation', 'lumpSumQuery', 'lumpSumUpdate'] as const)(
    'is never rejected for the limit of %s',
    (api) => {
      const figures = figuresOf(world.sandbox.ledger().calls, api, limits[api]);
      expect(figures?.rejections).toBe(0);
    },
  );

  it('makes each call once: what has to wait, waits in the queue', () => {
    expect(callsOf('feishu.withdraw')).toHaveLength(WITHDRAWALS);
    // A correction that had to stand back, on a busy machine, asks once more before it goes on.
    const queries = callsOf('feishu.lumpSumQuery').slice(seeding).length;
    expect(queries).toBeGreaterThanOrEqual(2 * CORRECTIONS);
    expect(queries).toBeLessThanOrEqual(2.1 * CORRECTIONS);
    expect(callsOf('feishu.lumpSumUpdate')).toHaveLength(CORRECTIONS);
  });
});

describe('a rejection for the limit of the whole tenant', () => {
  const RESET_SECONDS = 3;

  beforeAll(async () => {
    const fast = { calls: 1_000, windowMs: 1_000 };
    world = await startPaceWorld({ withdraw: fast, reconciliation: fast });
  });

  afterAll(() => world.stop());

  it('stops every payout of the queue until it is over, and none of them holds a slot meanwhile', async () => {
    world.sandbox.setFaults([
      { on: 'feishu.withdraw', fault: 'rateLimit', resetSeconds: RESET_SECONDS, times: 1 },
    ]);
    const first = await startWithdrawals('first', 1);
    await until('the rejection', () => callsOf('feishu.withdraw')[0]?.httpStatus === 429);

    const others = await startWithdrawals('other', 8);
    await until('every payout waits for the reset, outside of the worker', async () => {
      const waiting = await Promise.all(others.map(isWaitingForLimit));
      return waiting.every(Boolean);
    });
    expect(callsOf('feishu.withdraw')).toHaveLength(1);

    await Promise.all([...first, ...others].map((handle) => handle.result()));
    const [rejected, ...later] = callsOf('feishu.withdraw').map(({ at }) => Date.parse(at));
    expect(later).toHaveLength(9);
    expect(Math.min(...later) - (rejected ?? 0)).toBeGreaterThanOrEqual(RESET_SECONDS * 1_000);
  });
});

async function isWaitingForLimit(handle: WorkflowHandle): Promise<boolean> {
  const { raw } = await handle.describe();
  const [call] = raw.pendingActivities ?? [];
  return (
    call?.state === PENDING_ACTIVITY_STATE_SCHEDULED &&
    call.lastFailure?.applicationFailureInfo?.type === 'RateLimited'
  );
}
