import { describe, expect, it } from '@jest/globals';
import { defaultDataConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { partOfRunInput, readRunInput, type FirstEventReader } from '../../activities/runInput.ts';
import { digestOfPart } from '../../rules/largeParts.ts';
import { activityEnvironment } from './activityEnvironment.ts';

const workflowExecution = { workflowId: 'correction/default/c1', runId: 'run-1' };
const input = { records: [{ id: '7', remark: '加班' }], profile: 'default' };
const { payloadConverter } = defaultDataConverter as Required<typeof defaultDataConverter>;

interface Asked {
  readonly requests: object[];
}

function server(
  payloads: readonly Payload[] | null,
  payloadCodecs: PayloadCodec[] = [],
): FirstEventReader & Asked {
  const requests: object[] = [];
  return {
    requests,
    withDeadline: (_deadline, call) => call(),
    options: {
      namespace: 'default',
      loadedDataConverter: {
        ...defaultDataConverter,
        payloadCodecs,
      },
    },
    workflowService: {
      getWorkflowExecutionHistory(request) {
        requests.push(request);
        return Promise.resolve({
          history: { events: [{ workflowExecutionStartedEventAttributes: { input: { payloads } } }] },
        });
      },
    },
  };
}

const stored = payloadConverter.toPayload(input);

/** Turns every byte over, and back. */
const turning: PayloadCodec = {
  encode: (payloads) => Promise.resolve(payloads.map(turned)),
  decode: (payloads) => Promise.resolve(payloads.map(turned)),
};

function turned(payload: Payload): Payload {
  return { ...payload, data: payload.data?.map((byte) => 255 - byte) ?? null };
}

describe('the input of a run', () => {
  it('is read by one call for one event', async () => {
    const client = server([stored]);
    expect(await readRunInput(client)('correction/default/c1', 'run-1')).toEqual(input);
    expect(client.requests).toEqual([
      { namespace: 'default', execution: workflowExecution, maximumPageSize: 1 },
    ]);
  });

  it('is read through the codec of the client', async () => {
    const client = server([turned(stored)], [turning]);
    expect(await readRunInput(client)('correction/default/c1', 'run-1')).toEqual(input);
  });

  it('is not made up where the server shows none', async () => {
    await expect(readRunInput(server(null))('a', 'b')).rejects.toThrow('shows no input');
  });
});

type Records = typeof input.records;

describe('a part of the input that an activity reads', () => {
  const recordsOf = (read: unknown): Records => (read as typeof input).records;
  const digest = digestOfPart(input.records);

  function asking(read: () => Promise<unknown>): {
    ask: (runId?: string, of?: string) => Promise<Records>;
    calls: () => number;
  } {
    let calls = 0;
    const part = partOfRunInput(() => {
      calls += 1;
      return read();
    }, recordsOf);
    return {
      ask: (runId = 'run-1', of = digest) =>
        activityEnvironment({ workflowExecution: { ...workflowExecution, runId } }).run(() => part(of)),
      calls: () => calls,
    };
  }

  it('is read once for a run', async () => {
    const { ask, calls } = asking(() => Promise.resolve(input));
    expect(await ask()).toEqual(input.records);
    expect(await ask()).toEqual(input.records);
    expect(calls()).toBe(1);
    await ask('run-2');
    expect(calls()).toBe(2);
  });

  it('is refused where it is not what the workflow means, and asked for again the next time', async () => {
    const { ask, calls } = asking(() => Promise.resolve(input));
    const refused = { type: 'NotSent', details: [{ nothingSent: true }] };
    await expect(ask('run-1', digestOfPart([]))).rejects.toMatchObject(refused);
    await expect(ask('run-1', digestOfPart([]))).rejects.toThrow('reads otherwise here');
    expect(calls()).toBe(2);
  });

  it('has sent nothing where the server cannot say', async () => {
    const { ask } = asking(() => Promise.reject(new Error('deadline exceeded')));
    await expect(ask()).rejects.toMatchObject({
      type: 'NotSent',
      message: expect.stringContaining('deadline exceeded'),
    });
  });
});
