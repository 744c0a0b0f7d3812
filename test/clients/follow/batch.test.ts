import { describe, expect, it } from '@jest/globals';
import { Batch } from '../../../clients/follow/batch.ts';
import type { BatchClient, PayoutRequest, PayoutStarter, PayoutSummary } from '../../../clients/index.ts';
import { allinpayInput, allinpayResult, described } from '../fixtures.ts';
import { FakeBatch } from './fakeBatch.ts';

const quick = { interval: { first: 1, most: 4 } };
const idOf = (orderId: string): string => `allinpay-withdrawal/default/${orderId}`;

function request(orderId: string, batchId?: string): PayoutRequest {
  const input = allinpayInput({ orderId, ...(batchId === undefined ? {} : { batchId }) });
  return { flow: 'allinpayWithdrawal', input };
}

/** A server on which each order that was started is settled, and whose index shows what a test says. */
function clientOf(index: FakeBatch): BatchClient & PayoutStarter & { readonly started: PayoutRequest[] } {
  const started: PayoutRequest[] = [];
  const payout = (workflowId: string, runId = 'unknown') => ({
    ...index.payout(workflowId, runId),
    describe: () => Promise.resolve(described({ workflowId, runId, execution: 'completed' as const })),
  });
  return {
    started,
    list: () => index.list(),
    count: () => index.count(),
    within: (milliseconds, call) => index.within(milliseconds, call),
    payout,
    start: (wanted) => {
      started.push(wanted);
      const orderId = wanted.flow === 'allinpayWithdrawal' ? wanted.input.orderId : '';
      index.results.set(`run-${orderId}`, allinpayResult({ orderId }));
      return Promise.resolve(payout(idOf(orderId), `run-${orderId}`));
    },
  };
}

function listed(orderId: string): PayoutSummary {
  return described({
    workflowId: idOf(orderId),
    runId: `run-${orderId}`,
    execution: 'completed',
    status: 'settled',
  });
}

describe('a batch', () => {
  it('gives every payout its name', async () => {
    const client = clientOf(new FakeBatch([[]]));
    const reported = await new Batch(client, 'march').start([request('A'), request('B', 'march')]);
    expect(client.started.map(({ input }) => input.batchId)).toEqual(['march', 'march']);
    expect(reported.map(({ outcome }) => outcome.kind)).toEqual(['completed', 'completed']);
  });

  it('starts nothing when a request names another batch or comes twice', async () => {
    const client = clientOf(new FakeBatch([[]]));
    const requests = [request('A'), request('B', 'april'), request('A')];
    await expect(new Batch(client, 'march').start(requests)).rejects.toThrow(
      /requests\[1\]: names batch april, not march; requests\[2\]: is allinpay-withdrawal\/default\/A once more/,
    );
    expect(client.started).toEqual([]);
  });

  it('has results of all that was started here, also of what the index does not show yet', async () => {
    const client = clientOf(new FakeBatch([[listed('A')], [listed('A')]]));
    const batch = new Batch(client, 'march');
    await batch.start([request('A'), request('B')]);
    const { runs } = await batch.results(quick);
    expect(runs.map(({ summary, outcome }) => [summary.workflowId, outcome?.kind])).toEqual([
      [idOf('A'), 'completed'],
      [idOf('B'), 'completed'],
    ]);
  });

  it('has results for whoever knows its name alone, and partial ones at once', async () => {
    const open = described({ workflowId: idOf('B'), runId: 'run-B' });
    const index = new FakeBatch([
      [listed('A'), open],
      [listed('A'), listed('B')],
    ]);
    index.results.set('run-A', allinpayResult());
    index.results.set('run-B', allinpayResult());
    const batch = new Batch(clientOf(index), 'march');
    const kinds = async (view: ReturnType<Batch['results']>) =>
      (await view).runs.map(({ outcome }) => outcome?.kind);
    expect(await kinds(batch.partialResults())).toEqual(['completed', 'open']);
    expect(await kinds(batch.results(quick))).toEqual(['completed', 'completed']);
  });
});
