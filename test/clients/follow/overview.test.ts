import { describe, expect, it } from '@jest/globals';
import { overviewOf, waitsOf } from '../../../clients/follow/overview.ts';
import { PayoutNotFoundError, type PayoutResult } from '../../../clients/index.ts';
import type { Attention, Waiting } from '../../../contract/index.ts';
import { failedAs } from '../fakeClient.ts';
import { allinpayResult, described } from '../fixtures.ts';

const call = {
  name: 'submitAllinpayWithdrawal',
  attempt: 7,
  lastFailure: { type: 'ProviderUnavailable', message: 'HTTP 502' },
  nextTryAt: '2026-01-31T02:30:00.000Z',
};
const waiting: Waiting = { for: 'provider', since: '2026-01-31T01:00:00Z' };
const attention: Attention = {
  reason: 'outcomeUnknown',
  since: '2026-01-31T01:30:00Z',
  offer: 2,
  decisions: ['notSubmitted'],
  message: 'sent, answer lost',
  also: [],
};

describe('what a payout waits for', () => {
  it('is its own word, joined with the call that the server has pending', () => {
    expect(waitsOf(allinpayResult({ waiting }), [call])).toEqual({ ...waiting, call });
  });

  it('is a decision where one can be taken and no call is under way', () => {
    expect(waitsOf(allinpayResult({ waiting, attention }), [])).toEqual({
      for: 'decision',
      since: attention.since,
      call: undefined,
    });
  });

  it.each([
    ['a call is under way beside the decision', attention, [call]],
    ['a decision is being carried out', { ...attention, decisions: [] }, []],
  ])('is its own word while %s', (_when, raised, pending) => {
    expect(waitsOf(allinpayResult({ waiting, attention: raised }), pending).for).toBe('provider');
  });

  it('is the pending call alone where no worker answers', () => {
    expect(waitsOf(undefined, [call])).toEqual({ for: undefined, since: undefined, call });
  });
});

describe('the overview of a payout', () => {
  const client = { within: <T>(_ms: number, ask: () => Promise<T>): Promise<T> => ask() };
  const never = (): Promise<PayoutResult> => Promise.reject(new Error('no worker answers'));
  const payout = (
    changes: Parameters<typeof described>[0],
    { result = never, snapshot = never } = {},
  ): Parameters<typeof overviewOf>[1] => ({
    describe: () => Promise.resolve(described(changes)),
    result,
    snapshot,
  });

  it('has the word of the payout and the word of the server', async () => {
    const result = allinpayResult({ waiting });
    const open = payout({ pending: [call] }, { snapshot: () => Promise.resolve(result) });
    expect(await overviewOf(client, open)).toEqual({
      description: described({ pending: [call] }),
      result,
      waits: { ...waiting, call },
    });
  });

  it('has what the server knows where no worker answers, and says why that is all', async () => {
    expect(await overviewOf(client, payout({ pending: [call] }))).toMatchObject({
      unanswered: 'no worker answers',
      waits: { for: undefined, call },
    });
  });

  it('of a failed payout has what was known and why', async () => {
    const rejected = failedAs('PayoutRejected', 'account closed', allinpayResult());
    const closed = payout({ execution: 'failed' }, { result: () => Promise.reject(rejected) });
    const { result, failure, waits } = await overviewOf(client, closed);
    expect({ result, waits }).toEqual({ result: allinpayResult(), waits: undefined });
    expect(failure?.type).toBe('PayoutRejected');
  });

  it('of a payout that was ended from outside waits for nothing and asks nothing', async () => {
    const { result, waits, unanswered } = await overviewOf(client, payout({ execution: 'terminated' }));
    expect([result, waits, unanswered]).toEqual([undefined, undefined, undefined]);
  });

  it('is none of a payout that the server does not know', async () => {
    const unknown = {
      ...payout({}),
      describe: (): Promise<never> => Promise.reject(new PayoutNotFoundError('w')),
    };
    await expect(overviewOf(client, unknown)).rejects.toThrow(PayoutNotFoundError);
  });
});
