import { describe, expect, it } from '@jest/globals';
import {
  runPayouts,
  type PayoutRequest,
  type Progress,
  type RunPayoutsOptions,
} from '../../../clients/index.ts';
import { FakeStarter, failedAs, mismatch, terminated } from '../fakeClient.ts';
import { allinpayInput, allinpayResult, referralInput } from '../fixtures.ts';

const quick: RunPayoutsOptions = { interval: { first: 1, most: 4 } };

function orders(count: number): PayoutRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    flow: 'allinpayWithdrawal',
    input: allinpayInput({ orderId: `A-${index}` }),
  }));
}

const idOf = (index: number): string => `allinpay-withdrawal/default/A-${index}`;
const attention = {
  reason: 'outcomeUnknown',
  since: '2026-01-31T01:00:00Z',
  offer: 1,
  also: [],
  decisions: ['resubmit', 'notSubmitted'],
  message: 'sent, answer lost',
} as const;

describe('a run of many payouts', () => {
  it('waits until each is closed, and answers in the order of the requests', async () => {
    const client = new FakeStarter();
    client.scripts.set(idOf(0), {
      looks: [{}, {}, {}, { execution: 'completed', status: 'settled' }],
      result: allinpayResult({ orderId: 'A-0' }),
    });
    client.scripts.set(idOf(1), {
      looks: [{ execution: 'failed', status: 'rejected' }],
      result: failedAs('PayoutRejected', 'account closed'),
    });
    client.scripts.set(idOf(2), { looks: [{ execution: 'terminated' }], result: terminated });
    const outcomes = (await runPayouts(client, orders(3), quick)).map(({ outcome }) => outcome);
    expect(outcomes).toMatchObject([
      { kind: 'completed', result: { orderId: 'A-0' } },
      { kind: 'failed', type: 'PayoutRejected', message: 'account closed' },
      { kind: 'interrupted', lostAs: 'terminated' },
    ]);
  });

  it('ends when those still open need a person', async () => {
    const client = new FakeStarter();
    const snapshot = allinpayResult({ status: 'outcomeUnknown', attention });
    client.scripts.set(idOf(0), {
      looks: [{}, { needsAttention: true, status: 'outcomeUnknown' }],
      snapshot,
    });
    const [only] = await runPayouts(client, orders(1), quick);
    expect(only?.outcome).toMatchObject({ kind: 'needsPerson', status: 'outcomeUnknown', result: snapshot });
  });

  it('keeps looking at one that needs a person while others are open: it may go on by itself', async () => {
    const client = new FakeStarter();
    const done = { execution: 'completed' } as const;
    client.scripts.set(idOf(0), { looks: [{ needsAttention: true }, {}, done], result: allinpayResult() });
    client.scripts.set(idOf(1), { looks: [{}, {}, {}, done], result: allinpayResult() });
    const outcomes = (await runPayouts(client, orders(2), quick)).map(({ outcome }) => outcome.kind);
    expect(outcomes).toEqual(['completed', 'completed']);
  });

  it.each([
    ['an approval', { status: 'awaitingApproval' }, 'none'],
    ['a credit that another service confirms', { status: 'crediting' }, 'confirm'],
  ] as const)('does not wait for %s', async (_, look, credit) => {
    const client = new FakeStarter();
    client.scripts.set('referral-withdrawal/default/R-1', { looks: [look] });
    const request = { flow: 'referralWithdrawal', input: referralInput({ credit }) } as const;
    const [only] = await runPayouts(client, [request], quick);
    expect(only?.outcome).toMatchObject({ kind: 'needsPerson', status: look.status, result: undefined });
  });

  it('is not kept from the others by one that cannot be started', async () => {
    const client = new FakeStarter();
    client.scripts.set(idOf(0), mismatch);
    client.scripts.set(idOf(1), new Error('connection dropped'));
    client.scripts.set(idOf(2), { looks: [{ execution: 'completed' }], result: allinpayResult() });
    const outcomes = (await runPayouts(client, orders(3), quick)).map(({ outcome }) => outcome);
    expect(outcomes).toMatchObject([
      { kind: 'notStarted', reason: 'InputMismatchError' },
      { kind: 'notStarted', message: expect.stringMatching(/whether it was started is not known/) },
      { kind: 'completed' },
    ]);
  });

  it('starts no more than so many at once', async () => {
    const client = new FakeStarter();
    await runPayouts(client, orders(40), { concurrency: 4, wait: false });
    expect(client.busiest).toBe(4);
    expect(client.starts).toHaveLength(40);
  });

  it('comes back after one look when it is not to wait', async () => {
    const client = new FakeStarter();
    const [only] = await runPayouts(client, orders(1), { wait: false });
    expect(only?.outcome).toMatchObject({ kind: 'open', status: 'processing' });
    expect(client.looks).toBe(1);
  });

  it('stops waiting when told to, starts nothing more, and says which were not started', async () => {
    const client = new FakeStarter();
    const stop = new AbortController();
    const reported = runPayouts(client, orders(3), {
      ...quick,
      concurrency: 1,
      signal: stop.signal,
      onProgress: ({ started }) => {
        if (started === 2) stop.abort();
      },
    });
    expect((await reported).map(({ outcome }) => outcome.kind)).toEqual(['open', 'open', 'notStarted']);
    expect(client.starts).toHaveLength(2);
  });

  it('tells how far it is, up to the end', async () => {
    const client = new FakeStarter();
    client.scripts.set(idOf(0), { looks: [{}, { execution: 'completed' }], result: allinpayResult() });
    client.scripts.set(idOf(1), { looks: [{ execution: 'failed' }], result: failedAs('Cancelled', 'by li') });
    client.scripts.set(idOf(2), { looks: [{ needsAttention: true }] });
    const told: Progress[] = [];
    await runPayouts(client, orders(3), { ...quick, onProgress: (now) => told.push(now) });
    expect(told.at(-1)).toEqual({ total: 3, started: 3, completed: 1, failed: 1, needPerson: 1 });
  });

  it('tells it by weight where payouts weigh more than one', async () => {
    const client = new FakeStarter();
    client.scripts.set(idOf(0), { looks: [{ execution: 'completed' }], result: allinpayResult() });
    client.scripts.set(idOf(1), mismatch);
    const told: Progress[] = [];
    const weight = ({ input }: PayoutRequest): number =>
      'orderId' in input && input.orderId === 'A-0' ? 500 : 3;
    await runPayouts(client, orders(2), { ...quick, weight, onProgress: (now) => told.push(now) });
    expect(told.at(-1)).toEqual({ total: 503, started: 500, completed: 500, failed: 3, needPerson: 0 });
  });

  it('waits for a worker that does not answer once, not once a payout', async () => {
    const client = new FakeStarter();
    let queries = 0;
    const within: FakeStarter['within'] = (_milliseconds, call) => {
      queries += 1;
      return call();
    };
    for (const index of [0, 1, 2]) client.scripts.set(idOf(index), { looks: [{ needsAttention: true }] });
    const starter = { start: client.start.bind(client), within };
    await runPayouts(starter, orders(3), { ...quick, concurrency: 1 });
    expect(queries).toBe(1);
  });
});
