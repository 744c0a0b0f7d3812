import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { UpdateRefusedError } from '../../clients/index.ts';
import {
  anOrder,
  countsOf,
  setAccount,
  startRealWorld,
  untilAttention,
  untilStatus,
  type RealWorld,
} from '../harness/realWorld.ts';
import { until } from '../harness/until.ts';

/** Nothing is asked for by the plan while a test runs. */
const hourly = { first: { after: '1h' }, every: '1h', quiet: null, jitter: '0s' };
const by = 'finance.lead';

let world: RealWorld;

beforeAll(async () => {
  world = await startRealWorld({
    sandbox: { allinpay: { settle: { after: '500ms' } } },
    environment: { ALLINPAY_POLL_PLAN: JSON.stringify(hourly) },
  });
  await world.startWorker();
});

afterAll(async () => {
  await world.stop();
});

async function processing(orderId: string, more: { settleBy?: string } = {}) {
  const payout = await world.payouts.startAllinpayWithdrawal(anOrder(orderId, more));
  const handle = world.client.workflow.getHandle(payout.workflowId);
  await until(`${orderId} waits for its first poll`, async () =>
    (await payout.describe()).pending.some(
      ({ name, nextTryAt }) => name === 'pollAllinpayWithdrawal' && nextTryAt !== undefined,
    ),
  );
  return { payout, handle };
}

const lookUps = (orderId: string): number => countsOf(world.sandbox, orderId).lookUps;

async function cancelRequests(handle: WorkflowHandle): Promise<string[]> {
  const events = (await handle.fetchHistory()).events ?? [];
  return events.flatMap((event) => {
    const scheduledId = event.activityTaskCancelRequestedEventAttributes?.scheduledEventId;
    const scheduled = events.find(({ eventId }) => scheduledId && eventId?.eq(scheduledId));
    return scheduled ? [scheduled.activityTaskScheduledEventAttributes?.activityType?.name ?? ''] : [];
  });
}

describe('`pollNow` while the next poll is an hour away', () => {
  it('asks at once, cancels that wait and nothing else, and settles the payout', async () => {
    const asked = await processing('P-1');
    const bystander = await processing('P-2');
    await until(
      'both are settled at the provider',
      () => world.sandbox.ledger().totals.allinpay.pending === '0.00',
    );

    await asked.payout.pollNow({ by });

    expect(await asked.payout.result()).toMatchObject({ status: 'settled' });
    expect(await cancelRequests(asked.handle)).toEqual(['pollAllinpayWithdrawal']);
    expect(lookUps('P-1')).toBe(2);
    expect(await cancelRequests(bystander.handle)).toEqual([]);
    expect(lookUps('P-2')).toBe(1);
  });

  it('goes back to waiting when nothing is settled, and is refused for a minute', async () => {
    await setAccount(world.sandbox, 'S-P-3', 'never');
    const { payout } = await processing('P-3');

    await payout.pollNow({ by });
    await until('it was asked', () => lookUps('P-3') === 2);

    const refused = await payout.pollNow({ by }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UpdateRefusedError);
    expect(String(refused)).toContain('less than a minute ago');
    expect(await payout.snapshot()).toMatchObject({ status: 'processing', attention: null });
  });
});

describe('a payout past its `settleBy`', () => {
  it('calls for a person, is extended, and settles later', async () => {
    const orderId = 'P-5';
    await setAccount(world.sandbox, 'S-P-5', 'never');
    const settleBy = new Date(Date.now() + 3000).toISOString();
    const { payout, handle } = await processing(orderId, { settleBy });
    expect(await untilAttention(handle)).toMatchObject({
      reason: 'overdue',
      decisions: ['extend', 'recordOutcome'],
    });

    const later = new Date(Date.now() + 3_600_000).toISOString();
    await payout.resolve({ by, decision: 'extend', settleBy: later });
    await untilStatus(handle, 'processing');
    expect(await payout.describe()).toMatchObject({ needsAttention: false, settleBy: later });

    await setAccount(world.sandbox, 'S-P-5', 'settled');
    await payout.pollNow({ by });
    expect(await payout.result()).toMatchObject({ status: 'settled', attention: null });
  });

  it('is extended while a poll is under way, whose answer counts: no two calls overlap', async () => {
    const orderId = 'P-6';
    await setAccount(world.sandbox, 'S-P-6', 'never');
    const settleBy = new Date(Date.now() + 2000).toISOString();
    const { payout, handle } = await processing(orderId, { settleBy });
    await untilAttention(handle);
    const on = 'allinpay.withdrawResultQuery';
    world.sandbox.setFaults([{ on, orderId, fault: 'delayBefore', ms: 1500, times: 1 }]);
    await payout.pollNow({ by });
    await until('the call is under way', () => lookUps(orderId) === 2);

    const later = new Date(Date.now() + 3_600_000).toISOString();
    await payout.resolve({ by, decision: 'extend', settleBy: later });
    await setAccount(world.sandbox, 'S-P-6', 'settled');

    expect(await payout.result()).toMatchObject({ status: 'settled' });
    expect(lookUps(orderId)).toBe(2);
    expect(await cancelRequests(handle)).toHaveLength(2);
  });
});
