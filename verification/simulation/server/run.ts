import type { World } from '../engine/world.ts';
import type { ActivityOrder } from './activityOrder.ts';
import { ActivityTask, type Dispatcher } from './activityTask.ts';
import type { HistorySize } from './historySize.ts';
import { Instance, startJob, type RecordedTask } from './instance.ts';
import { decode, encode, msOf, type Command, type Failure, type Job } from './proto.ts';
import type { RunIdentity, WorkflowCode } from './workflowCode.ts';

export type RunStatus = 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELED' | 'TERMINATED';

/** How an update ended for its caller. */
export type UpdateEnd =
  | {
      readonly kind: 'accepted';
      /** what the query answered right before; undefined before the first task */
      readonly before: unknown;
    }
  | { readonly kind: 'refused'; readonly message: string };

export interface Surroundings {
  readonly world: World;
  readonly code: WorkflowCode;
  readonly dispatcher: Dispatcher;
  /** Has the run's next workflow task brought to a worker. */
  readonly wake: (run: Run) => void;
  readonly closed: (run: Run) => void;
  /** adds up what the history holds, where anybody wants to know */
  readonly measure?: HistorySize;
}

/** One run of one workflow as the server keeps it: its history, what it waits for, and how it ended. */
export class Run {
  readonly identity: RunIdentity;
  readonly input: unknown;
  readonly history: RecordedTask[] = [];
  readonly activities = new Map<number, ActivityTask>();
  readonly #around: Surroundings;
  readonly #timers = new Set<number>();
  readonly #updates = new Map<string, (end: UpdateEnd) => void>();
  /** events that no workflow task has brought to the code yet */
  #news: Job[] = [];
  #instance: Instance | undefined;
  status: RunStatus = 'RUNNING';
  result: unknown;
  failure: Failure | undefined;
  startedAt: number;
  closedAt: number | undefined;

  constructor(around: Surroundings, identity: RunIdentity, input: unknown) {
    this.#around = around;
    this.identity = identity;
    this.input = input;
    this.startedAt = around.world.timeline.now;
  }

  get isOpen(): boolean {
    return this.status === 'RUNNING';
  }

  get hasNews(): boolean {
    return this.#news.length > 0;
  }

  /** Whether anything but a person will move it on. */
  get waitsForSomething(): boolean {
    return this.hasNews || this.#timers.size > 0 || this.activities.size > 0;
  }

  begin(): void {
    this.#hear(startJob(this.identity, this.input));
  }

  /** Begins where another run of the same workflow stood when its last task here began, as a reset does. */
  beginAt(tasks: readonly RecordedTask[]): void {
    const history = tasks.slice(0, -1);
    const again = (tasks.at(-1)?.jobs ?? []).filter(({ doUpdate }) => !doUpdate);
    this.history.push(...history);
    const orders = new Map<number, ActivityOrder>();
    const timers = new Map<number, number>();
    const happened = (jobs: readonly Job[]): void => {
      for (const { resolveActivity, fireTimer } of jobs) {
        if (resolveActivity) orders.delete(resolveActivity.seq ?? 0);
        if (fireTimer) timers.delete(fireTimer.seq ?? 0);
      }
    };
    for (const { at, jobs, commands } of history) {
      happened(jobs);
      for (const command of commands) {
        const { scheduleActivity, startTimer, cancelTimer } = command;
        if (scheduleActivity) orders.set(scheduleActivity.seq ?? 0, orderOf(command));
        if (startTimer) timers.set(startTimer.seq ?? 0, at + (msOf(startTimer.startToFireTimeout) ?? 0));
        if (cancelTimer) timers.delete(cancelTimer.seq ?? 0);
      }
    }
    happened(again);
    for (const job of again) this.#hear(job);
    for (const order of orders.values()) this.#schedule(order);
    for (const [seq, at] of timers) this.#startTimer(seq, at);
  }

  update(name: string, argument: unknown, id: string, ended: (end: UpdateEnd) => void): void {
    if (!this.isOpen) {
      ended({ kind: 'refused', message: 'the run is closed' });
      return;
    }
    this.#updates.set(id, ended);
    const doUpdate = { id, protocolInstanceId: id, name, input: [encode(argument)], headers: {} };
    this.#hear({ doUpdate: { ...doUpdate, runValidator: true } });
  }

  requestCancel(): void {
    if (this.isOpen) this.#hear({ cancelWorkflow: { reason: 'as people do' } });
  }

  terminate(): void {
    this.#close('TERMINATED');
  }

  /** Takes it out of the worker's cache. */
  evict(): void {
    this.#instance?.dispose();
    this.#instance = undefined;
  }

  /**
   * One workflow task: brings the news to the code and carries out what it decides.
   * @param lost whether the worker dies before it has answered: then nothing of it is on record
   */
  async task(lost: boolean): Promise<void> {
    if (!this.isOpen || !this.hasNews) return;
    const { timeline } = this.#around.world;
    const jobs = inOrder(this.#news);
    this.#around.world.coverage.note('work/workflow tasks');
    const { measure } = this.#around;
    const size = measure?.size;
    const instance = await this.#cached();
    const isTold = this.history.length > 0 && jobs.some(({ doUpdate }) => doUpdate);
    const before = isTold ? await instance.snapshot() : undefined;
    const { commands, flags } = await instance.activate(timeline.now, jobs, false, size);
    if (lost) {
      this.evict();
      return;
    }
    this.#news = [];
    const refused = new Set(
      commands.flatMap(({ updateResponse: it }) => (it?.rejected ? [it.protocolInstanceId] : [])),
    );
    const recorded = jobs.filter(({ doUpdate }) => !doUpdate || !refused.has(doUpdate.protocolInstanceId));
    // A refused update leaves nothing in the history.
    const kept = commands.filter(({ updateResponse }) => !updateResponse?.rejected);
    if (recorded.length > 0) {
      this.history.push({ at: timeline.now, jobs: recorded, commands: kept, flags, size });
      measure?.add(recorded, kept);
    }
    for (const command of commands) this.#carryOut(command, before);
  }

  /** What the `payout` query answers, of an open run and of a closed one. */
  async snapshot(): Promise<unknown> {
    return (await this.#cached()).snapshot();
  }

  async #cached(): Promise<Instance> {
    const { code, world } = this.#around;
    this.#instance ??= await Instance.replay(code, this.identity, this.history, world.timeline.now);
    return this.#instance;
  }

  #hear(job: Job): void {
    this.#news.push(job);
    this.#around.wake(this);
  }

  #carryOut(command: Command, before: unknown): void {
    const { scheduleActivity, requestCancelActivity, startTimer, cancelTimer, updateResponse } = command;
    if (scheduleActivity) this.#schedule(orderOf(command));
    else if (command.scheduleLocalActivity) this.#answerLocally(command.scheduleLocalActivity);
    else if (requestCancelActivity) this.activities.get(requestCancelActivity.seq ?? 0)?.requestCancel();
    else if (startTimer) {
      const after = msOf(startTimer.startToFireTimeout) ?? 0;
      this.#startTimer(startTimer.seq ?? 0, this.#around.world.timeline.now + after);
    } else if (cancelTimer) this.#timers.delete(cancelTimer.seq ?? 0);
    else if (updateResponse) this.#answerUpdate(updateResponse, before);
    else if (command.completeWorkflowExecution) {
      this.result = decode(command.completeWorkflowExecution.result);
      this.#close('COMPLETED');
    } else if (command.failWorkflowExecution) {
      this.failure = command.failWorkflowExecution.failure ?? {};
      this.#close('FAILED');
    } else if (command.cancelWorkflowExecution) this.#close('CANCELED');
    else if (!command.upsertWorkflowSearchAttributes && !command.modifyWorkflowProperties) {
      throw new Error(`the simulated server knows no command ${Object.keys(command).join(', ')}`);
    }
  }

  /** The one local call of the flows asks whether the owner is told of outcomes: nobody is here. */
  #answerLocally({ seq }: NonNullable<Command['scheduleLocalActivity']>): void {
    this.#hear({
      resolveActivity: { seq: seq ?? 0, isLocal: true, result: { completed: { result: encode(false) } } },
    });
  }

  #answerUpdate(response: NonNullable<Command['updateResponse']>, before: unknown): void {
    const { protocolInstanceId, rejected, completed } = response;
    const id = protocolInstanceId ?? '';
    if (rejected) this.#updates.get(id)?.({ kind: 'refused', message: rejected.message ?? '' });
    else if (completed) this.#updates.get(id)?.({ kind: 'accepted', before });
    else return;
    this.#updates.delete(id);
  }

  #schedule(order: ActivityOrder): void {
    const { world, dispatcher } = this.#around;
    const { workflowId, runId, workflowType } = this.identity;
    const ended = (job: Job): void => {
      this.activities.delete(order.seq);
      this.#hear(job);
    };
    const task = new ActivityTask(world, dispatcher, { workflowId, runId, workflowType }, order, ended);
    if (task.state !== 'closed') this.activities.set(order.seq, task);
  }

  #startTimer(seq: number, at: number): void {
    this.#timers.add(seq);
    this.#around.world.timeline.at(at, () => {
      if (!this.isOpen || !this.#timers.delete(seq)) return 'stale';
      this.#hear({ fireTimer: { seq } });
      return undefined;
    });
  }

  #close(status: RunStatus): void {
    this.status = status;
    this.closedAt = this.#around.world.timeline.now;
    for (const activity of this.activities.values()) activity.abandon();
    this.activities.clear();
    this.#timers.clear();
    this.#news = [];
    for (const ended of this.#updates.values()) ended({ kind: 'refused', message: 'the run was closed' });
    this.#updates.clear();
    this.#around.closed(this);
  }
}

/** Core brings the start first, then updates, then the rest. */
function inOrder(jobs: readonly Job[]): Job[] {
  const rank = (job: Job): number => (job.initializeWorkflow ? 0 : job.doUpdate ? 1 : 2);
  return [...jobs].sort((one, other) => rank(one) - rank(other));
}

function orderOf({ scheduleActivity: asked }: Command): ActivityOrder {
  const retry = asked?.retryPolicy;
  const initialMs = msOf(retry?.initialInterval) ?? 1000;
  return {
    seq: asked?.seq ?? 0,
    activityId: asked?.activityId ?? '',
    type: asked?.activityType ?? '',
    taskQueue: asked?.taskQueue ?? '',
    args: (asked?.arguments ?? []).map(decode),
    scheduleToStartMs: msOf(asked?.scheduleToStartTimeout),
    startToCloseMs: msOf(asked?.startToCloseTimeout),
    heartbeatMs: msOf(asked?.heartbeatTimeout),
    retry: {
      maximumAttempts: retry?.maximumAttempts ?? 0,
      initialMs,
      coefficient: retry?.backoffCoefficient ?? 2,
      maximumMs: msOf(retry?.maximumInterval) ?? 100 * initialMs,
    },
  };
}
