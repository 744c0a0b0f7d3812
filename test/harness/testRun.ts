import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Attention } from '../../contract/attention.ts';
import type { Head } from '../../contract/head.ts';
import { PAYOUT_QUERY } from '../../contract/names.ts';
import type { UpdateInput, UpdateName } from '../../contract/updates.ts';
import { untilStatus, type TimeSkippingWorld } from './timeSkippingWorld.ts';
import { until } from './until.ts';

const { EventType } = proto.temporal.api.enums.v1;
export const WORKFLOW_TASK_FAILED: number = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
/** What a list shows changes by one of these events: of search attributes, of the memo. */
export const UPSERTS: readonly number[] = [
  EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
  EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED,
];
const ACTIVITY_TASK_TIMED_OUT: number = EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT;

/** What a failed payout says of itself. */
export interface Ended<Result> {
  readonly type: string;
  readonly message: string;
  readonly details: Result;
}

/** One payout under test, as another service and the people who watch it see it. */
export class TestRun<Result extends Head> {
  readonly handle: WorkflowHandle;
  protected readonly world: TimeSkippingWorld;

  constructor(world: TimeSkippingWorld, handle: WorkflowHandle) {
    this.world = world;
    this.handle = handle;
  }

  async result(): Promise<Result> {
    return (await this.handle.result()) as Result;
  }

  /** The failure it ended with; fails when it completed. */
  async ended(): Promise<Ended<Result>> {
    return endOf(this.handle);
  }

  async shown(): Promise<Result> {
    return this.handle.query<Result>(PAYOUT_QUERY);
  }

  async attention(): Promise<Attention> {
    const { attention } = await this.shown();
    if (attention === null) throw new Error('nothing needs attention');
    return attention;
  }

  async until(status: string): Promise<Result> {
    await untilStatus(this.handle, status);
    return this.shown();
  }

  /** Lets time pass, a step at a time, until it needs a person for this. */
  async untilAttention(reason: string, step = '1m', steps = 60): Promise<Attention> {
    for (let taken = 0; taken < steps; taken += 1) {
      const { attention } = await this.shown();
      if (attention?.reason === reason) return attention;
      await this.world.environment.sleep(step as '1m');
    }
    throw new Error(`no ${reason} after ${steps} times ${step}: ${JSON.stringify(await this.shown())}`);
  }

  /** Waits, without letting time pass, until it needs a person for this. */
  async attentionFor(reason: string): Promise<Attention> {
    return until(`${this.handle.workflowId} needs a person: ${reason}`, async () => {
      const { attention } = await this.shown();
      return attention?.reason === reason && attention;
    });
  }

  /** Waits, without letting time pass, until it offers something else to decide. */
  async offerAfter(offer: number): Promise<Attention> {
    return until(`${this.handle.workflowId} makes another offer`, async () => {
      const { attention } = await this.shown();
      return attention !== null && attention.offer > offer && attention.decisions.length > 0 && attention;
    });
  }

  async say<Name extends UpdateName>(
    name: Name,
    argument: UpdateInput<Name>,
    updateId?: string,
  ): Promise<unknown> {
    return this.handle.executeUpdate(name, {
      args: [argument],
      ...(updateId === undefined ? {} : { updateId }),
    });
  }

  /** Why an update is refused; fails when it is not. */
  async refusal(
    name: string,
    argument: unknown,
  ): Promise<{ readonly type: string; readonly message: string }> {
    const error: unknown = await this.handle.executeUpdate(name, { args: [argument] }).then(
      () => {
        throw new Error(`${name} was accepted`);
      },
      (failure: unknown) => failure,
    );
    const cause = applicationFailureOf(error);
    return { type: cause.type ?? '', message: cause.message };
  }

  async history(): Promise<{ readonly events: number; readonly upserts: number }> {
    const types = await eventTypes(this.handle);
    return {
      events: types.length,
      upserts: types.filter((type) => UPSERTS.includes(type)).length,
    };
  }

  /** Waits until the try under way has failed for the given time, and the next one has to wait. */
  async untilFailed(times: number): Promise<void> {
    await until(`${times} failed tries of ${this.handle.workflowId}`, async () => {
      const { raw } = await this.handle.describe();
      return (raw.pendingActivities ?? []).some(
        ({ attempt, lastFailure }) =>
          attempt === times + 1 && lastFailure !== undefined && lastFailure !== null,
      );
    });
  }

  /** How often a call of it came back from its queue unstarted. */
  async unstarted(): Promise<number> {
    return (await eventTypes(this.handle)).filter((type) => type === ACTIVITY_TASK_TIMED_OUT).length;
  }
}

/** The failure it ended with; fails when it completed. */
export async function endOf<Result>(handle: WorkflowHandle): Promise<Ended<Result>> {
  const error: unknown = await handle.result().then(
    (result) => {
      throw new Error(`it completed: ${JSON.stringify(result)}`);
    },
    (failure: unknown) => failure,
  );
  const { type, message, details } = applicationFailureOf(error);
  return { type: type ?? '', message, details: details?.[0] as Result };
}

/** The failure at the top, as another service sees it. */
function applicationFailureOf(error: unknown): ApplicationFailure {
  const cause: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'cause') : undefined;
  if (!(cause instanceof ApplicationFailure)) throw error;
  return cause;
}

export async function eventTypes(handle: WorkflowHandle): Promise<number[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).map(({ eventType }) => Number(eventType));
}
