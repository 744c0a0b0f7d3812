import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { searchAttributes } from '../../contract/index.ts';
import {
  InputMismatchError,
  InvalidInputError,
  NotConnectedError,
  PayoutFailedError,
  PayoutInterruptedError,
  PayoutNotFoundError,
  PayoutsClient,
  PreviousRunLostError,
  UpdateRefusedError,
} from '../../clients/index.ts';
import { until } from '../harness/until.ts';
import { startStubStack, type StubStack } from './stub/stack.ts';

let stack: StubStack;
let client: PayoutsClient;

beforeAll(async () => {
  stack = await startStubStack();
  client = new PayoutsClient(stack.temporal);
});

afterAll(() => stack.stop());

type Input = Parameters<PayoutsClient['startAllinpayWithdrawal']>[0];

function order(summary: 'settle' | 'fail' | 'wait', changes: Partial<Input> = {}): Input {
  return { orderId: randomUUID(), details: [{ isPlatform: true, amount: '5' }], summary, ...changes };
}

const other: Partial<Input> = { details: [{ isPlatform: true, amount: '6' }] };

describe('a payout that is started', () => {
  it('gives its result', async () => {
    const input = order('settle');
    const payout = await client.startAllinpayWithdrawal(input);
    expect(payout).toMatchObject({
      attached: false,
      workflowId: `allinpay-withdrawal/default/${input.orderId}`,
    });
    expect(await payout.result()).toMatchObject({ status: 'settled', orderId: input.orderId });
  });

  it('can be found and read before a worker has seen it', async () => {
    const settleBy = '2026-02-01T00:00:00+08:00';
    const input = order('settle', { batchId: 'b1', requestedBy: 'li_*wei*', approval: 'required', settleBy });
    const payout = await client.startAllinpayWithdrawal(input);
    const run = await stack.temporal.workflow.getHandle(payout.workflowId).describe();
    expect(run.typedSearchAttributes.get(searchAttributes.status)).toBe('awaitingApproval');
    expect(run.typedSearchAttributes.get(searchAttributes.batchId)).toBe('b1');
    expect(run.typedSearchAttributes.get(searchAttributes.needsAttention)).toBe(false);
    expect(run.typedSearchAttributes.get(searchAttributes.settleBy)).toEqual(new Date(settleBy));
    expect(await run.staticSummary()).toBe(`Allinpay withdrawal \`${input.orderId}\` · 1 account · 5.00 CNY`);
    expect(await run.staticDetails()).toContain(String.raw`asked for by li\_\*wei\*`);
  });

  it('is not sent when its input breaks the contract, and every problem is named', async () => {
    const refusal = client.startAllinpayWithdrawal(order('settle', { orderId: 'a b', details: [] }));
    await expect(refusal).rejects.toThrow(InvalidInputError);
    await expect(refusal).rejects.toMatchObject({ problems: [{ field: 'orderId' }, { field: 'details' }] });
  });
});

describe('a payout that is started again', () => {
  it('is attached to, open and completed, and runs once', async () => {
    const input = order('wait');
    const first = await client.startAllinpayWithdrawal(input);
    const second = await client.startAllinpayWithdrawal(input);
    expect(second).toMatchObject({ attached: true, runId: first.runId });
    await second.resolve({ by: 'li', decision: 'notSubmitted', note: 'looked into it' });
    await first.result();
    expect(await client.startAllinpayWithdrawal(input)).toMatchObject({ attached: true, runId: first.runId });
  });

  it('is refused with another input, and the difference is named', async () => {
    const input = order('settle');
    await client.startAllinpayWithdrawal(input);
    const refusal = client.startAllinpayWithdrawal({ ...input, ...other });
    await expect(refusal).rejects.toThrow(InputMismatchError);
    await expect(refusal).rejects.toThrow(
      /only the run pays 5\.00 CNY to the platform; only this input pays 6\.00/,
    );
  });

  it('is compared by the first event with a run that another client started', async () => {
    const input = order('settle');
    await stack.temporal.workflow.start('allinpayWithdrawal', {
      workflowId: `allinpay-withdrawal/default/${input.orderId}`,
      taskQueue: 'payouts',
      args: [input],
    });
    expect((await client.startAllinpayWithdrawal(input)).attached).toBe(true);
    await expect(client.startAllinpayWithdrawal({ ...input, ...other })).rejects.toThrow(InputMismatchError);
  });

  it('runs again over a run that failed, which says why and with what result', async () => {
    const input = order('fail');
    const first = await client.startAllinpayWithdrawal(input);
    const failure = first.result();
    await expect(failure).rejects.toThrow(PayoutFailedError);
    await expect(failure).rejects.toThrow(/failed as PayoutRejected: account closed/);
    await expect(failure).rejects.toMatchObject({ type: 'PayoutRejected', result: { failed: '5.00' } });
    const second = await client.startAllinpayWithdrawal({ ...input, summary: 'settle' });
    expect(second.attached).toBe(false);
    expect(await second.result()).toMatchObject({ status: 'settled' });
  });

  it('runs again over a terminated run only with send: "never"', async () => {
    const input = order('wait');
    const first = await client.startAllinpayWithdrawal(input);
    await stack.temporal.workflow.getHandle(first.workflowId).terminate();
    await expect(first.result()).rejects.toThrow(PayoutInterruptedError);
    await expect(client.startAllinpayWithdrawal(input)).rejects.toThrow(PreviousRunLostError);
    const second = await client.startAllinpayWithdrawal({ ...input, summary: 'settle', send: 'never' });
    expect(second).toMatchObject({ attached: false });
    expect(second.runId).not.toBe(first.runId);
  });
});

describe('a payout that waits for a person', () => {
  it('says so by snapshot and by describe, and takes a decision once', async () => {
    const { workflowId } = await client.startAllinpayWithdrawal(order('wait'));
    const payout = client.payout(workflowId);
    expect(await payout.snapshot()).toMatchObject({ attention: { reason: 'outcomeUnknown' } });
    expect(await payout.describe()).toMatchObject({ execution: 'open', needsAttention: true, pending: [] });
    expect(await client.describe(workflowId)).toMatchObject({
      description: { execution: 'open' },
      result: { attention: { offer: 7 } },
      waits: { for: 'decision', since: '2026-01-31T01:00:00Z' },
    });

    const refused = payout.resolve({ by: 'li', decision: 'recheck' });
    await expect(refused).rejects.toThrow(/does not take resolve: recheck is not among the decisions/);
    await expect(refused).rejects.toMatchObject({ type: 'UpdateRefused', update: 'resolve' });

    const decision = { by: 'li', decision: 'notSubmitted', note: 'looked into it' } as const;
    expect(await payout.resolve(decision, { updateId: 'u1' })).toMatchObject({ recorded: 'resolve' });
    await payout.result();
    await expect(payout.approve({ by: 'li' })).rejects.toThrow(UpdateRefusedError);
  });

  it('is not told anything that breaks the contract', async () => {
    await expect(client.payout('any').approve({ by: ' ' })).rejects.toThrow(InvalidInputError);
  });
});

it('an id that nobody started is not found', async () => {
  const payout = client.payout('allinpay-withdrawal/default/nobody');
  await expect(payout.describe()).rejects.toThrow(PayoutNotFoundError);
  await expect(payout.result()).rejects.toThrow(PayoutNotFoundError);
  await expect(payout.snapshot()).rejects.toThrow(PayoutNotFoundError);
});

it('balances are asked for and given', async () => {
  const { accounts } = await client.allinpayBalance({ accounts: [{ accountUserId: 17 }] });
  expect(accounts).toMatchObject([{ accountUserId: '17', balance: '10.00' }]);
  await expect(client.allinpayBalance({ accounts: [] })).rejects.toThrow(InvalidInputError);
});

it('payouts are listed by batch and attention', async () => {
  const batchId = randomUUID();
  const { workflowId } = await client.startAllinpayWithdrawal(order('wait', { batchId }));
  await client.startAllinpayWithdrawal(order('settle', { batchId }));
  const found = await until('it is listed', async () => {
    const listed = await client.list({ batchId, needsAttention: true });
    return listed.length > 0 && listed;
  });
  expect(found).toMatchObject([{ workflowId, status: 'outcomeUnknown', batchId, execution: 'open' }]);
  expect(await client.list({ batchId }, 1)).toHaveLength(1);
});

it('connects by TEMPORAL_ADDRESS, and says what to do when nothing answers', async () => {
  const connected = await PayoutsClient.connect({ env: { TEMPORAL_ADDRESS: stack.address } });
  expect(await connected.list({ batchId: 'nobody' })).toEqual([]);
  await connected.close();
  const refusal = PayoutsClient.connect({ address: '127.0.0.1:1', env: {}, timeoutMs: 300 });
  await expect(refusal).rejects.toThrow(NotConnectedError);
});
