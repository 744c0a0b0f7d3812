import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReferralWithdrawalResult } from '../../contract/flows/referralWithdrawal.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { TestOrders } from '../harness/allinpayOrders.ts';
import { eventTypes, WORKFLOW_TASK_FAILED } from '../harness/testRun.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../harness/timeSkippingWorld.ts';
import { startStub, type Stub } from '../providers/stubServer.ts';

const BEYOND_9999 = '253402300800000';

let world: TimeSkippingWorld;
let orders: TestOrders;
let feishu: Stub;
/** what Feishu says of a withdrawal, one after the other, then the last one always */
const times = [BEYOND_9999, BEYOND_9999, '1785000000000'];

beforeAll(async () => {
  feishu = await startStub(({ path, body }, response) => {
    response.setHeader('content-type', 'application/json');
    if (path.includes('tenant_access_token')) {
      response.end(JSON.stringify({ code: 0, msg: 'ok', tenant_access_token: 't-x', expire: 7200 }));
      return;
    }
    const { external_order_id } = JSON.parse(body) as { external_order_id: string };
    const trans_time = times.length > 1 ? times.shift() : times[0];
    const data = { external_order_id, trans_time, withdrawal_details: { point_bonus: 5 } };
    response.end(JSON.stringify({ code: 0, msg: 'SUCCESS', data }));
  });
  world = await startTimeSkippingWorld({ environment: { FEISHU_BASE_URL: feishu.url } });
  orders = new TestOrders(world);
});

afterAll(async () => {
  await world.stop();
  await feishu.close();
});

describe('an instant that no server can index', () => {
  it('in an input is refused', async () => {
    const order = await orders.start({ settleBy: '9999-12-31T23:59:59-14:00' });
    const { type, message } = await order.failure();
    expect({ type, message }).toMatchObject({
      type: 'InvalidInput',
      message: expect.stringContaining('settleBy: must lie in the years 2000 to 2199'),
    });
    await order.settleAccounts();
  });

  it('is refused as a time to extend to, and the payout goes on', async () => {
    const order = await orders.start({ settleBy: '2020-01-01T00:00:00Z' });
    await order.untilAttention('overdue');
    const resolve = { by: 'ann', decision: 'extend' };
    const refusal = await order.refusal('resolve', { ...resolve, settleBy: '9999-12-31T23:59:59-01:00' });
    expect(refusal).toMatchObject({
      type: 'InvalidInput',
      message: expect.stringContaining('settleBy: must lie in the years 2000 to 2199'),
    });
    await order.update('resolve', { ...resolve, settleBy: '2199-12-31T23:59:59Z' });
    expect((await order.result()).status).toBe('settled');
    await order.settleAccounts();
  });

  it('in an answer of Feishu makes it one that cannot be read: it is asked again', async () => {
    const handle = await world.start(
      'referralWithdrawal',
      workflowIdOf('referralWithdrawal', 'default', 'FAR'),
      { externalOrderId: 'FAR', referralAccountId: '693', bonusTypes: ['point'], reconcile: 'later' },
    );
    const result = (await handle.result()) as ReferralWithdrawalResult;
    expect(result).toMatchObject({ transTime: '1785000000000', withdrawn: { points: 5 } });
    expect(feishu.requests.filter(({ path }) => path.includes('withdraw'))).toHaveLength(3);
    expect(await eventTypes(handle)).not.toContain(WORKFLOW_TASK_FAILED);
  });
});
