import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import {
  askEarlierRuns,
  currentRun,
  earlierRunsOf,
  followsEarlierRun,
  whyLookOnly,
  type RunIdentity,
  type RunList,
} from '../../../activities/attempts/earlierRuns.ts';
import { activityEnvironment } from '../activityEnvironment.ts';

const ID = 'allinpay-withdrawal/default/W-1';

type Run = readonly [runId: string, status: string];

/** A server that lists one set of runs after the other, the last for ever. */
class Listing implements RunList {
  readonly queries: string[] = [];
  readonly deadlines: number[] = [];
  readonly #answers: readonly (readonly Run[])[];

  constructor(...answers: readonly (readonly Run[])[]) {
    this.#answers = answers;
  }

  withDeadline<T>(deadline: number, call: () => Promise<T>): Promise<T> {
    this.deadlines.push(deadline);
    return call();
  }

  readonly workflow = {
    list: ({ query }: { readonly query: string }) => {
      const runs = this.#answers[Math.min(this.queries.length, this.#answers.length - 1)] ?? [];
      this.queries.push(query);
      return listed(runs);
    },
  };
}

async function* listed(runs: readonly Run[]): AsyncGenerator<{ runId: string; status: { name: string } }> {
  for (const [runId, name] of runs) yield await Promise.resolve({ runId, status: { name } });
}

describe('what the server knows of earlier runs', () => {
  it('is nothing for the first run of an id', async () => {
    const server = new Listing([['me', 'RUNNING']]);

    expect(await askEarlierRuns(server)(ID, 'me')).toEqual({ any: false, maybeSent: false });
    expect(server.queries).toEqual([`WorkflowId = "${ID}"`]);
  });

  it('is that there are some, where every other is closed Failed: by their own word no money moved', async () => {
    const server = new Listing([
      ['me', 'RUNNING'],
      ['first', 'FAILED'],
      ['second', 'FAILED'],
    ]);

    expect(await askEarlierRuns(server)(ID, 'me')).toEqual({ any: true, maybeSent: false });
    expect(server.queries).toHaveLength(1);
  });

  it.each(['TERMINATED', 'TIMED_OUT', 'CANCELLED', 'COMPLETED', 'CONTINUED_AS_NEW', 'RUNNING', 'UNKNOWN'])(
    'is that one may have sent, after a run that is %s',
    async (status) => {
      const server = new Listing([
        ['me', 'RUNNING'],
        ['failed', 'FAILED'],
        ['other', status],
      ]);

      expect(await askEarlierRuns(server)(ID, 'me')).toEqual({ any: true, maybeSent: true });
    },
  );

  it('is asked again until the list, which lags, knows the asking run itself', async () => {
    const server = new Listing(
      [],
      [['other', 'RUNNING']],
      [
        ['other', 'TERMINATED'],
        ['me', 'RUNNING'],
      ],
    );

    expect(await askEarlierRuns(server)(ID, 'me')).toEqual({ any: true, maybeSent: true });
    expect(server.queries).toHaveLength(3);
  });

  it('is asked with a deadline: a call that hangs must not become a send of unknown outcome', async () => {
    const server = new Listing([['me', 'RUNNING']]);
    const before = Date.now();
    await askEarlierRuns(server, 60)(ID, 'me');
    expect(server.deadlines).toHaveLength(1);
    expect(server.deadlines[0]).toBeGreaterThanOrEqual(before + 60);
    expect(server.deadlines[0]).toBeLessThanOrEqual(Date.now() + 60);
  });

  it('is not known while the list does not know the asking run', async () => {
    await expect(askEarlierRuns(new Listing([]), 60)(ID, 'me')).rejects.toThrow(/does not list this run yet/);
  });

  it('is that one may have sent, for a reset run, without asking', async () => {
    const asked = (): Promise<never> => Promise.reject(new Error('not asked'));
    const reset = { workflowId: ID, runId: 'me', originalRunId: 'before' };

    expect(await earlierRunsOf(reset, asked)).toEqual({ any: true, maybeSent: true });
  });

  it.each([
    ['none', { any: false, maybeSent: false }],
    ['a closed Failed one', { any: true, maybeSent: false }],
    ['one that may have sent', { any: true, maybeSent: true }],
  ])('is what the server says for a run that was not reset: %s', async (_what, known) => {
    const run = { workflowId: ID, runId: 'me', originalRunId: 'me' };

    expect(await earlierRunsOf(run, () => Promise.resolve(known))).toEqual(known);
    expect(await followsEarlierRun(() => Promise.resolve(known))(ID, 'me')).toBe(known.maybeSent);
  });
});

describe('why a run only looks', () => {
  const run: RunIdentity = { workflowId: ID, runId: 'me', originalRunId: 'me' };

  it('is that it was reset, whatever the server says of other runs', async () => {
    const asked = (): Promise<boolean> => Promise.reject(new Error('not asked'));

    expect(await whyLookOnly({ ...run, originalRunId: 'before' }, asked)).toBe('resetRun');
  });

  it('is that it follows another', async () => {
    expect(await whyLookOnly(run, () => Promise.resolve(true))).toBe('followsRun');
  });

  it('is nothing for the first run of an id', async () => {
    expect(await whyLookOnly(run, () => Promise.resolve(false))).toBeUndefined();
  });

  it('is not known where the server cannot say: nothing is sent, in a failure short enough to be kept', async () => {
    const error: unknown = await whyLookOnly(run, () => Promise.reject(new Error('x'.repeat(9000)))).catch(
      (reason: unknown) => reason,
    );

    if (!(error instanceof ApplicationFailure)) throw error;
    expect(error).toMatchObject({ type: 'NotSent', nonRetryable: false, details: [{ nothingSent: true }] });
    expect(error.message.length).toBeLessThan(1000);
  });

  it('compares the run of the activity with the one that the workflow hands over', async () => {
    const environment = activityEnvironment({
      workflowExecution: { workflowId: ID, runId: 'after a reset' },
    });

    const current = await environment.run(() => Promise.resolve(currentRun('original')));

    expect(current).toEqual({ workflowId: ID, runId: 'after a reset', originalRunId: 'original' });
  });
});
