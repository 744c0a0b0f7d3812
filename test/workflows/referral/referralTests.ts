import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Attention } from '../../../contract/attention.ts';
import { PAYOUT_QUERY } from '../../../contract/names.ts';
import type {
  ReferralWithdrawalInput,
  ReferralWithdrawalResult,
} from '../../../contract/referralWithdrawal.ts';
import type { UpdateInput, UpdateName } from '../../../contract/updates.ts';
import { workflowIdOf } from '../../../contract/workflowIds.ts';
import type { Call, Ledger } from '../../../sandbox/ledger.ts';
import {
  startTimeSkippingWorld,
  untilStatus,
  type TimeSkippingWorld,
  type WorldOptions,
} from '../../harness/timeSkippingWorld.ts';
import { until } from '../../harness/until.ts';

const { EventType } = proto.temporal.api.enums.v1;
const WORKFLOW_TASK_FAILED: number = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
const UPSERT_SEARCH_ATTRIBUTES: number = EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES;
const ACTIVITY_TASK_TIMED_OUT: number = EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT;

/** What a failed payout says of itself. */
export interface Ended {
  readonly type: string;
  readonly message: string;
  readonly details: ReferralWithdrawalResult;
}

/** One referral withdrawal under test. */
export class Referral {
  readonly orderId: string;
  readonly account: string;
  readonly handle: WorkflowHandle;
  readonly #world: TimeSkippingWorld;

  constructor(world: TimeSkippingWorld, orderId: string, account: string, handle: WorkflowHandle) {
    this.#world = world;
    this.orderId = orderId;
    this.account = account;
    this.handle = handle;
  }

  async result(): Promise<ReferralWithdrawalResult> {
    return (await this.handle.result()) as ReferralWithdrawalResult;
  }

  /** The failure it ended with; fails when it completed. */
  async ended(): Promise<Ended> {
    return endOf(this.handle);
  }

  async shown(): Promise<ReferralWithdrawalResult> {
    return this.handle.query<ReferralWithdrawalResult>(PAYOUT_QUERY);
  }

  async attention(): Promise<Attention> {
    const { attention } = await this.shown();
    if (attention === null) throw new Error('nothing needs attention');
    return attention;
  }

  async until(status: string): Promise<ReferralWithdrawalResult> {
    await untilStatus(this.handle, status);
    return this.shown();
  }

  /** Lets time pass, a step at a time, until it needs a person for this. */
  async untilAttention(reason: string, step = '1m', steps = 60): Promise<Attention> {
    for (let taken = 0; taken < steps; taken += 1) {
      const { attention } = await this.shown();
      if (attention?.reason === reason) return attention;
      await this.#world.environment.sleep(step as '1m');
    }
    throw new Error(`no ${reason} after ${steps} times ${step}: ${JSON.stringify(await this.shown())}`);
  }

  /** Waits, without letting time pass, until it needs a person for this. */
  async attentionFor(reason: string): Promise<Attention> {
    return until(`${this.orderId} needs a person: ${reason}`, async () => {
      const { attention } = await this.shown();
      return attention?.reason === reason && attention;
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

  get ledger(): Ledger {
    return this.#world.sandbox.ledger(this.orderId);
  }

  effects(kind: 'feishu.withdrawal' | 'wallet.credit'): Ledger['effects'] {
    return this.ledger.effects.filter((effect) => effect.kind === kind);
  }

  /** Calls of one API, of this order or (where the call names no order) of this account. */
  calls(api: Call['api']): readonly Call[] {
    return this.#world.sandbox
      .ledger()
      .calls.filter(
        (call) => call.api === api && (call.orderId === this.orderId || call.account === this.account),
      );
  }

  async history(): Promise<{ readonly events: number; readonly upserts: number }> {
    const types = await eventTypes(this.handle);
    return {
      events: types.length,
      upserts: types.filter((type) => type === UPSERT_SEARCH_ATTRIBUTES).length,
    };
  }

  /** Waits until the try under way has failed for the given time, and the next one has to wait. */
  async untilFailed(times: number): Promise<void> {
    await until(`${times} failed tries of ${this.orderId}`, async () => {
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

async function endOf(handle: WorkflowHandle): Promise<Ended> {
  const error: unknown = await handle.result().then(
    (result) => {
      throw new Error(`it completed: ${JSON.stringify(result)}`);
    },
    (failure: unknown) => failure,
  );
  const { type, message, details } = applicationFailureOf(error);
  return { type: type ?? '', message, details: details?.[0] as ReferralWithdrawalResult };
}

/** The failure at the top, as another service sees it. */
function applicationFailureOf(error: unknown): ApplicationFailure {
  const cause: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'cause') : undefined;
  if (!(cause instanceof ApplicationFailure)) throw error;
  return cause;
}

async function eventTypes(handle: WorkflowHandle): Promise<number[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).map(({ eventType }) => Number(eventType));
}

/** One world for the tests of a file, and what they start in it. */
export interface ReferralTests {
  readonly world: TimeSkippingWorld;
  /** an order of its own for an account of its own, unless the input says otherwise */
  start(
    funds: { readonly points?: number; readonly cash?: string },
    input?: Partial<ReferralWithdrawalInput>,
  ): Promise<Referral>;
  /** how a start with any input at all is refused */
  refused(input: unknown, workflowId: string, options: object): Promise<Ended>;
  /** what the newest run of an id shows */
  shownOf(workflowId: string): Promise<unknown>;
}

/** Every history of the file is looked through in the end: not one workflow task may have failed. */
export function referralTests(options: WorldOptions = {}): ReferralTests {
  let world: TimeSkippingWorld | undefined;
  let count = 0;
  const started: WorkflowHandle[] = [];
  const running = (): TimeSkippingWorld => {
    if (world === undefined) throw new Error('there is no world before the tests');
    return world;
  };
  beforeAll(async () => {
    world = await startTimeSkippingWorld(options);
  }, 120_000);
  afterEach(async () => {
    running().sandbox.setFaults([]);
    for (const handle of started.splice(0)) {
      expect(await eventTypes(handle)).not.toContain(WORKFLOW_TASK_FAILED);
    }
  });
  afterAll(async () => {
    await world?.stop();
  });
  return {
    get world() {
      return running();
    },
    async start(funds, input = {}) {
      count += 1;
      const orderId = input.externalOrderId ?? `R-${count}`;
      const account = input.referralAccountId ?? (await running().feishu.account(funds));
      const handle = await running().start(
        'referralWithdrawal',
        workflowIdOf('referralWithdrawal', input.profile ?? 'default', orderId),
        {
          externalOrderId: orderId,
          referralAccountId: account,
          bonusTypes: ['point', 'cash'],
          ...input,
        },
      );
      const referral = new Referral(running(), orderId, account, handle);
      started.push(handle);
      return referral;
    },
    async refused(input, workflowId, options) {
      const { workflow } = running().environment.client;
      await running().start('referralWithdrawal', workflowId, input, options);
      const { runId } = await workflow.getHandle(workflowId).describe();
      const handle = workflow.getHandle(workflowId, runId, { followRuns: false });
      started.push(handle);
      return endOf(handle);
    },
    shownOf: (workflowId) => running().environment.client.workflow.getHandle(workflowId).query(PAYOUT_QUERY),
  };
}
