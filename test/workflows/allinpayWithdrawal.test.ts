import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AllinpayWithdrawalResult } from '../../contract/allinpayWithdrawal.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../harness/timeSkippingWorld.ts';

let world: TimeSkippingWorld;

beforeAll(async () => {
  world = await startTimeSkippingWorld();
}, 120_000);

afterAll(async () => {
  await world.stop();
});

describe('an Allinpay withdrawal that the provider takes', () => {
  it('settles, in as many events as two calls and three upserts cost', async () => {
    const handle = await world.start('allinpayWithdrawal', 'allinpay-withdrawal/default/W-1', {
      orderId: 'W-1',
      details: [
        { externalCode: 'S17', amount: '100.1' },
        { accountUserId: 42, amount: '5' },
      ],
    });
    const result = (await handle.result()) as AllinpayWithdrawalResult;
    console.log(JSON.stringify(result, null, 1));
    const history = await handle.fetchHistory();
    console.log(history.events!.map((e) => `${e.eventId} ${e.eventType}`).join('\n'));
    expect(result.status).toBe('settled');
  });
  it('reconciles', async () => {
    const account = await world.feishu.account({ points: 100, cash: '10.5' });
    const handle = await world.start('referralWithdrawal', 'referral-withdrawal/default/R-1', {
      externalOrderId: 'R-1',
      referralAccountId: account,
      bonusTypes: ['point', 'cash'],
      credit: 'webhook',
    });
    const result = await handle.result();
    console.log(JSON.stringify(result, null, 1));
    const history = await handle.fetchHistory();
    console.log(history.events!.map((e) => `${e.eventId} ${e.eventType}`).join('\n'));
  });
});
