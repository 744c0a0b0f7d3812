import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOrder, startRealWorld, type RealWorld } from '../harness/realWorld.ts';

let world: RealWorld;

beforeAll(async () => {
  world = await startRealWorld();
  await world.startWorker();
}, 60_000);

afterAll(async () => {
  await world.stop();
});

async function withdraw(externalOrderId: string, reconcile: 'now' | 'later') {
  const referralAccountId = await world.feishu.account({ points: 10 });
  return world.payouts.startReferralWithdrawal({
    externalOrderId,
    referralAccountId,
    bonusTypes: ['point'],
    reconcile,
  });
}

interface Length {
  readonly flow: string;
  readonly events: number;
  readonly upserts: number;
}

async function lengthOf(flow: string, workflowId: string): Promise<Length> {
  const { events } = await world.client.workflow.getHandle(workflowId).fetchHistory();
  const all = events ?? [];
  const upserts = all.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes);
  return { flow, events: all.length, upserts: upserts.length };
}

describe('the history of a payout that PayoutsClient started and that went well', () => {
  it('holds 11 events for one call and 17 for two, and one more for each change that is indexed', async () => {
    const one = await withdraw('H-1', 'later');
    const two = await withdraw('H-2', 'now');
    const polled = await world.payouts.startAllinpayWithdrawal(anOrder('H-3'));
    expect(await one.result()).toMatchObject({ status: 'withdrawn' });
    expect(await two.result()).toMatchObject({ status: 'reconciled' });
    expect(await polled.result()).toMatchObject({ status: 'settled' });

    const table = [
      await lengthOf('withdraw', one.workflowId),
      await lengthOf('withdraw, reconcile', two.workflowId),
      await lengthOf('submit, settle', polled.workflowId),
    ];
    process.stdout.write(
      table
        .map(({ flow, events, upserts }) => `${flow}: ${events} events, ${upserts} of them upserts\n`)
        .join(''),
    );
    expect(table.map(({ events, upserts }) => events - upserts)).toEqual([11, 17, 17]);
    for (const { upserts } of table) expect(upserts).toBeLessThanOrEqual(3);
  }, 60_000);
});
