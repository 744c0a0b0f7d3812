import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  heartbeatRecorded,
  untilRecorded,
  type HeartbeatRecorded,
  type RunDescriber,
} from '../../../activities/attempts/heartbeatRecorded.ts';
import { activityEnvironment } from '../activityEnvironment.ts';

type Pending = Awaited<
  ReturnType<ReturnType<RunDescriber['workflow']['getHandle']>['describe']>
>['raw']['pendingActivities'];

const workflowExecution = { workflowId: 'lump-sum-correction/default/C-1', runId: 'me' };
const activity = { ...workflowExecution, activityId: '7' };

function server(pendingActivities: Pending | 'none'): { client: RunDescriber; asked: string[][] } {
  const asked: string[][] = [];
  const describeRun = {
    raw: pendingActivities === 'none' ? {} : { pendingActivities: pendingActivities ?? null },
  };
  return {
    asked,
    client: {
      withDeadline: (deadline, call) => {
        if (deadline <= Date.now()) throw new Error('asked when its time is over');
        return call();
      },
      workflow: {
        getHandle: (workflowId, runId) => {
          asked.push([workflowId, runId]);
          return { describe: () => Promise.resolve(describeRun) };
        },
      },
    },
  };
}

describe('the heartbeat of an activity', () => {
  const beat = { payloads: [{}] };

  it.each<[boolean, string, Pending | 'none']>([
    [true, 'it shows one of it', [{ activityId: '7', heartbeatDetails: beat }]],
    [
      true,
      'it shows one of it among others',
      [{ activityId: '6' }, { activityId: '7', heartbeatDetails: beat }],
    ],
    [
      false,
      'it shows one of another activity',
      [{ activityId: '6', heartbeatDetails: beat }, { activityId: '7' }],
    ],
    [false, 'it shows it without one', [{ activityId: '7', heartbeatDetails: null }]],
    [false, 'it shows it with an empty one', [{ activityId: '7', heartbeatDetails: { payloads: [] } }]],
    [false, 'it shows it with none to read', [{ activityId: '7', heartbeatDetails: { payloads: null } }]],
    [false, 'it has given the activity up', []],
    [false, 'it says nothing of activities', null],
    [false, 'it leaves them out', 'none'],
  ])('is on record: %s, where the server answers that %s', async (expected, _what, pending) => {
    const { client, asked } = server(pending);
    expect(await heartbeatRecorded(client)(activity)).toBe(expected);
    expect(asked).toEqual([[workflowExecution.workflowId, 'me']]);
  });
});

describe('an activity that is about to send', () => {
  const wait = (recorded: HeartbeatRecorded, deadlineMs?: number, info: object = {}): Promise<void> =>
    activityEnvironment({ workflowExecution, activityId: '7', ...info }).run(() =>
      untilRecorded(recorded, deadlineMs),
    );

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('goes on as soon as its heartbeat is on record, asking for its own', async () => {
    const asked: unknown[] = [];
    await wait((of) => {
      asked.push(of);
      return Promise.resolve(asked.length === 3);
    });
    expect(asked).toEqual([activity, activity, activity]);
  });

  it('sends nothing where it is not on record in time, and asks once at least', async () => {
    let asked = 0;
    const never = (): Promise<boolean> => {
      asked += 1;
      return Promise.resolve(false);
    };
    await expect(wait(never, -1)).rejects.toMatchObject({
      type: 'NotSent',
      details: [{ nothingSent: true }],
      message: 'the server has no record of what is about to be sent',
    });
    expect(asked).toBe(1);
  });

  it('waits five seconds unless it is told otherwise', async () => {
    const waits: number[] = [];
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const slow = (): Promise<boolean> => {
      waits.push(now);
      now += 2500;
      return Promise.resolve(false);
    };
    await expect(wait(slow)).rejects.toMatchObject({ type: 'NotSent' });
    expect(waits).toEqual([0, 2500, 5000]);
  });

  it.each<[string, unknown, string]>([
    ['an error', new Error(`away ${'x'.repeat(400)}`), `away ${'x'.repeat(295)}`],
    ['a word', 'away', 'away'],
  ])('sends nothing where the server cannot say, and tells why by %s', async (_what, reason, words) => {
    // What aborts a call need not be an Error.
    const silent: HeartbeatRecorded = () =>
      Promise.resolve(AbortSignal.abort(reason)).then((signal) => {
        signal.throwIfAborted();
        return true;
      });
    const error: unknown = await wait(silent).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ type: 'NotSent', details: [{ nothingSent: true }] });
    expect(error).toHaveProperty(
      'message',
      `the server cannot say whether it has the record of what is about to be sent: ${words}`,
    );
  });

  it('runs in a workflow only: nobody else would look for what it leaves', async () => {
    const outside = wait(() => Promise.resolve(true), 0, {
      workflowExecution: undefined,
      inWorkflow: false,
    });
    await expect(outside).rejects.toThrow('it runs in a workflow only');
  });
});
