import { askEarlierRuns, type RunList } from '../../../activities/attempts/earlierRuns.ts';
import { heartbeatRecorded, type RunDescriber } from '../../../activities/attempts/heartbeatRecorded.ts';
import type { ReadRunInput } from '../../../activities/runInput.ts';
import { taskQueueActivities } from '../../../activities/taskQueues.ts';
import { FEISHU_RATE_LIMITS } from '../../../workers/rateLimits.ts';
import type { World } from '../engine/world.ts';
import type { ActivityTask } from '../server/activityTask.ts';
import type { WorkflowWorkers } from '../server/server.ts';
import type { Api } from '../transport/call.ts';
import type { Callers, Moment } from '../transport/network.ts';
import { profileOf, type ProfileOptions } from './profile.ts';
import { SimulatedWorker, type Recorded } from './worker.ts';

export interface FleetOptions extends Omit<ProfileOptions, 'worker'> {
  /** of ten thousand moments at which a worker can die, how many it dies at */
  readonly mortality: number;
  /** the same for standing still */
  readonly stalling: number;
}

/** What the workers ask the server. */
export interface ServerView {
  readonly withDeadline: RunList['withDeadline'];
  readonly workflow: RunList['workflow'] & RunDescriber['workflow'];
  readonly readRunInput: ReadRunInput;
  isServed(taskQueue: string): boolean;
}

export interface FleetWatch {
  readonly died: () => void;
  readonly recorded: Recorded;
}

/** The worker processes: one at a time, and another when it has died. */
export class Fleet implements WorkflowWorkers, Callers {
  readonly #world: World;
  readonly #options: FleetOptions;
  readonly #view: () => ServerView;
  readonly #watch: FleetWatch;
  readonly #workers: SimulatedWorker[] = [];
  readonly #waiting: (() => void | Promise<void>)[] = [];
  #queue: ActivityTask[] = [];
  /** ms: nobody serves the providers' queues until then */
  #unservedUntil = 0;

  constructor(world: World, options: FleetOptions, view: () => ServerView, watch: FleetWatch) {
    this.#world = world;
    this.#options = options;
    this.#view = view;
    this.#watch = watch;
    this.#startOne();
  }

  get current(): SimulatedWorker | undefined {
    const last = this.#workers.at(-1);
    return last?.alive === true ? last : undefined;
  }

  byNumber(worker: number): SimulatedWorker {
    const found = this.#workers[worker];
    if (found === undefined) throw new Error(`there is no worker ${worker}`);
    return found;
  }

  whenUp(taken: () => void | Promise<void>): void | Promise<void> {
    if (this.current !== undefined) return taken();
    this.#waiting.push(taken);
  }

  offer(task: ActivityTask): void {
    this.#world.timeline.in(this.#world.random.int(1, 30), () => {
      this.#queue.push(task);
      this.#take();
    });
  }

  /** Nobody serves the providers' queues for a while; workflows get on. */
  leaveUnserved(ms: number): void {
    this.#unservedUntil = this.#world.timeline.now + ms;
    this.#world.timeline.in(ms, () => {
      this.#take();
    });
  }

  get isServed(): boolean {
    return this.#world.timeline.now >= this.#unservedUntil;
  }

  /** SIGKILL. @param downMs until another worker starts */
  kill(downMs: number): void {
    const worker = this.current;
    if (worker === undefined) return;
    worker.alive = false;
    this.#world.trace.say(`worker ${worker.number} is killed`);
    this.#world.timeline.in(downMs, () => {
      this.#startOne();
    });
    this.#watch.died();
  }

  dies(worker: SimulatedWorker, moment: Moment, api: Api): boolean {
    return this.#diesAt(worker, `${moment}/${api}`);
  }

  diesInTask(): boolean {
    const worker = this.current;
    return worker !== undefined && this.#diesAt(worker, 'in a workflow task');
  }

  stalls(worker: SimulatedWorker): void {
    const { random, timeline, coverage, stormy } = this.#world;
    if (!stormy || random.int(0, 9999) >= this.#options.stalling) return;
    coverage.note('worker/stands still');
    worker.standsStillUntil = timeline.now + random.int(5_000, 120_000);
    this.#world.trace.say(`worker ${worker.number} stands still`);
  }

  #diesAt(worker: SimulatedWorker, moment: string): boolean {
    const { random, coverage, stormy } = this.#world;
    if (!stormy || !worker.alive || random.int(0, 9999) >= this.#options.mortality) return false;
    coverage.note(`killed/${moment}`);
    this.kill(random.span(100, 1800_000));
    return true;
  }

  #startOne(): void {
    const number = this.#workers.length;
    const view = this.#view;
    const { timeline } = this.#world;
    const lazily: Omit<ServerView, 'isServed' | 'readRunInput'> = {
      withDeadline: (deadline, call) => view().withDeadline(deadline, call),
      workflow: {
        list: (options) => view().workflow.list(options),
        getHandle: (workflowId, runId) => view().workflow.getHandle(workflowId, runId),
      },
    };
    const worker: SimulatedWorker = new SimulatedWorker(this.#world, number, {
      profile: profileOf({ ...this.#options, worker: number }),
      dependencies: {
        clock: () => timeline.now,
        askEarlierRuns: askEarlierRuns(lazily),
        heartbeatRecorded: heartbeatRecorded(lazily),
        readRunInput: (workflowId, runId) => view().readRunInput(workflowId, runId),
        rateLimits: FEISHU_RATE_LIMITS,
      },
      shared: taskQueueActivities((queue) => Promise.resolve(view().isServed(queue))),
      recorded: this.#watch.recorded,
      diesUnrecorded: () => this.#diesAt(worker, 'before the record'),
    });
    this.#workers.push(worker);
    this.#world.trace.say(`worker ${number} starts`);
    for (const taken of this.#waiting.splice(0)) timeline.in(1, taken);
    this.#take();
  }

  #take(): void {
    const { current } = this;
    if (current === undefined) return;
    const queue = this.#queue;
    this.#queue = [];
    for (const task of queue) {
      // Only what the workflows ask on their own queue is taken while nobody serves the providers'.
      if (!this.isServed && task.order.taskQueue !== 'payouts') {
        this.#queue.push(task);
        continue;
      }
      const attempt = task.start();
      if (attempt !== undefined) current.run(task, attempt);
    }
  }
}
