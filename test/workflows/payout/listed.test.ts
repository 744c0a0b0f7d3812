import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import {
  allinpayWithdrawalFlow,
  checkedInput,
  lumpSumCorrectionFlow,
  referralWithdrawalFlow,
  type CheckedInput,
  type FlowOfMoney,
} from '../../../clients/flows.ts';
import { startRequestOf, type StartRequest } from '../../../clients/start/startRequest.ts';
import { PAYOUTS_TASK_QUEUE } from '../../../contract/names.ts';
import { endOf, eventTypes } from '../../harness/testRun.ts';
import {
  startTimeSkippingWorld,
  untilStatus,
  type TimeSkippingWorld,
} from '../../harness/timeSkippingWorld.ts';

const MEMO_CHANGED: number = proto.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED;

let world: TimeSkippingWorld;

beforeAll(async () => {
  world = await startTimeSkippingWorld();
});

afterAll(() => world.stop());

/** They wait for approval: each comes to rest in its first task. */
const common = { approval: 'required', requestedBy: 'li.wei' };

const requestOf = <Checked extends CheckedInput, Result>(spec: FlowOfMoney<Checked, Result>, order: object) =>
  startRequestOf(spec, checkedInput(spec, { ...common, ...order }));

const details = [
  { externalCode: 'S1', amount: '0.1' },
  { externalCode: 'S2', amount: '200' },
];

const records = [
  { id: '1', remark: 'a' },
  { id: '2', remark: 'b' },
];

const cases = [
  {
    flow: 'allinpayWithdrawal',
    request: () => requestOf(allinpayWithdrawalFlow, { orderId: randomUUID(), details }),
    listed: { payoutAsked: '200.10', payoutCurrency: 'CNY', payoutSize: 1, payoutRequestedBy: 'li.wei' },
  },
  {
    flow: 'referralWithdrawal',
    request: () =>
      requestOf(referralWithdrawalFlow, {
        externalOrderId: randomUUID(),
        referralAccountId: '7',
        bonusTypes: ['cash', 'point'],
      }),
    listed: { payoutSize: 1, payoutBonusTypes: ['point', 'cash'], payoutRequestedBy: 'li.wei' },
  },
  {
    flow: 'lumpSumCorrection',
    request: () => requestOf(lumpSumCorrectionFlow, { correctionId: randomUUID(), records }),
    listed: { payoutSize: 2, payoutRequestedBy: 'li.wei' },
  },
];

/** As any client starts it, with this memo. */
async function started(
  { flow, workflowId, input }: StartRequest,
  memo: Record<string, unknown>,
): Promise<WorkflowHandle> {
  const handle = await world.environment.client.workflow.start(flow, {
    workflowId,
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [input],
    memo,
  });
  await untilStatus(handle, 'awaitingApproval');
  return handle;
}

/** How often the run changed its memo, once it has ended without having sent anything. */
async function memoChanges(handle: WorkflowHandle): Promise<number> {
  await handle.executeUpdate('cancel', { args: [{ by: 'ann', note: 'a test' }] });
  expect(await endOf(handle)).toMatchObject({ type: 'Cancelled' });
  return (await eventTypes(handle)).filter((type) => type === MEMO_CHANGED).length;
}

describe.each(cases)('a list of $flow', ({ request: make, listed }) => {
  it('shows what was asked for and by whom after a raw start, for one event', async () => {
    const handle = await started(make(), {});
    expect((await handle.describe()).memo).toEqual(listed);
    expect(await memoChanges(handle)).toBe(1);
  });

  it('shows it after a start by PayoutsClient, for none', async () => {
    const request = make();
    const handle = await started(request, { ...request.memo });
    expect((await handle.describe()).memo).toMatchObject(listed);
    expect(await memoChanges(handle)).toBe(0);
  });

  it('shows it after a start that gave the size only, and keeps what else was given', async () => {
    const request = make();
    const { payoutInputDigest } = request.memo;
    const { payoutSize } = listed;
    const handle = await started(request, { payoutSize, payoutInputDigest });
    expect((await handle.describe()).memo).toEqual({ ...listed, payoutInputDigest });
    expect(await memoChanges(handle)).toBe(1);
  });

  it('shows what the input says where the start said something else', async () => {
    const lie = { payoutAsked: '1.00', payoutSize: 9, payoutRequestedBy: 'eve', payoutBonusTypes: ['cash'] };
    const handle = await started(make(), lie);
    const { memo = {} } = await handle.describe();
    expect(Object.fromEntries(Object.entries(memo).filter(([, value]) => value !== null))).toEqual(listed);
    expect(await memoChanges(handle)).toBe(1);
  });
});

it('a run whose input is not admitted tells lists nothing of what it asks', async () => {
  const handle = await world.start('allinpayWithdrawal', 'allinpay-withdrawal/default/another', {
    orderId: 'not-its-id',
    details: [{ externalCode: 'S1', amount: '1.00' }],
    requestedBy: 'li.wei',
  });
  expect(await endOf(handle)).toMatchObject({ type: 'InvalidInput' });
  expect(await eventTypes(handle)).not.toContain(MEMO_CHANGED);
});
