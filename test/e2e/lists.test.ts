import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { PayoutsClient, type PayoutSummary } from '../../clients/index.ts';
import type { MoneyFlow } from '../../contract/flows/names.ts';
import { PAYOUTS_TASK_QUEUE } from '../../contract/names.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { type as typeTo, type Typed } from '../cli/terminal.ts';
import { LumpSumSeed } from '../harness/lumpSumSeed.ts';
import { anOrder, startRealWorld, untilStatus, type RealWorld } from '../harness/realWorld.ts';
import { until } from '../harness/until.ts';

let world: RealWorld;

const common = { requestedBy: 'li.wei', approval: 'required', batchId: 'listed' } as const;

/** As a client of another language does: the input alone. */
async function startRaw(flow: MoneyFlow, orderId: string, input: object): Promise<void> {
  const handle = await world.client.workflow.start(flow, {
    workflowId: workflowIdOf(flow, 'default', orderId),
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [{ ...common, ...input }],
  });
  await untilStatus(handle, 'awaitingApproval');
}

beforeAll(async () => {
  world = await startRealWorld();
  const worker = await world.startWorker();
  const records = await new LumpSumSeed(world.sandbox).create(2);
  const corrected = records.map(({ id }) => ({ id, remark: 'listed' }));
  await startRaw('allinpayWithdrawal', 'raw', anOrder('raw'));
  await startRaw('referralWithdrawal', 'raw', {
    externalOrderId: 'raw',
    referralAccountId: '7',
    bonusTypes: ['cash', 'point'],
  });
  await startRaw('lumpSumCorrection', 'raw', { correctionId: 'raw', records: corrected });
  // From here on nobody answers a query, and no payout has a first task.
  await worker.crash();
  await world.payouts.startAllinpayWithdrawal(anOrder('unseen', common));
  await until('the index has them all', async () => {
    const shown = await world.payouts.list({ batchId: 'listed' });
    return shown.length === 4 && shown.every(({ requestedBy }) => requestedBy !== undefined);
  });
});

afterAll(() => world.stop());

const list = (...words: readonly string[]): Promise<Typed> =>
  typeTo([...words, '--batch', 'listed'], { connect: () => Promise.resolve(world.payouts) });

describe('without a worker, a list shows what was asked for and by whom', () => {
  const expected = [
    ['allinpay-withdrawal/default/raw', { asked: '100.00', currency: 'CNY', size: 1 }],
    ['allinpay-withdrawal/default/unseen', { asked: '100.00', currency: 'CNY', size: 1 }],
    ['lump-sum-correction/default/raw', { size: 2 }],
    ['referral-withdrawal/default/raw', { bonusTypes: ['point', 'cash'], size: 1 }],
  ] as const;

  it('as JSON, however a payout was started', async () => {
    const { payouts } = JSON.parse((await list('--json', 'list')).stdout) as { payouts: PayoutSummary[] };
    const told = payouts.map(({ workflowId, asked, currency, bonusTypes, size, requestedBy }) => [
      workflowId,
      { asked, currency, bonusTypes, size, requestedBy },
    ]);
    expect(told.sort()).toEqual(expected.map(([id, listed]) => [id, { ...listed, requestedBy: 'li.wei' }]));
  });

  it.each([[['list']], [['list', '--wide']]])(
    'as a table: %p',
    async (words) => {
      const { stdout } = await list(...words);
      const rows = stdout.replaceAll(/[^\S\n]+|│/g, ' ').replaceAll(/ +/g, ' ');
      expect(rows).toContain(' payout asked asked by status ');
      expect(rows).toContain(' allinpay-withdrawal/default/raw 100.00 CNY li.wei ');
      expect(rows).toContain(' allinpay-withdrawal/default/unseen 100.00 CNY li.wei ');
      expect(rows).toContain(' lump-sum-correction/default/raw 2 records li.wei ');
      expect(rows).toContain(' referral-withdrawal/default/raw point and cash li.wei ');
    },
    30_000,
  );

  it('by one call of the server, whatever the number of payouts', async () => {
    const calls: (string | symbol)[] = [];
    const workflowService = new Proxy(world.client.workflowService, {
      get(service, name): unknown {
        calls.push(name);
        return Reflect.get(service, name);
      },
    });
    const connection = new Proxy(world.client.connection, {
      get: (target, name): unknown =>
        name === 'workflowService' ? workflowService : Reflect.get(target, name),
    });
    const listed = await new PayoutsClient(new Client({ connection })).list({ batchId: 'listed' });
    expect(listed).toHaveLength(4);
    expect(calls).toEqual(['listWorkflowExecutions']);
  });
});
