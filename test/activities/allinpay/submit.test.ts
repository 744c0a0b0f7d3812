import { performance } from 'node:perf_hooks';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Info } from '@temporalio/activity';
import {
  createAllinpayActivities,
  type SubmitAnswer,
  type SubmitRequest,
} from '../../../activities/allinpay/index.ts';
import { activityEnvironment } from '../activityEnvironment.ts';
import { fakeAllinpay, refusedConnection, type FakeAllinpay } from './fakeAllinpay.ts';

const execution = { workflowExecution: { workflowId: 'allinpay-withdrawal/default/W-1', runId: 'me' } };
const mark = { sending: { orderId: 'W-1', at: '2026-12-01T02:00:00.000Z' } };

function submit(
  allinpay: FakeAllinpay,
  more: Partial<SubmitRequest> = {},
  info: Partial<Info> = {},
): Promise<SubmitAnswer> {
  const environment = activityEnvironment({ ...execution, ...info });
  environment.on('heartbeat', (details: unknown) =>
    allinpay.events.push(`heartbeat ${JSON.stringify(details)}`),
  );
  const request: SubmitRequest = {
    orderId: 'W-1',
    details: [{ externalCode: 'S17', amount: '100.10', status: 'pending' }],
    send: 'once',
    resubmit: false,
    originalRunId: 'me',
    ...more,
  };
  return environment.run(() =>
    createAllinpayActivities(allinpay.dependencies).submitAllinpayWithdrawal(request),
  );
}

const unsent = { type: 'NotSent', details: [{ nothingSent: true }] };

afterEach(() => {
  jest.restoreAllMocks();
});

describe('an order that the provider does not know', () => {
  it('is put on record at the server, and only then sent, once', async () => {
    const allinpay = fakeAllinpay();
    expect(await submit(allinpay)).toMatchObject({ outcome: 'sent' });
    expect(allinpay.events).toEqual([
      'look-up',
      `heartbeat ${JSON.stringify(mark)}`,
      'is it on record?',
      'withdraw',
    ]);
  });

  it('is put on record before a person has it sent again, too', async () => {
    const allinpay = fakeAllinpay();
    await submit(allinpay, { resubmit: true });
    expect(allinpay.events).toContain('is it on record?');
  });

  it('asks the server for the heartbeat of this very activity', async () => {
    const asked: unknown[] = [];
    const recorded = (activity: unknown): Promise<boolean> => Promise.resolve(asked.push(activity) > 0);
    await submit(fakeAllinpay({ recorded }), {}, { activityId: '7' });
    expect(asked).toEqual([{ ...execution.workflowExecution, activityId: '7' }]);
  });
});

describe('nothing is sent', () => {
  /** The time that `performance.now()` tells, in ms; what takes long takes it from here. */
  const clock = (): { now: number } => {
    const time = { now: 0 };
    jest.spyOn(performance, 'now').mockImplementation(() => time.now);
    return time;
  };

  it('where the mark does not come on record in time', async () => {
    const time = clock();
    const allinpay = fakeAllinpay({
      recorded: () => {
        time.now += 2000;
        return Promise.resolve(false);
      },
    });
    await expect(submit(allinpay)).rejects.toMatchObject(unsent);
    expect(allinpay.events).not.toContain('withdraw');
  });

  it('where the server cannot say whether it has the mark', async () => {
    const allinpay = fakeAllinpay({ recorded: () => Promise.reject(new Error('away')) });
    await expect(submit(allinpay)).rejects.toMatchObject(unsent);
    expect(allinpay.events).not.toContain('withdraw');
  });

  it.each([
    [30_000, true],
    [30_001, false],
  ])(
    'where it would leave more than 30 s after the try began, the record of it counted in: after %i ms it is sent: %s',
    async (passed, leaves) => {
      const time = clock();
      const allinpay = fakeAllinpay({
        recorded: () => {
          time.now += passed;
          return Promise.resolve(true);
        },
      });
      const error = await submit(allinpay).catch((reason: unknown) => reason);
      expect(allinpay.events.includes('withdraw')).toBe(leaves);
      if (!leaves) expect(error).toMatchObject(unsent);
    },
  );

  it('where the machine slept between the look-up and the send, which only the wall clock shows', async () => {
    const begun = Date.now();
    const allinpay = fakeAllinpay({
      recorded: () => {
        jest.spyOn(Date, 'now').mockReturnValue(begun + 120_000);
        return Promise.resolve(true);
      },
    });
    await expect(submit(allinpay)).rejects.toMatchObject(unsent);
    expect(allinpay.events).not.toContain('withdraw');
  });

  it('and no mark is left where the provider knows the order, or the run only looks', async () => {
    const known = fakeAllinpay({ known: true });
    expect(await submit(known)).toMatchObject({ outcome: 'found' });
    const looking = fakeAllinpay();
    await expect(submit(looking, { send: 'never' })).rejects.toMatchObject({ type: 'OutcomeUnknown' });
    expect([known.events, looking.events]).toEqual([['look-up'], ['look-up']]);
  });

  it.each<[string, Partial<Info>]>([
    ['is the second one', { attempt: 2 }],
    ['was left the mark of another', { heartbeatDetails: mark }],
  ])('and nothing is looked up by a try that %s', async (_what, info) => {
    const allinpay = fakeAllinpay();
    await expect(submit(allinpay, {}, info)).rejects.toMatchObject({ type: 'OutcomeUnknown' });
    expect(allinpay.events).toEqual([]);
  });

  it('by a call that the provider certainly did not get, although its mark is on record', async () => {
    const allinpay = fakeAllinpay({ withdrawn: refusedConnection });
    await expect(submit(allinpay)).rejects.toMatchObject({ type: 'NotSent' });
  });
});
