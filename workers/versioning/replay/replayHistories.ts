import type { DataConverter } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { OUTCOME_WEBHOOK, flowNames } from '../../../contract/index.ts';

/** A history as it was found, or why it could not be read. */
export type Found = {
  /** a file, or a workflow id where it comes from a server */
  readonly from: string;
} & (
  | {
      readonly kind: 'history';
      readonly workflowId: string;
      /** where it is known: a history alone does not tell */
      readonly runId?: string;
      readonly history: History;
    }
  | { readonly kind: 'unreadable'; readonly message: string }
);

export type Verdict =
  | { readonly outcome: 'ok' }
  /** no worker has taken the run yet: there is nothing that the code could contradict */
  | { readonly outcome: 'notBegun' }
  /** the code does not do what the history says; a worker that runs it would fail this run's workflow tasks */
  | { readonly outcome: 'broken'; readonly message: string; readonly eventId?: string }
  | { readonly outcome: 'unknownType' }
  | { readonly outcome: 'unreadable'; readonly message: string };

/** What became of one history. */
export type Replayed = Verdict & {
  readonly from: string;
  readonly workflowId?: string;
  readonly runId?: string;
  readonly workflowType?: string;
  readonly events?: number;
};

export interface ReplayOptions {
  /** what `bundleWorkflowCode` made */
  readonly bundlePath: string;
  /** how payloads are read; as the workers of these histories had it */
  readonly dataConverter?: DataConverter;
}

type Readable = Extract<Found, { kind: 'history' }>;

/**
 * Runs the workflow code of a bundle over histories and says of each whether it still does what it did. Histories are
 * taken one at a time, and no earlier than they are needed: there may be many, and each may be large.
 */
export async function* replayHistories(
  found: AsyncIterable<Found>,
  { bundlePath, dataConverter }: ReplayOptions,
): AsyncGenerator<Replayed> {
  const source = found[Symbol.asyncIterator]();
  const aside: Replayed[] = [];
  let current: Readable | undefined;
  // The worker asks for the next history only when the last one has its result.
  async function* toReplay(): AsyncGenerator<{ workflowId: string; history: History }> {
    for (let next = await source.next(); next.done !== true; next = await source.next()) {
      const verdict = withoutReplay(next.value);
      if (verdict !== undefined) {
        aside.push({ ...aboutOf(next.value), ...verdict });
        continue;
      }
      if (next.value.kind !== 'history') continue;
      current = next.value;
      yield { workflowId: current.workflowId, history: current.history };
    }
  }
  const options = {
    workflowBundle: { codePath: bundlePath },
    ...(dataConverter === undefined ? {} : { dataConverter }),
  };
  try {
    for await (const { error } of Worker.runReplayHistories(options, toReplay())) {
      yield* aside.splice(0);
      if (current !== undefined) yield { ...aboutOf(current), ...verdictOf(error) };
    }
    yield* aside;
  } finally {
    await source.return?.();
  }
}

/** What can be said of a history without running any code. */
function withoutReplay(found: Found): Verdict | undefined {
  if (found.kind === 'unreadable') return { outcome: 'unreadable', message: found.message };
  const events = found.history.events ?? [];
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  if (!started) return { outcome: 'unreadable', message: 'its first event is not the start of a run' };
  if (!isKnown(started.workflowType?.name ?? '')) return { outcome: 'unknownType' };
  const begun = events.some((event) => event.workflowTaskStartedEventAttributes);
  return begun ? undefined : { outcome: 'notBegun' };
}

function isKnown(type: string): boolean {
  return [...flowNames, OUTCOME_WEBHOOK].some((known) => known === type);
}

function aboutOf(found: Found): Pick<Replayed, 'from' | 'workflowId' | 'runId' | 'workflowType' | 'events'> {
  const { from } = found;
  if (found.kind === 'unreadable') return { from };
  const events = found.history.events ?? [];
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  return {
    from,
    workflowId: found.workflowId,
    ...(found.runId === undefined ? {} : { runId: found.runId }),
    workflowType: started?.workflowType?.name ?? '',
    events: events.length,
  };
}

function verdictOf(error: Error | undefined): Verdict {
  if (error === undefined) return { outcome: 'ok' };
  // Only to show it: the SDK says where it broke in its message alone, inside what its core prints of a failure.
  const [, cause] = /Failure \{ message: "((?:[^"\\]|\\.)*)"/.exec(error.message) ?? [];
  const message = cause?.replaceAll(/\\(.)/g, '$1') ?? error.message;
  const [, eventId] = /HistoryEvent\(id: (\d+)/.exec(message) ?? [];
  return { outcome: 'broken', message, ...(eventId === undefined ? {} : { eventId }) };
}
