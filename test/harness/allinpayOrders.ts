import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { ApplicationFailure, WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { Attention, AttentionReason } from '../../contract/attention.ts';
import type {
  AllinpayWithdrawalInput,
  AllinpayWithdrawalResult,
} from '../../contract/flows/allinpayWithdrawal.ts';
import type { Status } from '../../contract/head.ts';
import { sum } from '../../contract/money.ts';
import type { Flow } from '../../contract/flows/names.ts';
import { PAYOUT_QUERY } from '../../contract/names.ts';
import type { Recorded, UpdateName } from '../../contract/updates.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import type { FaultRuleInput } from '../../sandbox/faults/rules.ts';
import type { Ledger } from '../../sandbox/ledger.ts';
import { UPSERTS } from './testRun.ts';
import type { TimeSkippingWorld } from './timeSkippingWorld.ts';
import { until } from './until.ts';

const { EventType } = proto.temporal.api.enums.v1;

const ENDS_OF_A_TASK: readonly number[] = [
  EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
];

/** How a payout failed, as another service sees it. */
export interface Failed {
  readonly type: string;
  readonly message: string;
  readonly nonRetryable: boolean;
  readonly known: AllinpayWithdrawalResult;
}

type Calls = Ledger['calls'];

/** One Allinpay payout of a test: what it does, what people say to it, and what reached the provider. */
export class TestOrder {
  readonly orderId: string;
  readonly handle: WorkflowHandle;
  readonly #world: TimeSkippingWorld;

  constructor(world: TimeSkippingWorld, orderId: string, handle: WorkflowHandle) {
    this.#world = world;
    this.orderId = orderId;
    this.handle = handle;
  }

  async result(): Promise<AllinpayWithdrawalResult> {
    return (await this.handle.result()) as AllinpayWithdrawalResult;
  }

  /** The failure it ends with, which must be an ApplicationFailure at the top. */
  async failure(): Promise<Failed> {
    const error: unknown = await this.handle.result().catch((reason: unknown) => reason);
    if (!(error instanceof WorkflowFailedError)) throw new Error('it did not fail');
    if (!(error.cause instanceof ApplicationFailure)) throw new Error('no ApplicationFailure at the top');
    const { type, message, nonRetryable, details } = error.cause;
    const known = details?.[0] as AllinpayWithdrawalResult;
    return { type: type ?? '', message, nonRetryable: nonRetryable ?? false, known };
  }

  /** Asked of the workflow: time stands still meanwhile. */
  snapshot(): Promise<AllinpayWithdrawalResult> {
    return this.handle.query<AllinpayWithdrawalResult>(PAYOUT_QUERY);
  }

  /** Waits for a status that is reached without time going by. */
  async untilStatus(status: Status): Promise<AllinpayWithdrawalResult> {
    const ask = async (): Promise<AllinpayWithdrawalResult | false> => {
      const snapshot = await this.snapshot();
      return snapshot.status === status && snapshot;
    };
    return until(`${this.orderId} is ${status}`, ask);
  }

  /** Waits for attention that is called for without time going by. */
  async untilAttention(reason: AttentionReason, decisions?: readonly string[]): Promise<Attention> {
    return until(`${this.orderId} needs attention: ${reason}`, async () => {
      const { attention } = await this.snapshot();
      if (attention?.reason !== reason) return false;
      return (decisions === undefined || String(decisions) === String(attention.decisions)) && attention;
    });
  }

  /** Waits until the activity under way has failed and stands back, by what its failure says. */
  async untilWaiting(message: RegExp): Promise<void> {
    await until(`${this.orderId} waits: ${String(message)}`, async () => {
      const { raw } = await this.handle.describe();
      return (raw.pendingActivities ?? []).some((it) => message.test(it.lastFailure?.message ?? ''));
    });
  }

  /** Waits until so many look-ups have reached the provider and the polling activity stands back. */
  async untilPolled(times: number): Promise<void> {
    await until(`${this.orderId} was looked up ${times} times`, async () => {
      if (this.calls('withdrawResultQuery').length < times) return false;
      const { raw } = await this.handle.describe();
      return (raw.pendingActivities ?? []).every(({ lastFailure }) => Boolean(lastFailure));
    });
  }

  update(name: UpdateName, argument: object, updateId: string = randomUUID()): Promise<Recorded> {
    return this.handle.executeUpdate<Recorded, [object]>(name, { args: [argument], updateId });
  }

  /** Why an update is refused. */
  async refusal(name: UpdateName, argument: unknown): Promise<{ type: string; message: string }> {
    const error: unknown = await this.handle
      .executeUpdate<Recorded, [unknown]>(name, { args: [argument] })
      .catch((reason: unknown) => reason);
    if (!(error instanceof WorkflowUpdateFailedError)) throw new Error(`${name} was not refused`);
    if (!(error.cause instanceof ApplicationFailure)) throw new Error(`${name} was refused without a type`);
    return { type: error.cause.type ?? '', message: error.cause.message };
  }

  /** Calls of one interface that reached the provider for this order, oldest first. */
  calls(method: 'withdraw' | 'withdrawResultQuery'): Calls {
    const { calls } = this.#world.sandbox.ledger(this.orderId);
    return calls.filter(({ api }) => api === `allinpay.${method}`);
  }

  /** How often the provider booked a detail of this order: money moved this often. */
  get bookings(): number {
    return this.#world.sandbox.ledger(this.orderId).totals.allinpay.bookings;
  }

  /** How many events of each type the history holds. */
  async events(): Promise<ReadonlyMap<number, number>> {
    const counts = new Map<number, number>();
    for (const { eventType } of (await this.handle.fetchHistory()).events ?? []) {
      counts.set(eventType ?? 0, (counts.get(eventType ?? 0) ?? 0) + 1);
    }
    return counts;
  }

  /** Seconds between the calls that the workflow scheduled. */
  async secondsBetweenCalls(): Promise<readonly number[]> {
    const { events } = await this.handle.fetchHistory();
    const times = (events ?? [])
      .filter(({ eventType }) => eventType === EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
      .map(({ eventTime }) => Number(eventTime?.seconds ?? 0) + (eventTime?.nanos ?? 0) / 1e9);
    return times.slice(1).map((time, index) => time - (times[index] ?? 0));
  }

  async eventCount(): Promise<{ readonly all: number; readonly upserts: number }> {
    const events = await this.events();
    const all = [...events.values()].reduce((total, count) => total + count, 0);
    return { all, upserts: UPSERTS.reduce((total, type) => total + (events.get(type) ?? 0), 0) };
  }

  /**
   * What holds for every payout, whatever its story: no workflow task ever failed, the sums agree, and after the end
   * the query says what the end said. Ends it where it is still open.
   */
  async settleAccounts(): Promise<void> {
    const events = await this.events();
    expect(events.get(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED) ?? 0).toBe(0);
    const snapshot = await this.snapshot();
    const { settled, failed, pending } = snapshot;
    expect(sum([settled, failed, pending])).toBe(snapshot.adopted ?? snapshot.asked);
    if (events.has(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)) {
      expect(snapshot).toEqual(await this.result());
    } else if (events.has(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED)) {
      const { known, nonRetryable } = await this.failure();
      expect(snapshot).toEqual(known);
      expect(nonRetryable).toBe(true);
      expect(known.problems).toBeDefined();
    } else if ((await this.handle.describe()).status.name === 'RUNNING') {
      await this.terminate();
    }
  }

  /**
   * This server calls an activity started also while it waits to be tried again: that it has failed tells. One in a
   * queue that nobody serves never starts.
   */
  #standsBack({ lastFailure, activityType }: proto.temporal.api.workflow.v1.IPendingActivityInfo): boolean {
    const isUnserved =
      this.handle.workflowId.includes('/nobody/') && activityType?.name !== 'isTaskQueueServed';
    return isUnserved || Boolean(lastFailure);
  }

  /**
   * Ends the run from outside, as people do; between two tasks, since on this server a call or a workflow task under way
   * when its run is terminated stops the time of everything that follows. It answers a query a moment before it has
   * written down the workflow task that the query came with, and tells of no pending one: the history does.
   */
  async terminate(): Promise<void> {
    await until(`no task of ${this.orderId} is under way`, async () => {
      const { raw } = await this.handle.describe();
      if (!(raw.pendingActivities ?? []).every((activity) => this.#standsBack(activity))) return false;
      const events = await this.events();
      const ended = ENDS_OF_A_TASK.reduce((total, type) => total + (events.get(type) ?? 0), 0);
      return events.get(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED) === ended;
    });
    await this.handle.terminate('as people do');
  }
}

interface Starting {
  readonly profile?: string;
  /** start options of the client */
  readonly options?: object;
}

/** Makes the Allinpay payouts of a suite, each with an id of its own, and closes their accounts after each test. */
export class TestOrders {
  readonly #world: TimeSkippingWorld;
  #count = 0;
  #open: TestOrder[] = [];

  constructor(world: TimeSkippingWorld) {
    this.#world = world;
  }

  nextId(): string {
    this.#count += 1;
    return `W-${this.#count}`;
  }

  /** Starts a payout of 100.10 to one account, or what is said instead. */
  async start(input: Partial<AllinpayWithdrawalInput> = {}, { options }: Starting = {}): Promise<TestOrder> {
    const orderId = input.orderId ?? this.nextId();
    const workflowId = workflowIdOf('allinpayWithdrawal', input.profile ?? 'default', orderId);
    const details = [{ externalCode: 'S17', amount: '100.1' }];
    const started = await this.#world.start(
      'allinpayWithdrawal',
      workflowId,
      { orderId, details, ...input },
      options,
    );
    const order = new TestOrder(this.#world, orderId, await this.#ofThisRun(started));
    this.#open.push(order);
    return order;
  }

  /** Starts a payout by an input that may be anything, under the id that `I-1` yields unless told otherwise. */
  async startRaw(raw: unknown, options: object = {}): Promise<TestOrder> {
    const workflowId = workflowIdOf('allinpayWithdrawal', 'default', 'I-1');
    const order = await this.watch('allinpayWithdrawal', workflowId, raw, options);
    this.#open.push(order);
    return order;
  }

  /** Starts any flow of Allinpay, and leaves its accounts to the test. */
  async watch(flow: Flow, workflowId: string, raw: unknown, options: object = {}): Promise<TestOrder> {
    const started = await this.#world.start(flow, workflowId, raw, options);
    return new TestOrder(this.#world, 'I-1', await this.#ofThisRun(started));
  }

  /** Whatever runs of the same id follow. */
  async #ofThisRun(started: WorkflowHandle): Promise<WorkflowHandle> {
    const { runId } = await started.describe();
    return this.#world.environment.client.workflow.getHandle(started.workflowId, runId);
  }

  /** Starts a payout at whose order the provider fails in these ways. */
  async startFailing(
    rules: readonly FaultRuleInput[],
    input: Partial<AllinpayWithdrawalInput> = {},
  ): Promise<TestOrder> {
    const orderId = input.orderId ?? this.nextId();
    this.fail(orderId, rules);
    return this.start({ ...input, orderId });
  }

  /** From now on these rules hold, for this order only; none of others remain. */
  fail(orderId: string, rules: readonly FaultRuleInput[]): void {
    this.#world.sandbox.setFaults(rules.map((rule) => ({ ...rule, orderId })));
  }

  /** Sets accounts of the provider up, as `PUT /sandbox/allinpay/accounts` takes it. */
  async changeAccounts(...changes: readonly object[]): Promise<void> {
    const response = await fetch(`${this.#world.sandbox.url}/sandbox/allinpay/accounts`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(changes),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  async settleAccounts(): Promise<void> {
    const orders = this.#open;
    this.#open = [];
    this.#world.sandbox.setFaults([]);
    for (const order of orders) await order.settleAccounts();
  }
}

/** Lets time go by in steps until the answer is there; fails after so many steps. */
export async function inTime<T>(
  world: TimeSkippingWorld,
  what: string,
  ask: () => Promise<T | undefined | false>,
  { step = '10m', steps = 100 }: { readonly step?: string; readonly steps?: number } = {},
): Promise<T> {
  for (let taken = 0; taken < steps; taken += 1) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await world.environment.sleep(step as '1m');
  }
  throw new Error(`not within ${steps} × ${step}: ${what}`);
}
