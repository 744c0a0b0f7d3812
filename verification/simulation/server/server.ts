import type { MoneyFlow } from '../../../contract/flows/names.ts';
import type { World } from '../engine/world.ts';
import type { Dispatcher } from './activityTask.ts';
import { Run } from './run.ts';
import type { WorkflowCode } from './workflowCode.ts';

/** Workers that take workflow tasks. */
export interface WorkflowWorkers extends Dispatcher {
  /** Calls back as soon as a worker is up; at once where one is. */
  whenUp(taken: () => void | Promise<void>): void | Promise<void>;
  /** Whether the worker dies while it works on a workflow task; it does so then. */
  diesInTask(): boolean;
}

export type Started =
  | { readonly kind: 'started'; readonly run: Run }
  | { readonly kind: 'attached'; readonly run: Run }
  | { readonly kind: 'refused' };

/** Which closed runs of the same id a start may follow. */
export type Reuse = 'rejectDuplicate' | 'allowDuplicateFailedOnly' | 'allowDuplicate';

const TASK_TIMEOUT = 10_000;

/** What of a Temporal server the product relies on: runs, their histories, tasks, time-outs, retries. In virtual time. */
export class SimulatedServer {
  readonly runs: Run[] = [];
  readonly #world: World;
  readonly #code: WorkflowCode;
  readonly #workers: WorkflowWorkers;
  readonly #awake = new Set<Run>();
  readonly #afterTask: (run: Run) => void | Promise<void>;
  #runCount = 0;

  constructor(
    world: World,
    code: WorkflowCode,
    workers: WorkflowWorkers,
    afterTask: (run: Run) => void | Promise<void>,
  ) {
    this.#world = world;
    this.#code = code;
    this.#workers = workers;
    this.#afterTask = afterTask;
  }

  /** The newest run of an id. */
  latest(workflowId: string): Run | undefined {
    return this.runs.findLast(({ identity }) => identity.workflowId === workflowId);
  }

  /** Starts as another service would: attached to a run that is open. */
  start(workflowType: MoneyFlow, workflowId: string, input: unknown, reuse: Reuse): Started {
    const latest = this.latest(workflowId);
    if (latest?.isOpen === true) return { kind: 'attached', run: latest };
    if (latest !== undefined && !mayFollow(latest, reuse)) return { kind: 'refused' };
    const run = this.#newRun(workflowType, workflowId, input);
    this.#world.trace.say(`start ${run.identity.runId} ${workflowId} ${JSON.stringify(input)}`);
    run.begin();
    return { kind: 'started', run };
  }

  terminate(run: Run): void {
    if (!run.isOpen) return;
    this.#world.trace.say(`terminate ${run.identity.runId}`);
    run.terminate();
  }

  /**
   * A new run that takes up the story at the n-th workflow task of the old one, counted from 1, which ends where it is
   * open. What had happened before that task stays, what the task decided does not.
   */
  reset(run: Run, task: number): Run {
    this.terminate(run);
    const { workflowType, workflowId, originalRunId, startedAt } = run.identity;
    const next = this.#newRun(workflowType, workflowId, run.input, { originalRunId, startedAt });
    this.#world.trace.say(`reset ${run.identity.runId} to ${next.identity.runId} at task ${task}`);
    next.beginAt(run.history.slice(0, task));
    return next;
  }

  evictAll(): void {
    for (const run of this.runs) run.evict();
  }

  #newRun(
    workflowType: string,
    workflowId: string,
    input: unknown,
    reset?: { originalRunId: string; startedAt: number },
  ): Run {
    this.#runCount += 1;
    const runId = `run-${this.#runCount}`;
    const startedAt = reset?.startedAt ?? this.#world.timeline.now;
    const identity = {
      workflowId,
      runId,
      originalRunId: reset?.originalRunId ?? runId,
      workflowType,
      startedAt,
    };
    const around = {
      world: this.#world,
      code: this.#code,
      dispatcher: this.#workers,
      wake: (woken: Run) => {
        this.#wake(woken);
      },
      closed: (closed: Run) => {
        this.#world.trace.say(`closed ${closed.identity.runId} ${closed.status}`);
      },
    };
    const run = new Run(around, identity, input);
    this.runs.push(run);
    return run;
  }

  #wake(run: Run, afterMs = this.#world.random.int(1, 20)): void {
    if (this.#awake.has(run)) return;
    this.#awake.add(run);
    this.#world.timeline.in(afterMs, () => this.#workers.whenUp(() => this.#task(run)));
  }

  async #task(run: Run): Promise<void> {
    this.#awake.delete(run);
    if (!run.isOpen || !run.hasNews) return;
    const lost = this.#workers.diesInTask();
    await run.task(lost);
    if (lost) this.#wake(run, TASK_TIMEOUT);
    else await this.#afterTask(run);
  }
}

function mayFollow(latest: Run, reuse: Reuse): boolean {
  switch (reuse) {
    case 'rejectDuplicate':
      return false;
    case 'allowDuplicateFailedOnly':
      return latest.status !== 'COMPLETED';
    case 'allowDuplicate':
      return true;
  }
}
